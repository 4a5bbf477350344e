/** A rule file as the compiler takes it: checked, complete, and with the places that later problems may be at. */
import type { RuleMetadata } from '../../rule.ts';
import type { LocatedProblem, Problem, SourceFile, Span } from '../problem.ts';
import type { Path } from '../toml/places.ts';
import type { StringText } from '../toml/string-text.ts';

export type LoadedRule =
  | LoadedQueryRule
  | LoadedSavedQueryRule
  | LoadedThresholdRule
  | LoadedNewTermsRule
  | LoadedEqlRule
  | LoadedEsqlRule
  | LoadedThreatMatchRule
  | LoadedMachineLearningRule;

/** A value and where it is written. */
export interface Located<Value> {
  readonly value: Value;
  readonly span: Span;
  /** If it is not the rule's own. */
  readonly file?: SourceFile;
}

/** The text of a query, in its language; `toFile` leads from an offset in it to the file. */
export interface QueryText<Language extends string> extends StringText {
  readonly language: Language;
  /** The whole string in the file, quotes included. */
  readonly span: Span;
}

export type FilterLanguage = 'kuery' | 'lucene';

/** What every rule has. Texts are as in the file; see RuleMetadata for what is made of them. */
export interface LoadedRuleBase {
  readonly metadata: RuleMetadata;
  readonly file: SourceFile;
  /** Index patterns; empty if the rule names none. Those of an ES|QL rule are in its query. */
  readonly index: readonly string[];
  readonly dataViewId?: string;
  /** Kibana filters, in Elasticsearch's query DSL. They narrow the query: a rule must not run without them. */
  readonly filters: readonly TomlTable[];
  readonly suppression?: LoadedSuppression;
  /** Date math; Kibana's defaults are `now-6m` and `now`. */
  readonly from?: string;
  readonly to?: string;
  /** Such as `5m`. */
  readonly interval?: string;
  readonly timestampOverride?: string;
  readonly enabled?: boolean;
  readonly maxSignals?: number;
  readonly maturity?: string;
  /** Kibana's exception lists, by reference. */
  readonly exceptionsList: readonly TomlTable[];
  /** Fields of the event that replace the rule's name, severity or risk score in alerts. */
  readonly ruleNameOverride?: string;
  readonly severityMapping: readonly TomlTable[];
  readonly riskScoreMapping: readonly TomlTable[];
  /**
   * Where a key of `[rule]` has its value, or, if the rule has no such key, where what encloses it is:
   * `spanOf('index', 0)`, `spanOf('threshold', 'value')`.
   */
  spanOf(...path: Path): Span | undefined;
}

export type TomlTable = Readonly<Record<string, unknown>>;

export interface LoadedQueryRule extends LoadedRuleBase {
  readonly type: 'query';
  readonly query: QueryText<FilterLanguage>;
  /** Harrier's own: names or ids of rules. What one of them tells of, this one does not. */
  readonly yieldsTo?: readonly Located<string>[];
}

export interface LoadedSavedQueryRule extends LoadedRuleBase {
  readonly type: 'saved_query';
  readonly savedId: string;
  readonly query?: QueryText<FilterLanguage>;
}

export interface LoadedThresholdRule extends LoadedRuleBase {
  readonly type: 'threshold';
  readonly query: QueryText<FilterLanguage>;
  readonly threshold: Threshold;
}

export interface Threshold {
  /** The groups are these fields' values; with no field, all matches are one group. */
  readonly fields: readonly Located<string>[];
  /** Matches that a group needs. */
  readonly value: number;
  /** Distinct values that a group needs of each of these fields, beside the matches. */
  readonly cardinality: readonly { readonly field: Located<string>; readonly value: number }[];
}

export interface LoadedNewTermsRule extends LoadedRuleBase {
  readonly type: 'new_terms';
  readonly query: QueryText<FilterLanguage>;
  readonly newTerms: NewTerms;
  readonly settling?: LoadedSettling;
}

/** `[rule.settling]`, Harrier's own. */
export interface LoadedSettling {
  /** Finds the events by which subjects are created. */
  readonly query: QueryText<FilterLanguage>;
  /** The field of the rule's new terms whose value is the subject. */
  readonly field: Located<string>;
  /** The field of those events that has the subject. */
  readonly value: Located<string>;
  readonly duration: Located<LoadedDuration>;
}

export interface LoadedDuration {
  readonly value: number;
  readonly unit: 's' | 'm' | 'h';
}

export interface NewTerms {
  /** A combination of these fields' values that has not been seen is a signal. At least one field. */
  readonly fields: readonly Located<string>[];
  /** Date math from `now`: since when it must not have been seen. */
  readonly historyWindowStart: Located<string>;
}

export interface LoadedEqlRule extends LoadedRuleBase {
  readonly type: 'eql';
  readonly query: QueryText<'eql'>;
  readonly eventCategoryOverride?: Located<string>;
  readonly tiebreakerField?: Located<string>;
  readonly timestampField?: Located<string>;
}

export interface LoadedEsqlRule extends LoadedRuleBase {
  readonly type: 'esql';
  readonly query: QueryText<'esql'>;
}

export interface LoadedThreatMatchRule extends LoadedRuleBase {
  readonly type: 'threat_match';
  readonly query: QueryText<FilterLanguage>;
  readonly threatIndex: readonly string[];
  readonly threatMapping: readonly TomlTable[];
  readonly threatQuery?: string;
  readonly threatLanguage?: FilterLanguage;
  readonly threatFilters: readonly TomlTable[];
  readonly threatIndicatorPath?: string;
}

export interface LoadedMachineLearningRule extends LoadedRuleBase {
  readonly type: 'machine_learning';
  readonly anomalyThreshold: number;
  readonly jobIds: readonly string[];
}

/** `[rule.alert_suppression]`: one alert per group instead of one per signal. */
export interface LoadedSuppression {
  /** Empty for a threshold rule, whose groups are its threshold's. */
  readonly groupBy: readonly Located<string>[];
  /** Absent: within one run of the rule. */
  readonly duration?: LoadedDuration;
  /** What becomes of a signal without one of the fields. Kibana's default is `suppress`. */
  readonly missingFields: 'suppress' | 'doNotSuppress';
  /**
   * Harrier's own: the number of signals of a group and span that are an alert each before the others are suppressed.
   */
  readonly after?: number;
}

/**
 * Places a problem of a query in its rule's file.
 * @param problem its span relative to the query's text; without one it is placed at the whole query
 */
export function inFile(file: SourceFile, query: QueryText<string>, problem: Problem): LocatedProblem {
  const { span } = problem;
  if (span === undefined) return { ...problem, file, span: query.span };
  const start = query.toFile(span.start);
  // The end of the last character, not the beginning of the next: an escaped line end may lie between them.
  const end = span.end > span.start ? query.toFile(span.end - 1) + 1 : start;
  return { ...problem, file, span: { start, end: Math.max(start, end) } };
}
