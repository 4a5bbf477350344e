import { expect, test } from 'vitest';
import { renderProblems } from '../../../src/compile/problem.ts';
import { loadRules } from '../../../src/compile/rules/load.ts';
import type { LoadedRule } from '../../../src/compile/rules/loaded-rule.ts';
import { folderWith, ruleText } from './rule-file.ts';

const query = 'query = "kubernetes.audit.verb: get"\n';

/** A rule of another type: the keys replace those of the plain one. */
function load(type: string, keys: string, base = ruleText(1)): LoadedRule {
  const text = base.replace('type = "query"', `type = "${type}"`) + keys;
  const { rules, problems } = loadRules([folderWith({ 'a.toml': text })]);
  expect(renderProblems(problems)).toBe('');
  const [rule] = rules;
  if (rule?.type !== type) throw new Error(`no rule of type ${type}`);
  return rule;
}

const noQuery = ruleText(1).replace(query, '');

function values(located: readonly { readonly value: unknown }[]): unknown[] {
  return located.map(({ value }) => value);
}

test('new terms: both spellings are one', () => {
  const table = load(
    'new_terms',
    `[rule.new_terms]
field = "new_terms_fields"
value = ["user.name", "source.ip"]
[[rule.new_terms.history_window_start]]
field = "history_window_start"
value = "now-14d"
`,
  );
  const keys = load(
    'new_terms',
    'new_terms_fields = ["user.name", "source.ip"]\nhistory_window_start = "now-14d"\n',
  );
  for (const rule of [table, keys]) {
    if (rule.type !== 'new_terms') throw new Error('no new terms');
    const { fields, historyWindowStart } = rule.newTerms;
    expect(values(fields)).toEqual(['user.name', 'source.ip']);
    expect(historyWindowStart.value).toBe('now-14d');
    for (const { value, span } of [...fields, historyWindowStart]) {
      expect(rule.file.text.slice(span.start, span.end)).toBe(JSON.stringify(value));
    }
  }
});

test('threshold: one field or several, cardinality, suppression by time alone', () => {
  const one = load('threshold', 'threshold = { field = "user.name", value = 3 }\n');
  const several = load(
    'threshold',
    `[rule.threshold]
field = ["user.name", "source.ip"]
value = 5
[[rule.threshold.cardinality]]
field = "kubernetes.audit.objectRef.name"
value = 2
[rule.alert_suppression.duration]
value = 30
unit = "m"
`,
  );
  if (one.type !== 'threshold' || several.type !== 'threshold') throw new Error('no threshold');
  expect(values(one.threshold.fields)).toEqual(['user.name']);
  expect(one.threshold.cardinality).toEqual([]);
  expect(values(several.threshold.fields)).toEqual(['user.name', 'source.ip']);
  expect(several.threshold.value).toBe(5);
  expect(several.threshold.cardinality.map(({ field, value }) => [field.value, value])).toEqual([
    ['kubernetes.audit.objectRef.name', 2],
  ]);
  expect(several.suppression).toEqual({
    groupBy: [],
    duration: { value: 30, unit: 'm' },
    missingFields: 'suppress',
  });
});

test('suppression', () => {
  const rule = load(
    'query',
    `[rule.alert_suppression]
group_by = ["user.name"]
missing_fields_strategy = "doNotSuppress"
`,
  );
  expect(values(rule.suppression?.groupBy ?? [])).toEqual(['user.name']);
  expect(rule.suppression).toMatchObject({ missingFields: 'doNotSuppress' });
  expect(rule.suppression).not.toHaveProperty('duration');
  const brief = load('query', 'alert_suppression = { group_by = ["user.name"] }\n');
  expect(brief.suppression).toMatchObject({ missingFields: 'suppress' });
});

test('eql: the language goes without saying, and its fields are located', () => {
  const rule = load('eql', 'event_category_override = "event.category"\n');
  if (rule.type !== 'eql') throw new Error('no EQL');
  expect(rule.query.language).toBe('eql');
  const span = rule.eventCategoryOverride?.span;
  expect(rule.file.text.slice(span?.start, span?.end)).toBe('"event.category"');
  expect(rule).not.toHaveProperty('tiebreakerField');
});

test('esql', () => {
  expect(load('esql', 'language = "esql"\n')).toMatchObject({ query: { language: 'esql' }, index: [] });
});

test('saved queries, threat matches and machine learning are carried', () => {
  expect(load('saved_query', 'saved_id = "s"\n', noQuery)).toMatchObject({ savedId: 's' });
  const match = load(
    'threat_match',
    `language = "lucene"
threat_index = ["ti-*"]
threat_query = "*:*"
[[rule.threat_mapping]]
[[rule.threat_mapping.entries]]
field = "source.ip"
type = "mapping"
value = "threat.indicator.ip"
`,
  );
  expect(match).toMatchObject({
    query: { language: 'lucene' },
    threatIndex: ['ti-*'],
    threatMapping: [{ entries: [{ field: 'source.ip', type: 'mapping', value: 'threat.indicator.ip' }] }],
  });
  const learnt = load('machine_learning', 'anomaly_threshold = 50\nmachine_learning_job_id = "j"\n', noQuery);
  expect(learnt).toMatchObject({ anomalyThreshold: 50, jobIds: ['j'] });
});

test("what narrows a rule, or changes its alerts, is carried; Kibana's own keys are known", () => {
  const rule = load(
    'query',
    `enabled = false
max_signals = 33
from = "now-9m"
to = "now"
interval = "5m"
timestamp_override = "event.ingested"
rule_name_override = "user.name"
building_block_type = "default"
data_view_id = "kubernetes"
timeline_id = "t"
throttle = "no_actions"
investigation_fields = { field_names = ["user.name"] }
meta = { from = "1m" }
exceptions_list = []
severity_mapping = [{ field = "event.severity", operator = "equals", value = "9", severity = "high" }]
[[rule.filters]]
query = { exists = { field = "user.name" } }
[[rule.required_fields]]
name = "user.name"
type = "keyword"
ecs = true
[metadata]
maturity = "beta"
integration = ["kubernetes"]
[[transform.osquery]]
label = "l"
query = "select 1"
`,
  );
  expect(rule).toMatchObject({
    enabled: false,
    maxSignals: 33,
    from: 'now-9m',
    to: 'now',
    interval: '5m',
    timestampOverride: 'event.ingested',
    ruleNameOverride: 'user.name',
    dataViewId: 'kubernetes',
    maturity: 'beta',
    filters: [{ query: { exists: { field: 'user.name' } } }],
    exceptionsList: [],
    severityMapping: [{ severity: 'high' }],
    metadata: { buildingBlock: true },
  });
});

test('prose loses the line breaks of an editor, and keeps its paragraphs and its Markdown guide', () => {
  const rule = load(
    'query',
    "false_positives = [\n  '''\n  Somebody\n  may.\n  ''',\n]\nnote = '''\n## Triage\n- a\n'''\n",
    ruleText(1).replace('"A rule."', "'''\nOne\n  two.\n\n\nThree\nfour.\n'''"),
  );
  expect(rule.metadata.description).toBe('One two.\n\nThree four.');
  expect(rule.metadata.falsePositives).toEqual(['Somebody may.']);
  expect(rule.metadata.note).toBe('## Triage\n- a\n');
});
