/** Golden files of what authors of queries are told that are ES|QL to the letter and mean nothing, or not what they say. */
import { describe, expect, it } from 'vitest';
import { auditSchema } from '../../../src/compile/esql/check/schema.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';
import { rendered } from '../kql/run-kql.ts';
import { planned } from './planned.ts';

/** Behind `FROM logs | `, over the columns of planned.ts. */
const mistakes = [
  // Names
  'WHERE user.nmae == "anna"',
  'WHERE name == "anna"',
  'WHERE nothing.like.it == 1',
  'WHERE user-name == "anna"',
  'KEEP user.nmae, code',
  'KEEP users*',
  'DROP user.nmae',
  'DROP *',
  'RENAME nmae AS name',
  'MV_EXPAND user.groups',
  'KEEP code | WHERE user.name == "anna"',
  'DROP code | WHERE code == 1',
  'RENAME code AS status | WHERE code == 1',
  'STATS c = COUNT(*) | WHERE user.name == "anna"',
  'STATS c = COUNT(*) BY user.name | WHERE count > 1',
  'EVAL a = nmae | WHERE a == 1',
  // Functions
  'EVAL a = TO_LOVER(user.name)',
  'EVAL a = frobnicate(user.name)',
  'EVAL a = TO_LOWER()',
  'EVAL a = TO_LOWER(user.name, user.id)',
  'EVAL a = TO_LOWER(code)',
  'EVAL a = TO_LOWER(*)',
  'EVAL a = STARTS_WITH(user.name, 5)',
  'EVAL a = CASE(user.name, 1, 2)',
  'EVAL a = CASE(allowed, 1, "x")',
  'EVAL a = COALESCE(user.name, code)',
  'EVAL a = MV_CONCAT(user.name, code)',
  'EVAL a = MAX(size)',
  'EVAL a = VALUES(user.name)',
  'WHERE COUNT(*) > 5',
  'EVAL a = BUCKET(size, 10)',
  'EVAL a = DATE_TRUNC("one day", @timestamp)',
  'EVAL a = DATE_TRUNC(user.name, @timestamp)',
  'EVAL a = CIDR_MATCH(source.ip, "10.0.0.0/99")',
  'EVAL a = MATCH(user.name, "anna", {"operator": "AND"})',
  'EVAL a = ST_DISTANCE(source.ip, source.ip)',
  'EVAL a = TO_DATE_NANOS(@timestamp)',
  'WHERE QSTR("user.name: anna")',
  'STATS COUNT(*) BY CATEGORIZE(user.name)',
  'WHERE KQL("user.nmae : anna and (")',
  'WHERE KQL(user.name)',
  'STATS COUNT(*) | WHERE KQL("user.name : anna")',
  // Types
  'WHERE user.name',
  'WHERE code',
  'WHERE code AND allowed',
  'WHERE NOT user.name',
  'WHERE code == "5"',
  'WHERE user.name == 5',
  'WHERE user.name == allowed',
  'WHERE allowed > false',
  'WHERE @timestamp > "yesterday"',
  'WHERE @timestamp > 5',
  'WHERE @timestamp > source.ip',
  'WHERE source.ip == "10.0.0.0/8"',
  'WHERE source.ip IN ("10.0.0.1", "10.0.0.x")',
  'WHERE code IN (1, "2", 3)',
  'WHERE null IN ("x", 5)',
  'WHERE source.ip : "10.0.0.0/8"',
  'WHERE MATCH(code, "four")',
  'WHERE code : true',
  'WHERE code LIKE "4*"',
  'WHERE source.ip RLIKE "10.*"',
  'WHERE user.name RLIKE "a("',
  'WHERE user.name RLIKE "x(a|0>&1|b)"',
  'WHERE user.name RLIKE """x(a|0>&1|b)"""',
  'WHERE user.name RLIKE ("a", "b&c")',
  'WHERE user.name RLIKE "*a"',
  'WHERE user.name RLIKE "\\\\d|~(@)"',
  'WHERE KQL("""user.name : anna or user.nmae : "x" and (""")',
  'STATS a = SAMPLE(user.name, 3)',
  'WHERE user.name LIKE "a\\\\"',
  'EVAL a = user.name + "x"',
  'EVAL a = user.name + code',
  'EVAL a = -user.name',
  'EVAL a = @timestamp - @timestamp',
  'EVAL a = @timestamp * 2',
  'EVAL a = @timestamp + 1',
  'EVAL a = 5 % "2"',
  'EVAL a = 1 day',
  'EVAL a = 99999999999 days + @timestamp',
  'EVAL a = code::inet',
  'EVAL a = code::itn',
  'EVAL a = code::date_nanos',
  'EVAL a = user.name::geo_point',
  'EVAL a = @timestamp + user.name::date_period',
  'EVAL a = @timestamp + "soon"::time_duration',
  'SORT 1 day',
  // Aggregates
  'STATS a = code',
  'STATS a = code BY code',
  'STATS a = 5',
  'STATS a = code WHERE allowed',
  'STATS a = MAX(size) + code',
  'STATS a = MAX(size) + code BY user.name',
  'STATS a = MAX(MIN(size))',
  'STATS a = SUM(user.name)',
  'STATS a = MAX(*)',
  'STATS a = MAX()',
  'STATS a = COUNT(*) WHERE user.name',
  'STATS a = COUNT(*) BY MAX(size)',
  'STATS a = COUNT(*) BY 1 day',
  'STATS code = MAX(size) BY code',
  'STATS a = MAX(size), a = MIN(size)',
  // Patterns
  'GROK code "%{WORD:a}"',
  'GROK user.name "%{NUMBER:a:number}"',
  'DISSECT code "%{a}"',
  'DISSECT user.name "nothing"',
  'DISSECT user.name "%{*a} %{&a}"',
  // All at once
  'WHERE cod == 1 AND user.name > 5 | EVAL a = TO_LOVER(x), b = size + "x" | KEEP z | WHERE b = 1 | LIMIT x',
  'COMPLETION answer = user.name WITH {"inference_id": "x"} | WHERE answer == "yes" | EVAL a = TO_LOVER(answer)',
];

/** Whole queries over audit events. */
const ofEvents = [
  'FROM logs-kubernetes.audit_logs-* | WHERE kubernetes.audit.vreb == "get"',
  'FROM logs-kubernetes.audit_logs-* | WHERE verb == "get"',
  'FROM logs-kubernetes.audit_logs-* | WHERE kubernetes.audit.objectRef == "pods"',
  'FROM logs-kubernetes.audit_logs-* | WHERE kubernetes.audit.requestObject.spec.replicas > 3',
  'FROM logs-kubernetes.audit_logs-* | WHERE host.name == "a"',
  'FROM logs-kubernetes.audit_logs-* METADATA _ids, _source | KEEP _ids',
  'FROM logs-kubernetes.audit_logs-* | WHERE KQL("kubernetes.audit.vreb : get")',
  'SHOW INFO',
  'TS metrics | STATS c = COUNT(*)',
  'ROW a = 1 | WHERE KQL("user.name : anna")',
  'ROW a = b, c = MAX(1)',
];

describe('problems', () => {
  it('of meaning', async () => {
    const report = mistakes.map((text) => {
      const query = `FROM logs | ${text}`;
      return `### ${text}\n${rendered(query, planned(query).problems)}`;
    });
    await expect(report.join('\n')).toMatchFileSnapshot('golden/meaning-problems.txt');
  });

  it('of meaning, over audit events', async () => {
    const schema = auditSchema(auditReader());
    const report = ofEvents.map((text) => `### ${text}\n${rendered(text, planned(text, schema).problems)}`);
    await expect(report.join('\n')).toMatchFileSnapshot('golden/event-problems.txt');
  });

  it('are there for every mistake', () => {
    expect(mistakes.filter((text) => planned(`FROM logs | ${text}`).problems.length === 0)).toEqual([]);
  });
});
