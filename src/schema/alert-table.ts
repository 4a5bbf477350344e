/**
 * The fields of Harrier's own alerts, for rules over them: what docs/alert.schema.json lists, and the names that
 * Elastic's alerts have for the same (https://www.elastic.co/docs/reference/security/fields-and-object-schemas/alert-schema),
 * which alerts are given when they are matched (src/source/alert/event.ts).
 */
import type { FieldType } from './field.ts';

const keyword = 'keyword';

/** What rules say of themselves, below `kibana.alert.rule` and, as it was called before 8.0, `signal.rule`. */
const ofRule: Readonly<Record<string, FieldType>> = {
  uuid: keyword,
  rule_id: keyword,
  name: keyword,
  description: keyword,
  type: keyword,
  severity: keyword,
  risk_score: 'double',
  tags: keyword,
  author: keyword,
  license: keyword,
  'threat.framework': keyword,
  'threat.tactic.id': keyword,
  'threat.tactic.name': keyword,
  'threat.tactic.reference': keyword,
  'threat.technique.id': keyword,
  'threat.technique.name': keyword,
  'threat.technique.reference': keyword,
  'threat.technique.subtechnique.id': keyword,
  'threat.technique.subtechnique.name': keyword,
  'threat.technique.subtechnique.reference': keyword,
};

/** Types by name. */
export const alertFields: Readonly<Record<string, FieldType>> = {
  'event.id': keyword,
  'event.created': 'date',
  'event.severity': 'long',
  'rule.id': keyword,
  'rule.name': keyword,
  'rule.description': keyword,
  'rule.author': keyword,
  'rule.license': keyword,
  'rule.ruleset': keyword,
  ...pick('threat.'),
  'harrier.severity': keyword,
  'harrier.risk_score': 'long',
  'harrier.reason': keyword,
  'harrier.rule_type': keyword,
  'harrier.building_block': 'boolean',
  'harrier.tags': keyword,
  'harrier.event_count': 'long',
  'harrier.event_ids': keyword,
  'harrier.window.start': 'date',
  'harrier.window.end': 'date',
  'harrier.partial': 'boolean',
  'kibana.alert.uuid': keyword,
  'kibana.alert.severity': keyword,
  'kibana.alert.risk_score': 'double',
  'kibana.alert.reason': keyword,
  'kibana.alert.status': keyword,
  'kibana.alert.workflow_status': keyword,
  'kibana.alert.building_block_type': keyword,
  'kibana.alert.original_time': 'date',
  ...below('kibana.alert.rule', ofRule),
  ...below('signal.rule', ofRule),
};

/** What rules have chosen the names of below these: the values of groups, and what was counted and computed. */
export const alertFreeForm: readonly string[] = ['harrier.group', 'harrier.values'];

function below(parent: string, types: Readonly<Record<string, FieldType>>): Record<string, FieldType> {
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [`${parent}.${name}`, type]));
}

function pick(start: string): Record<string, FieldType> {
  return Object.fromEntries(Object.entries(ofRule).filter(([name]) => name.startsWith(start)));
}
