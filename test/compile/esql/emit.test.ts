/** Plans as the checker makes them, made by hand. */
import { describe, expect, it } from 'vitest';
import type { Column, Plan, PlanCommand, PlanExpression } from '../../../src/compile/esql/plan.ts';
import * as runtimeExports from '../../../src/match/esql-runtime.ts';
import { aggregates, esqlAggregates } from '../../../src/query/esql/aggregates/index.ts';
import { esqlFunctions, functions } from '../../../src/query/esql/functions/index.ts';
import type { EsqlType, EsqlValue } from '../../../src/query/esql/value.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';
import { documentReader } from '../../../src/schema/document-reader.ts';
import { runPlan } from './run-plan.ts';

const span = { start: 0, end: 1 };

function literal(value: EsqlValue, type: EsqlType): PlanExpression {
  return { kind: 'literal', value, type, span };
}

function column(slot: number, name: string, type: EsqlType): Column {
  return { slot, name, type };
}

function of(of: Column): PlanExpression {
  return { kind: 'column', column: of, type: of.type, span };
}

function call(name: string, ...args: readonly PlanExpression[]): PlanExpression {
  const called = esqlFunctions.get(name);
  const type = called?.result(args.map((arg) => arg.type));
  if (called === undefined || type === undefined) throw new Error(`no such call of ${name}`);
  return { kind: 'call', function: called, args, type, span };
}

function plan(
  commands: readonly Omit<PlanCommand, 'span'>[],
  columns: readonly Column[],
  width: number,
): Plan {
  return { commands: commands.map((each) => ({ ...each, span }) as PlanCommand), columns, width };
}

const [a, b, c, d] = [
  column(0, 'a', 'integer'),
  column(1, 'b', 'keyword'),
  column(2, 'c', 'long'),
  column(3, 'd', 'boolean'),
] as const;

it('can import every function and aggregate', () => {
  const exported = new Set<unknown>(Object.values(runtimeExports));
  const missing = [...functions, ...aggregates].filter((each) => !exported.has(each));
  expect(missing.map(({ name }) => name)).toEqual([]);
});

describe('rows', () => {
  it('computes literals of every type, and what comes later from what came before', async () => {
    const row = {
      kind: 'row',
      of: [
        { column: a, expression: literal([1, 2], 'integer') },
        { column: b, expression: literal('it\'s "quoted"\u2028', 'keyword') },
        { column: c, expression: literal(9007199254740993n, 'long') },
        { column: d, expression: call('IS NULL', of(b)) },
      ],
    } as const;
    const { rows } = await runPlan(plan([row], [d, c, b, a], 4));
    expect(rows).toEqual([[false, 9007199254740993n, 'it\'s "quoted"\u2028', [1, 2]]]);
  });

  it('reads fields of documents by the types of their columns, and nothing else', async () => {
    const reader = documentReader();
    const from = {
      kind: 'from',
      patterns: ['employees'],
      fields: [a, b, c, d].map((each) => ({ column: each, field: reader.resolve(each.name) })),
      metadata: [{ column: column(4, '_id', 'keyword'), name: '_id', isKnown: true }],
    } as unknown as PlanCommand;
    const { rows } = await runPlan(plan([from], [a, b, c, d, column(4, '_id', 'keyword')], 5), [
      { a: [3, 1, 1], b: ['y', 'x', 'y'], c: '9223372036854775807', d: [true, 'false'], _id: 'one' },
      { a: 'none', b: '', c: null, d: 7 },
    ]);
    expect(rows).toEqual([
      [[1, 1, 3], ['x', 'y'], 9223372036854775807n, [false, true], 'one'],
      [null, null, null, null, null],
    ]);
  });

  it('asks conditions of KQL of the event', async () => {
    const reader = auditReader();
    const verb = reader.resolve('kubernetes.audit.verb');
    if (verb === undefined) throw new Error('no verb');
    const predicate = { kind: 'some', field: verb, test: { kind: 'keyword', values: ['get'] } } as const;
    const user = reader.resolve('user.name');
    const commands = [
      { kind: 'from', patterns: ['logs-*'], fields: [{ column: b, field: user }], metadata: [] },
      {
        kind: 'where',
        condition: call('AND', { kind: 'kql', predicate, type: 'boolean', span }, call('IS NOT NULL', of(b))),
      },
    ] as never;
    const { rows } = await runPlan(plan(commands, [b], 4), [
      { verb: 'get', user: { username: 'alice' } },
      { verb: 'list', user: { username: 'bob' } },
      { verb: 'get' },
    ]);
    expect(rows).toEqual([['alice']]);
  });
});

describe('expressions', () => {
  const divided = call('/', literal(1, 'integer'), of(a));
  const one = (expression: PlanExpression, value: EsqlValue, result = column(2, 'r', expression.type)) =>
    plan(
      [
        { kind: 'row', of: [{ column: a, expression: literal(value, 'integer') }] } as never,
        { kind: 'eval', of: [{ column: result, expression }] } as never,
      ],
      [result],
      3,
    );

  it('tells what cannot be computed, with its place', async () => {
    const { rows, warnings } = await runPlan(one({ ...divided, span: { start: 12, end: 17 } }, 0));
    expect(rows).toEqual([[null]]);
    expect(warnings).toMatchObject([{ start: 12, end: 17, count: 1 }]);
  });

  it('computes no value of CASE and COALESCE that is not chosen', async () => {
    const isZero = call('==', of(a), literal(0, 'integer'));
    const guarded = call('CASE', isZero, literal(7, 'integer'), divided);
    expect(await runPlan(one(guarded, 0))).toEqual({ rows: [[7]], warnings: [] });
    const otherwise = call('CASE', call('NOT', isZero), literal(7, 'integer'));
    expect(await runPlan(one(otherwise, 0))).toEqual({ rows: [[null]], warnings: [] });
    const first = call('COALESCE', of(a), divided);
    expect(await runPlan(one(first, 0))).toEqual({ rows: [[0]], warnings: [] });
  });

  it('leaves what is to become of another type to the function', async () => {
    const wider = call('CASE', call('==', of(a), literal(0, 'integer')), literal(1.5, 'double'), of(a));
    expect((await runPlan(one(wider, 3))).rows).toEqual([[3]]);
  });

  it('warns of a condition with several values', async () => {
    const several = call(
      'CASE',
      literal([true, false], 'boolean'),
      literal(1, 'integer'),
      literal(2, 'integer'),
    );
    const { rows, warnings } = await runPlan(one(several, 0));
    expect(rows).toEqual([[2]]);
    expect(warnings).toHaveLength(1);
  });

  it('says what NOW() is', async () => {
    expect((await runPlan(one(call('NOW'), 0), [{}], 1234)).rows).toEqual([[1234]]);
  });
});

describe('groups', () => {
  it('aggregates, sorts and limits', async () => {
    const reader = documentReader();
    const [count, sum] = [esqlAggregates.get('COUNT'), esqlAggregates.get('SUM')];
    const commands = [
      {
        kind: 'from',
        patterns: ['x'],
        fields: [a, b].map((each) => ({ column: each, field: reader.resolve(each.name) })),
        metadata: [],
      },
      {
        kind: 'stats',
        inline: false,
        aggregates: [
          { column: c, aggregate: count, args: [], span },
          {
            column: column(4, 's', 'long'),
            aggregate: sum,
            args: [of(a)],
            where: call('>', of(a), literal(1, 'integer')),
            span,
          },
        ],
        by: [{ column: b, expression: of(b) }],
      },
      { kind: 'sort', by: [{ expression: of(c), descending: true, nullsFirst: true }] },
      { kind: 'limit', count: 2 },
      { kind: 'project', of: [{ from: b, to: column(5, 'group', 'keyword') }] },
    ] as never;
    const { rows } = await runPlan(
      plan(commands, [column(5, 'group', 'keyword'), c, column(4, 's', 'long')], 6),
      [
        { a: 1, b: 'x' },
        { a: 2, b: ['y', 'x'] },
        { a: 3, b: 'x' },
        { a: 3, b: 'z' },
        { a: 5, b: 'y' },
      ],
    );
    expect(rows).toEqual([
      ['x', 3, 5],
      ['y', 2, 7],
    ]);
  });
});
