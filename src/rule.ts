/** A detection rule in Elastic's terms, as the loader hands it on: checked, with defaults filled in. Plain data. */

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** An ATT&CK reference, nested as Elastic's `threat` is: a tactic with its techniques and their subtechniques. */
export type ThreatReference = {
  readonly id: string;
  readonly name: string;
  readonly reference: string;
};
export type Technique = ThreatReference & {
  readonly subtechnique?: readonly ThreatReference[];
};
export type Threat = {
  readonly framework: string;
  readonly tactic: ThreatReference;
  readonly technique?: readonly Technique[];
};

/** What every rule says about itself; alerts carry it. */
export interface RuleMetadata {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly author: readonly string[];
  readonly license?: string;
  readonly severity: Severity;
  /** 0 to 100. */
  readonly riskScore: number;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  /** Investigation guide, Markdown. */
  readonly note?: string;
  readonly setup?: string;
  readonly threat: readonly Threat[];
  /** A building block's alerts feed other rules; by default nobody is notified of them. */
  readonly buildingBlock: boolean;
  readonly suppression?: Suppression;
  /** `path` of the rule file relative to the folder it was loaded from, with `/`. */
  readonly source: string;
}

/** A rule whose matches are its signals. `query` in Elastic's rule format. */
export interface QueryRule extends RuleMetadata {
  readonly type: 'query';
}

/** A match is a signal if it has a combination of values that has not been seen within the history window. */
export interface NewTermsRule extends RuleMetadata {
  readonly type: 'new_terms';
  /** One to three fields. */
  readonly newTermsFields: readonly string[];
  /** Milliseconds. */
  readonly historyWindow: number;
}

/** A group of matches within a window is a signal if it is large enough. */
export interface ThresholdRule extends RuleMetadata {
  readonly type: 'threshold';
  /** A group is what has the same values of these fields; with none, all matches are one group. */
  readonly groupBy: readonly string[];
  /** How many matches a group needs. */
  readonly value: number;
  /** How many different values of each of these fields it needs besides. */
  readonly cardinality: readonly { readonly field: string; readonly value: number }[];
  readonly schedule: Schedule;
}

/** Acts that follow one another within a span of time, and share the values of their join keys, are a signal. */
export interface SequenceRule extends RuleMetadata {
  readonly type: 'sequence';
  /** What happens, in its order; one that is repeated is there as often. */
  readonly steps: readonly SequenceStep[];
  /** Of each of the rule's stages the join keys, as many of each. With none, all acts of a cluster are joined. */
  readonly keys: readonly (readonly JoinKey[])[];
  /** The stage whose events end a sequence that is not complete. */
  readonly until?: number;
  /** From the first act to the last at most, milliseconds. */
  readonly maxspan: number;
  /** Stands for the query: what was remembered for another query is of no use to this one. */
  readonly revision: string;
}

export interface SequenceStep {
  /** Which of the rule's stages it is, from 0. */
  readonly stage: number;
  /** Whether nothing of it may happen, between its neighbours or, at the beginning, within the span before the end. */
  readonly isMissing: boolean;
}

export interface JoinKey {
  readonly field: string;
  /** Whether having no value is a value. */
  readonly isOptional: boolean;
}

/** Windows of event time: one ends at every multiple of `every`, and reaches back by `lookback`. Milliseconds. */
export interface Schedule {
  readonly every: number;
  readonly lookback: number;
}

/** One alert for a group and stretch of time instead of one for each signal. */
export interface Suppression {
  readonly groupBy: readonly string[];
  /** Milliseconds. */
  readonly duration: number;
  /** Whether signals without one of the fields are a group too, or are alerts each. */
  readonly missingFields: 'suppress' | 'doNotSuppress';
  /** So many signals of a group and stretch are alerts each before the others are suppressed; none if absent. */
  readonly after?: number;
}

/** Every type of rule that can run; `correlate/kinds.ts` has one entry for each. */
export type Rule = QueryRule | NewTermsRule | ThresholdRule | SequenceRule;
