/** Keys of `[rule]` that rules of several types have. */
import * as z from 'zod';
import {
  arrayOf,
  aTable,
  dateMath,
  flag,
  integer,
  interval,
  nonEmpty,
  oneLine,
  oneOf,
  positive,
  riskScore,
  someTexts,
  table,
  tables,
  text,
  texts,
  uuid,
} from './values.ts';

/** The form of an id depends on the framework: threat.ts looks at it. */
const reference = { id: text, name: text, reference: text };
const technique = aTable({ ...reference, subtechnique: arrayOf(aTable(reference)).optional() });
export const threat = aTable({
  framework: text,
  tactic: aTable(reference),
  technique: arrayOf(technique).optional(),
});

export const severities = ['low', 'medium', 'high', 'critical'] as const;

export const everyType = {
  rule_id: uuid,
  name: oneLine,
  description: text.meta({ description: 'text that says what the rule finds and why it matters' }),
  severity: oneOf(severities),
  risk_score: riskScore,
  author: texts.optional(),
  building_block_type: oneOf(['default']).optional(),
  enabled: flag.optional(),
  exceptions_list: tables.optional(),
  false_positives: texts.optional(),
  from: dateMath.optional(),
  interval: interval.optional(),
  license: text.optional(),
  max_signals: positive.optional(),
  note: text.optional(),
  references: texts.optional(),
  risk_score_mapping: tables.optional(),
  rule_name_override: nonEmpty.optional(),
  setup: text.optional(),
  severity_mapping: tables.optional(),
  tags: texts.optional(),
  threat: arrayOf(threat).optional(),
  timestamp_override: nonEmpty.optional(),
  to: dateMath.optional(),
  version: positive.optional(),
  // Known, and without a meaning outside Kibana.
  actions: tables.optional(),
  alias_purpose: text.optional(),
  alias_target_id: text.optional(),
  investigation_fields: table.optional(),
  meta: table.optional(),
  namespace: text.optional(),
  outcome: text.optional(),
  output_index: text.optional(),
  related_integrations: tables.optional(),
  required_fields: tables.optional(),
  response_actions: tables.optional(),
  revision: integer.optional(),
  throttle: text.optional(),
  timeline_id: text.optional(),
  timeline_title: text.optional(),
  timestamp_override_fallback_disabled: flag.optional(),
};

export const query = z
  .string()
  .refine((value) => value.trim() !== '')
  .meta({ description: 'a query', code: 'empty-query', hint: "write the query between '''" });

/** Where and among what the query searches. ES|QL says it in the query. */
export const searched = {
  index: texts.optional(),
  data_view_id: nonEmpty.optional(),
  filters: tables.optional(),
};

/** Harrier's own key: beyond so many a tally no longer counts exactly. */
export const fewSignals = z.int().min(1).max(50).meta({ description: 'an integer from 1 to 50' });

const duration = aTable({ value: positive, unit: oneOf(['s', 'm', 'h']) });

export const suppressed = {
  alert_suppression: aTable({
    group_by: someTexts,
    duration: duration.optional(),
    missing_fields_strategy: oneOf(['suppress', 'doNotSuppress']).optional(),
    after: fewSignals.optional(),
  }).optional(),
};

/** Harrier's own key: for how long what a subject does after its creation is remembered, and is no alert. */
export const settling = aTable({ query, field: nonEmpty, value: nonEmpty, duration });

/** Harrier's own key: the rule says nothing of what one of these tells of. */
export const ruleNames = z
  .array(nonEmpty)
  .min(1)
  .meta({ description: 'an array of at least one name or id of a rule' });

/** A threshold rule's groups are its threshold's: only the time is left to say. */
export const suppressedByThreshold = { alert_suppression: aTable({ duration }).optional() };
