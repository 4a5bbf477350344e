/** What filters imply, beside what they mean: conditions over events as strange as they come. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emitModule } from '../../../src/compile/codegen/emit-module.ts';
import { auditSchema } from '../../../src/compile/esql/check/schema.ts';
import { compileEsql } from '../../../src/compile/esql/compile-esql.ts';
import { stageOf } from '../../../src/compile/stage.ts';
import type { RuleSet } from '../../../src/match/rule-set.ts';
import type { EsqlRule } from '../../../src/rule.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';
import { headOf } from '../../../src/schema/head.ts';
import { loadModule, runtime } from '../../load-module.ts';
import { planOf } from './planned.ts';
import { runPlan } from './run-plan.ts';

const texts = fc.constantFrom(
  '"get"',
  '"list"',
  '"kubectl/v1"',
  '"10.0.0.1"',
  '""',
  '"allow"',
  'null',
  '"a*"',
);
const names = fc.constantFrom(
  'kubernetes.audit.verb',
  'kubernetes.audit.objectRef.subresource',
  'kubernetes.audit.userAgent',
  'kubernetes.audit.sourceIPs',
  'kubernetes.audit.user.groups',
  'user.name',
  '`kubernetes.audit.annotations.authorization_k8s_io/decision`',
  'event.dataset',
  'host.name',
);
const leaf = fc.oneof(
  fc.tuple(names, fc.constantFrom('==', '!=', '<', '>='), texts).map((parts) => parts.join(' ')),
  fc.tuple(texts, fc.constantFrom('==', '<'), names).map((parts) => parts.join(' ')),
  fc.tuple(names, fc.constantFrom('IS NULL', 'IS NOT NULL')).map((parts) => parts.join(' ')),
  fc
    .tuple(names, fc.constantFrom('IN', 'NOT IN'), fc.array(texts, { minLength: 1, maxLength: 3 }))
    .map(([name, word, list]) => `${name} ${word} (${list.join(', ')})`),
  fc
    .tuple(
      names,
      fc.constantFrom('LIKE', 'NOT LIKE'),
      fc.constantFrom('"*"', '"k*"', '"g?t"', '"*0*1"', '"get"'),
    )
    .map((parts) => parts.join(' ')),
  fc
    .tuple(names, fc.constantFrom('"g.t"', '"[a-z]+"', '".*"'))
    .map(([name, text]) => `${name} RLIKE ${text}`),
  fc.tuple(names, texts).map(([name, text]) => `STARTS_WITH(${name}, ${text})`),
  fc
    .tuple(fc.constantFrom('==', '!=', '<', '>='), fc.constantFrom('200', '403', '200.5', 'null'))
    .map(([op, number]) => `kubernetes.audit.responseStatus.code ${op} ${number}`),
  fc.constantFrom(
    'kubernetes.audit.responseStatus.code IN (200, 403)',
    'source.ip IS NULL',
    'source.ip IS NOT NULL',
    'source.ip == "10.0.0.1"',
    'TO_STRING(source.ip) IN ("10.0.0.1")',
    'LENGTH(user.name) > 3',
    'harrier.dry_run',
    'KQL("kubernetes.audit.verb: get")',
    'true',
    'null',
  ),
);
const conditions = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    fc
      .tuple(tie('condition'), fc.constantFrom('AND', 'OR'), tie('condition'))
      .map((parts) => `(${parts.join(' ')})`),
    tie('condition').map((of) => `NOT (${of})`),
  ),
})).condition;

const value = fc.constantFrom('get', 'list', 'kubectl/v1', '10.0.0.1', '10.0.0.2', '', 'allow', 'a*', 'é');
const values = fc.oneof(value, fc.array(value, { maxLength: 2 }), fc.constant(null));
const events: fc.Arbitrary<JsonObject> = fc.record(
  {
    verb: value,
    userAgent: value,
    sourceIPs: values,
    user: fc.record({ username: value, groups: values }, { requiredKeys: [] }),
    objectRef: fc.record({ subresource: value }, { requiredKeys: [] }),
    responseStatus: fc.record({ code: fc.constantFrom(200, 403, 500) }, { requiredKeys: [] }),
    annotations: fc.record({ 'authorization.k8s.io/decision': value }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;

const rule = {
  type: 'esql',
  id: 'rule',
  name: 'Rule',
  source: 'rule.toml',
  schedule: { every: 1, lookback: 1 },
} as EsqlRule;
const reader = auditReader();

describe('the predicate of a filter', () => {
  it('holds for every event of which rows are left and, where it is said to be exact, for no other', async () => {
    const written = [
      ...fc
        .sample(names, { numRuns: 40, seed: 3 })
        .flatMap((name) => [`${name} != ""`, `NOT ${name} IN ("", "get")`]),
      ...fc.sample(conditions, { numRuns: 400, seed: 7 }),
    ];
    const given = fc
      .sample(events, { numRuns: 250, seed: 11 })
      .map((event, index) => ({ ...event, auditID: `event-${index}` }));
    let isExact = 0;
    for (const condition of written) {
      const text = `FROM logs-* METADATA _id | WHERE ${condition} | KEEP _id`;
      const { query } = compileEsql(text, reader);
      if (query === undefined) throw new Error(text);
      const stage = { ...stageOf(query.predicate, [], [], reader), query };
      const { ruleSet } = (await loadModule(emitModule([{ rule, stages: [stage] }], runtime))) as {
        ruleSet: RuleSet;
      };
      if (query.isExact) isExact++;
      const found = given.filter((event) => {
        const head = headOf(event);
        const context = { origin: { source: '' }, now: 0 };
        return ruleSet.candidates(event, head).some(({ test }) => test(event, context, head));
      });
      const { rows } = await runPlan(planOf(text, auditSchema(reader)), given);
      expect(
        found.map(({ auditID }) => auditID),
        condition,
      ).toEqual(rows.map(([id]) => id));
    }
    // Else nothing of dispatch would be tested.
    expect(isExact).toBeGreaterThan(50);
  }, 120_000);
});
