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
  /** Ids of query rules. An event that one of these matches is no match of this one. */
  readonly yieldsTo?: readonly string[];
}

/** A match is a signal if it has a combination of values that has not been seen within the history window. */
export interface NewTermsRule extends RuleMetadata {
  readonly type: 'new_terms';
  /** One to three fields. */
  readonly newTermsFields: readonly string[];
  /** Milliseconds. */
  readonly historyWindow: number;
  /** Harrier's own. A rule that has it has a second stage, whose matches are creations of subjects. */
  readonly settling?: Settling;
}

/** What a subject does within a time after it was created is remembered, and is no signal. */
export interface Settling {
  /** One of the rule's new terms fields: its value is the subject. */
  readonly field: string;
  /** The field of a creation that has the subject. */
  readonly value: string;
  /** Milliseconds. */
  readonly duration: number;
}

/** A group of matches within a window is a signal if it is large enough. */
export interface ThresholdRule extends RuleMetadata {
  readonly type: 'threshold';
  /** A group is what has the same values of these fields; with none, all matches are one group. */
  readonly groupBy: readonly string[];
  /** Matches that a group needs. */
  readonly value: number;
  /** Distinct values that a group needs of each of these fields, beside the matches. */
  readonly cardinality: readonly { readonly field: string; readonly value: number }[];
  readonly schedule: Schedule;
}

/** Acts are a signal if they follow one another within a span of time and share the values of their join keys. */
export interface SequenceRule extends RuleMetadata {
  readonly type: 'sequence';
  /** The steps in their order. A step that has to happen several times is listed as often. */
  readonly steps: readonly SequenceStep[];
  /**
   * The join keys of each of the rule's stages, the same number for each. Without join keys, all acts of a cluster are
   * joined.
   */
  readonly keys: readonly (readonly JoinKey[])[];
  /** The stage whose events end a sequence that is not complete. Without one, nothing ends it but `maxspan`. */
  readonly until?: number;
  /** The longest time from the first act to the last, milliseconds. */
  readonly maxspan: number;
  /** A digest of the query. What was remembered for another query is not read. */
  readonly revision: string;
}

/**
 * A query of ES|QL. Each event of which it leaves rows is a signal or, if it has a `STATS`, each group of which it leaves
 * rows within a window.
 */
export interface EsqlRule extends RuleMetadata {
  readonly type: 'esql';
  readonly schedule: Schedule;
  /** Columns of the result that say how many: what an alert's sentence tells. */
  readonly counts: readonly string[];
  /** Stands for the query: what was remembered for another query is of no use to this one. */
  readonly revision: string;
}

export interface SequenceStep {
  /** Which of the rule's stages it is, from 0. */
  readonly stage: number;
  /**
   * True for a missing event (`![…]`): no event of the stage may happen between the steps beside it. At the beginning,
   * none may happen within `maxspan` before the last act.
   */
  readonly isMissing: boolean;
}

export interface JoinKey {
  readonly field: string;
  /** True if events without a value are joined, too: no value is then a value of its own. */
  readonly isOptional: boolean;
}

/** Windows of event time: one ends at every multiple of `every`, and reaches back by `lookback`. Milliseconds. */
export interface Schedule {
  readonly every: number;
  readonly lookback: number;
}

/** Sends one alert for each group of signals and each span of `duration`, instead of one for each signal. */
export interface Suppression {
  readonly groupBy: readonly string[];
  /** Milliseconds. */
  readonly duration: number;
  /** What happens to signals without a value of one of the fields: they are one more group, or an alert each. */
  readonly missingFields: 'suppress' | 'doNotSuppress';
  /** The number of signals of a group and span that are an alert each before the others are suppressed. Default: 0. */
  readonly after?: number;
}

/** Every type of rule that can run; `correlate/kinds.ts` has one entry for each. */
export type Rule = QueryRule | NewTermsRule | ThresholdRule | SequenceRule | EsqlRule;
