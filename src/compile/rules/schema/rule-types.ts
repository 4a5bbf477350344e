/** `[rule]` for each type of rule. Kibana's detection API is the source of what a type requires and allows. */
import * as z from 'zod';
import { metadata, transform } from './file-tables.ts';
import {
  everyType,
  query,
  ruleNames,
  searched,
  settling,
  suppressed,
  suppressedByThreshold,
} from './rule-keys.ts';
import {
  arrayOf,
  aTable,
  dateMath,
  listed,
  nonEmpty,
  oneOf,
  positive,
  riskScore,
  someTexts,
  tables,
  text,
  textOrTexts,
} from './values.ts';

const filterLanguages = ['kuery', 'lucene'] as const;
const filterLanguage = languageOf(filterLanguages);

function languageOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z
    .enum(words)
    .optional()
    .meta({
      description: `${listed(words)} in a rule of this type`,
      code: 'language-mismatch',
      hint: 'KQL is "kuery"; EQL rules have type "eql" and ES|QL rules type "esql"',
    });
}

/** Elastic's repository writes the table, Kibana's API the two keys. new-terms.ts reads both. */
const newTerms = {
  new_terms: aTable({
    field: oneOf(['new_terms_fields']),
    value: someTexts,
    history_window_start: z
      .array(aTable({ field: oneOf(['history_window_start']), value: dateMath }))
      .length(1)
      .meta({ description: 'an array of one table' }),
  }).optional(),
  new_terms_fields: someTexts.optional(),
  history_window_start: dateMath.optional(),
};

const threshold = aTable({
  field: textOrTexts,
  value: positive,
  cardinality: arrayOf(aTable({ field: nonEmpty, value: positive })).optional(),
});

const threatMatch = {
  threat_index: someTexts,
  threat_mapping: tables,
  threat_query: text.optional(),
  threat_language: oneOf(filterLanguages).optional(),
  threat_filters: tables.optional(),
  threat_indicator_path: nonEmpty.optional(),
  concurrent_searches: positive.optional(),
  items_per_search: positive.optional(),
};

const eventKeys = {
  event_category_override: nonEmpty.optional(),
  tiebreaker_field: nonEmpty.optional(),
  timestamp_field: nonEmpty.optional(),
};

const filtered = { query, language: filterLanguage, ...searched };

const rules = {
  query: aTable({
    type: z.literal('query'),
    ...everyType,
    ...filtered,
    ...suppressed,
    yields_to: ruleNames.optional(),
  }),
  saved_query: aTable({
    type: z.literal('saved_query'),
    ...everyType,
    ...filtered,
    query: query.optional(),
    saved_id: nonEmpty,
    ...suppressed,
  }),
  threshold: aTable({
    type: z.literal('threshold'),
    ...everyType,
    ...filtered,
    threshold,
    ...suppressedByThreshold,
  }),
  new_terms: aTable({
    type: z.literal('new_terms'),
    ...everyType,
    ...filtered,
    ...newTerms,
    ...suppressed,
    settling: settling.optional(),
  }),
  eql: aTable({
    type: z.literal('eql'),
    ...everyType,
    query,
    language: languageOf(['eql']),
    ...searched,
    ...eventKeys,
    ...suppressed,
  }),
  esql: aTable({
    type: z.literal('esql'),
    ...everyType,
    query,
    language: languageOf(['esql']),
    ...suppressed,
  }),
  threat_match: aTable({
    type: z.literal('threat_match'),
    ...everyType,
    ...filtered,
    ...threatMatch,
    ...suppressed,
  }),
  machine_learning: aTable({
    type: z.literal('machine_learning'),
    ...everyType,
    anomaly_threshold: riskScore,
    machine_learning_job_id: textOrTexts,
    ...suppressed,
  }),
};

export type RuleType = keyof typeof rules;
/** `[rule]` as it stands in a file that has passed: a union on `type`. */
export type RuleTable = z.output<(typeof rules)[RuleType]>;

export const ruleTypes = Object.keys(rules) as [RuleType, ...RuleType[]];

/** For a rule whose `type` is missing or wrong, so that its other mistakes are found in the same run. */
const ofNoType = aTable({
  type: oneOf(ruleTypes),
  ...everyType,
  query: query.optional(),
  ...Object.fromEntries(
    Object.values(rules)
      .flatMap((rule) => Object.keys(rule.shape))
      .filter((key) => !Object.hasOwn(everyType, key) && key !== 'type' && key !== 'query')
      .map((key) => [key, z.unknown().optional()]),
  ),
});

/** Every key of `[rule]`, of any type. */
export const ruleKeys: ReadonlySet<string> = new Set(Object.keys(ofNoType.shape));

/** The types of rules that have `key`. */
export function typesWith(key: string): readonly string[] {
  return Object.entries(rules).flatMap(([type, rule]) => (Object.hasOwn(rule.shape, key) ? [type] : []));
}

/** The type that `[rule]` says it has, if there is such a type. */
export function ruleType(rule: unknown): RuleType | undefined {
  const parsed = z.looseObject({ type: oneOf(ruleTypes) }).safeParse(rule);
  return parsed.success ? parsed.data.type : undefined;
}

/** The schema of a file with a rule of `type`. */
export function fileSchema(type: RuleType) {
  return aTable({ metadata: metadata.optional(), rule: rules[type], transform: transform.optional() });
}

/** The schema of a file with a rule of no known type; no file passes it. */
export const untypedFileSchema = aTable({
  metadata: metadata.optional(),
  rule: ofNoType,
  transform: transform.optional(),
});
