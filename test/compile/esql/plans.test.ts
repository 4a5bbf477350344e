/** Golden file of checked queries, and what holds of all of them. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditSchema, documentSchema } from '../../../src/compile/esql/check/schema.ts';
import type { Column, Plan, PlanCommand, PlanExpression } from '../../../src/compile/esql/plan.ts';
import { planEsql } from '../../../src/compile/esql/plan-esql.ts';
import { printEsql } from '../../../src/compile/esql/print.ts';
import type { EsqlFunction } from '../../../src/query/esql/function.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';
import { queries } from '../../reference/arbitrary-esql.ts';
import { sharedData } from '../../shared-data.ts';
import { planned, planOf, registry, shownPlan, types } from './planned.ts';

const shown = [
  'FROM logs | KEEP user.name',
  'FROM logs-*, "more,-less" METADATA _id | WHERE code == 200 AND (user.name == "a" OR size > 5 OR NOT allowed) | KEEP _id',
  'FROM logs | WHERE @timestamp >= "2024-01-31" AND source.ip == "10.0.0.1" AND node.version > "1.2" | KEEP code',
  'FROM logs | WHERE source.ip IN ("10.0.0.1", "::1") AND "10.0.0.2" != source.ip AND allowed == "true" | KEEP code',
  'FROM logs | WHERE code IN (1, 2.5, null) AND user.name NOT IN ("a") | KEEP code',
  'FROM logs | WHERE user.name LIKE ("a*", "b?") AND user.agent RLIKE "c.*" AND user.id : "d" | KEEP code',
  'FROM logs | WHERE source.ip : "::1" AND MATCH(code, "5") AND user.agent : "a" AND @timestamp : "2024-01-31" | KEEP code',
  'FROM logs | WHERE code IS NULL OR size IS NOT NULL | KEEP code',
  'FROM logs | WHERE @timestamp > NOW() - 1 day AND @timestamp < NOW() | KEEP code',
  'FROM logs | WHERE KQL("user.name : anna") | KEEP code',
  'ROW a = 1 + 2 * 3, b = CONCAT("x", "y"), c = -5::string, d = "2024-01-31"::date + 1 month, e = 9223372036854775807 + 1',
  'ROW a = [1, 2.5], b = ["x"], c = TO_LOWER(["X", "Y"]) | EVAL d = MV_CONCAT(c, ",")',
  'ROW a = [9007199254740993, 0.5], b = "2024-01-31"::date + 1 quarter + 1 week, c = 3, d = 5 | EVAL e = ROUND(d, c) | STATS f = COUNT_DISTINCT(d, c)',
  'FROM logs METADATA _id, _id | WHERE "10.0.0.1" IN (source.ip, "::1") | KEEP _id',
  'FROM logs | EVAL code = 5, pattern = "yyyy" | EVAL a = DATE_FORMAT(pattern, @timestamp) | STATS v = TOP(a, code, "asc")',
  'FROM logs | EVAL a = code + 1, code = a * 2 | WHERE code > 5 | KEEP code, a',
  'FROM logs | RENAME user.name AS name, code AS status | WHERE name == "a" | DROP s* | KEEP name',
  'FROM logs | DROP code, user.* | SORT size DESC, ratio NULLS FIRST, @timestamp DESC NULLS LAST | LIMIT 3',
  'FROM logs | STATS c = COUNT(*), MAX(size) WHERE allowed BY user.name, code % 2',
  'FROM logs | STATS r = MAX(size) - MIN(size), CASE(code == 2, 10, 1) * SUM(size) BY code | SORT r',
  'FROM logs | STATS a = COUNT(*) WHERE l > 5, b = MAX(l) + LENGTH(MAX(x)) BY l = code + 1, x = user.name',
  'FROM logs | STATS a = AVG(size) WHERE code > 1 BY hour = DATE_TRUNC(1 hour, @timestamp) | WHERE a > 3',
  'FROM logs | KEEP code, size | INLINE STATS m = MAX(size), n = MAX(size) + 1 BY code | WHERE size == m',
  'ROW a = [1, 2], b = [3, 4] | MV_EXPAND a | MV_EXPAND b | EVAL c = a + b',
  'FROM logs | DISSECT user.name "%{a}-%{+b} %{+b}" APPEND_SEPARATOR = "," | GROK a "%{NUMBER:n:int}", "%{WORD:w}" | KEEP n, w, b',
];

/** Fields that no mapping lists are read as what they are used as. */
const ofEvents = [
  'WHERE kubernetes.audit.requestObject.a > 3 AND kubernetes.audit.requestObject.a == "x" AND kubernetes.audit.requestObject.b',
  'WHERE 1.5 < kubernetes.audit.requestObject.a AND kubernetes.audit.requestObject.b IN (1, 2) AND 5 IN (kubernetes.audit.requestObject.c)',
  'EVAL a = -kubernetes.audit.requestObject.a, b = kubernetes.audit.requestObject.b + 1, c = MV_SUM(kubernetes.audit.requestObject.c) | KEEP a, b, c',
  'EVAL a = kubernetes.audit.requestObject.a - 1 day, b = TO_LOWER(kubernetes.audit.requestObject.a) | KEEP a, b',
  'RENAME kubernetes.audit.requestObject.a AS a | KEEP a | WHERE a > 3 | EVAL b = a | STATS c = SUM(a), d = MAX(a) BY b',
].map((text) => `FROM logs-* | ${text} | LIMIT 5 | EVAL x = 1 | KEEP x`);

describe('a checked query', () => {
  it('looks like this', async () => {
    const schema = auditSchema(auditReader());
    const all = [
      ...shown.map((text) => `### ${text}\n${shownPlan(planOf(text))}`),
      ...ofEvents.map((text) => `### ${text}\n${shownPlan(planOf(text, schema))}`),
    ];
    await expect(all.join('\n')).toMatchFileSnapshot('golden/plans.txt');
  });

  it('reads of an event what it asks for alone', () => {
    const text = `FROM logs-* METADATA _id, _index
      | WHERE kubernetes.audit.verb == "get" AND kubernetes.audit.requestObject.spec.x == "y"
      | EVAL a = user.name | STATS c = COUNT(*) BY a, kubernetes.audit.objectRef.name`;
    const { commands, width } = planOf(text, auditSchema(auditReader()));
    const [from] = commands;
    expect(from?.kind === 'from' && from.fields.map(({ column }) => column.name).sort()).toEqual([
      'kubernetes.audit.objectRef.name',
      'kubernetes.audit.requestObject.spec.x',
      'kubernetes.audit.verb',
      'user.name',
    ]);
    expect(width).toBe(10);
  });

  it('keeps of what events can have what they have', () => {
    const schema = auditSchema(auditReader(), ['user.name', 'kubernetes.audit.verb', 'user.name']);
    const columns = (text: string) => planOf(text, schema).columns.map(({ name }) => name);
    expect(columns('FROM logs-*')).toEqual(['kubernetes.audit.verb', 'user.name']);
    expect(columns('FROM logs-* | KEEP user.*, user_agent.*')).toEqual(['user.name']);
    expect(columns('FROM logs-* | KEEP user_agent.original')).toEqual(['user_agent.original']);
    expect(columns('FROM logs-* | WHERE user_agent.original == "x"')).toEqual([
      'kubernetes.audit.verb',
      'user.name',
    ]);
    expect(columns('FROM logs-* | EVAL user_agent.x = user_agent.original | KEEP user_agent.*')).toEqual([
      'user_agent.x',
    ]);
    expect(planned('FROM logs-* | KEEP usr.*', schema).plan).toBeUndefined();
  });

  it('refers to columns that are there, and makes each of them once', () => {
    for (const text of shown) expect(flaws(planOf(text)), text).toEqual([]);
    const schema = auditSchema(auditReader());
    for (const text of ofEvents) expect(flaws(planOf(text, schema)), text).toEqual([]);
  });

  it('is sound, or there is a reason, whatever the query', () => {
    const reader = auditReader();
    fc.assert(
      fc.property(queries, fc.boolean(), (tree, ofEvents) => {
        const text = printEsql(tree);
        const { plan, problems } = planned(text, ofEvents ? auditSchema(reader) : undefined);
        if (plan === undefined) expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
        else expect(flaws(plan)).toEqual([]);
        for (const { span, message } of problems) {
          expect(message).not.toMatch(/undefined/);
          expect(span?.start).toBeLessThanOrEqual(span?.end ?? 0);
          expect(span?.end).toBeLessThanOrEqual(text.length + 1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  const folder = sharedData('elasticsearch-cases/esql');
  it.skipIf(folder === undefined)('is sound for each of Elasticsearch’s cases', () => {
    const cases = JSON.parse(readFileSync(`${folder}/cases.json`, 'utf8')) as readonly {
      readonly dataset: string | null;
      readonly query: string;
    }[];
    const plans = cases.flatMap(({ dataset, query }) => {
      const file = `${folder}/datasets/${dataset}.types.json`;
      const types = dataset === null ? {} : JSON.parse(readFileSync(file, 'utf8'));
      return planned(query, documentSchema(types)).plan ?? [];
    });
    expect(plans.length).toBeGreaterThan(200);
    for (const plan of plans) expect(flaws(plan)).toEqual([]);
  });
});

describe('checking', () => {
  /** How often functions are asked for something. */
  function asked(text: string): number {
    let count = 0;
    const counted = new Map(
      [...registry.functions].map(([name, of]): [string, EsqlFunction] => [
        name,
        {
          ...of,
          result: (types) => {
            count++;
            return of.result(types);
          },
          at: (site) => {
            count++;
            return of.at(site);
          },
        },
      ]),
    );
    const { plan } = planEsql(text, documentSchema(types), { ...registry, functions: counted });
    expect(plan).toBeDefined();
    return count;
  }

  const each = (size: number, of: (index: number) => string, separator: string) =>
    Array.from({ length: size }, (_, index) => of(index)).join(separator);

  it.each<[string, (size: number) => string]>([
    ['conditions', (size) => `WHERE ${each(size, (index) => `code == ${index}`, ' OR ')}`],
    ['lists', (size) => `WHERE user.name IN (${each(size, (index) => `"v${index}"`, ', ')})`],
    ['sums', (size) => `EVAL a = ${each(size, (index) => `code % ${index + 1}`, ' + ')}`],
    ['columns', (size) => `EVAL ${each(size, (index) => `a${index} = code + ${index}`, ', ')}`],
    [
      'aggregates',
      (size) => `STATS ${each(size, (index) => `a${index} = MAX(size) + ${index}`, ', ')} BY code % 7`,
    ],
    ['keys', (size) => `STATS MAX(size) BY ${each(size, (index) => `code % ${index + 1}`, ', ')}`],
    ['commands', (size) => each(size, () => 'EVAL code = code + 1', ' | ')],
  ])('asks functions for no more than there are %s', (_what, of) => {
    const [small, large] = [asked(`FROM logs | ${of(50)}`), asked(`FROM logs | ${of(200)}`)];
    expect(large / Math.max(small, 1)).toBeLessThan(4.4);
  });

  // What takes time with the square of what is there would not end here.
  it('takes long queries', () => {
    const many = Array.from({ length: 3000 }, (_, index) => index);
    const values = many.map((each) => `"v${each}"`).join(', ');
    planOf(`FROM logs | WHERE user.name IN (${values}) | KEEP code`);
    planOf(`FROM logs | WHERE ${many.map((each) => `code == ${each}`).join(' OR ')}`);
    planOf(`FROM logs | EVAL ${many.map((each) => `a${each} = code + ${each}`).join(', ')} | KEEP a*`);
    planOf(
      `FROM logs | STATS ${many.map((each) => `a${each} = MAX(size) + ${each}`).join(', ')} BY code % 7`,
    );
    planOf(`FROM logs | WHERE ${'('.repeat(190)}${'code + '.repeat(190)}1 > 2${')'.repeat(190)}`);
    planOf(`FROM logs${' | EVAL code = code + 1'.repeat(490)}`);
    const { problems } = planned(
      `FROM logs | EVAL ${many.map((each) => `a${each} = nmae${each}`).join(', ')}`,
    );
    expect(problems.length).toBe(3000);
  });
});

/** What is not as it has to be. */
function flaws({ commands, columns, width }: Plan): readonly string[] {
  const found: string[] = [];
  const made = new Set<number>();
  const make = ({ slot, name }: Column) => {
    if (made.has(slot)) found.push(`${name} is made twice`);
    if (slot >= width) found.push(`${name} has no place`);
    made.add(slot);
  };
  const use = ({ slot, name }: Column) => {
    if (!made.has(slot)) found.push(`${name} is not there`);
  };
  const look = (expression: PlanExpression): void => {
    if (expression.kind === 'column') use(expression.column);
    if (expression.kind === 'call') expression.args.forEach(look);
  };
  const visit = (command: PlanCommand): void => {
    switch (command.kind) {
      case 'from':
        for (const { column } of [...command.fields, ...command.metadata]) make(column);
        return;
      case 'row':
      case 'eval':
        for (const { column, expression } of command.of) {
          look(expression);
          make(column);
        }
        return;
      case 'where':
        look(command.condition);
        return;
      case 'stats':
        for (const { args, where } of command.aggregates) {
          args.forEach(look);
          if (where !== undefined) look(where);
        }
        for (const { expression } of command.by) look(expression);
        if (!command.inline) made.clear();
        for (const { column } of [...command.aggregates, ...command.by]) make(column);
        return;
      case 'project': {
        for (const { from } of command.of) use(from);
        made.clear();
        for (const { to } of command.of) make(to);
        return;
      }
      case 'mv-expand':
        use(command.from);
        make(command.to);
        return;
      case 'sort':
        for (const { expression } of command.by) look(expression);
        return;
      case 'grok':
      case 'dissect':
        look(command.input);
        for (const { column } of command.outputs) make(column);
    }
  };
  commands.forEach(visit);
  columns.forEach(use);
  return found;
}
