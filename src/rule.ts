/** A detection rule in Elastic's terms, as the loader hands it on: checked, with defaults filled in. Plain data. */

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** An ATT&CK reference, nested as Elastic's `threat` is: a tactic with its techniques and their subtechniques. */
export interface ThreatReference {
  readonly id: string;
  readonly name: string;
  readonly reference: string;
}
export interface Technique extends ThreatReference {
  readonly subtechnique?: readonly ThreatReference[];
}
export interface Threat {
  readonly framework: string;
  readonly tactic: ThreatReference;
  readonly technique?: readonly Technique[];
}

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
  /** `path` of the rule file relative to the folder it was loaded from, with `/`. */
  readonly source: string;
}

/** A rule whose matches are its signals. `query` in Elastic's rule format. */
export interface QueryRule extends RuleMetadata {
  readonly type: 'query';
}

/** The union grows with the rule types that can run; every consumer switches on `type`. */
export type Rule = QueryRule;
