import { describe, expect, it } from 'vitest';
import type { EsqlAggregate } from '../../../../src/query/esql/aggregate.ts';
import { orderOf } from '../../../../src/query/esql/order.ts';
import { CallSites } from '../../../../src/query/esql/run/call-sites.ts';
import { evaluate, expand, limit, where } from '../../../../src/query/esql/run/each-row.ts';
import { extract } from '../../../../src/query/esql/run/extract.ts';
import { type Operator, pipeline, Rows } from '../../../../src/query/esql/run/operator.ts';
import { sort } from '../../../../src/query/esql/run/sort.ts';
import { inlineStats, stats } from '../../../../src/query/esql/run/stats.ts';
import type { EsqlType, EsqlValue } from '../../../../src/query/esql/value.ts';

function run(operators: readonly Operator[], rows: readonly (readonly EsqlValue[])[]) {
  const last = new Rows();
  const first = pipeline(operators, last);
  for (const row of rows) if (!first.isFull) first.take([...row]);
  first.end();
  return last.taken();
}

const at = (slot: number) => (row: readonly EsqlValue[]) => row[slot] ?? null;

function by(slot: number, type: EsqlType, descending = false, nullsFirst = descending) {
  return { of: at(slot), compare: orderOf(type), descending, nullsFirst };
}

describe('commands that look at each row by itself', () => {
  it('keeps rows whose condition is true', () => {
    expect(run([where((r) => r[0] === true)], [[true], [false], [null]])).toEqual([[true]]);
  });

  it('writes into rows', () => {
    const change: Operator = evaluate((r) => {
      r[1] = Number(r[0]) + 1;
    });
    expect(run([change], [[1, null]])).toEqual([[1, 2]]);
  });

  it('makes a row of each value', () => {
    expect(
      run(
        [expand(0, 1)],
        [
          [[3, 4, 3], null, 'x'],
          [null, null, 'y'],
          [5, null, 'z'],
        ],
      ),
    ).toEqual([
      [[3, 4, 3], 3, 'x'],
      [[3, 4, 3], 4, 'x'],
      [[3, 4, 3], 3, 'x'],
      [null, null, 'y'],
      [5, 5, 'z'],
    ]);
  });

  it('stops asking for rows once there are enough', () => {
    const seen: EsqlValue[] = [];
    const watch = evaluate((r) => {
      seen.push(r[0] ?? null);
    });
    expect(run([watch, limit(2)], [[1], [2], [3], [4]])).toEqual([[1], [2]]);
    expect(seen).toEqual([1, 2]);
    expect(run([limit(0)], [[1]])).toEqual([]);
  });

  it('puts together what a pattern finds in each value', () => {
    const word = (text: string) => {
      const [, a, b] = /^(\w+) (\w+)?$/.exec(text) ?? [];
      return a === undefined ? undefined : { a, b: b ?? null };
    };
    const operator = extract(at(0), word, [
      ['a', 1],
      ['b', 2],
    ]);
    expect(
      run(
        [operator],
        [
          ['x y', 'old', 'old'],
          [['p q', 'none', 'r '], null, null],
          ['none', 'old', 'old'],
          [null, 'old', 'old'],
        ],
      ),
    ).toEqual([
      ['x y', 'x', 'y'],
      [['p q', 'none', 'r '], ['p', 'r'], 'q'],
      ['none', null, null],
      [null, null, null],
    ]);
  });
});

describe('SORT', () => {
  const rows = [[2], [null], [[9, 1]], [3]];

  it('goes by the smallest of several values, or descending by the largest', () => {
    expect(run([sort(by(0, 'integer'))], rows)).toEqual([[[9, 1]], [2], [3], [null]]);
    expect(run([sort(by(0, 'integer', true))], rows)).toEqual([[null], [[9, 1]], [3], [2]]);
  });

  it('puts nulls where it is told', () => {
    expect(run([sort(by(0, 'integer', false, true))], rows)[0]).toEqual([null]);
    expect(run([sort(by(0, 'integer', true, false))], rows).at(-1)).toEqual([null]);
  });

  it('leaves rows that are equal as they came, and goes by further keys', () => {
    const pairs = [
      ['b', 1],
      ['a', 2],
      ['b', 3],
      ['a', 4],
    ];
    const first = [...pairs.filter(([k]) => k === 'a'), ...pairs.filter(([k]) => k === 'b')];
    expect(run([sort(by(0, 'keyword'))], pairs)).toEqual(first);
    expect(run([sort(by(0, 'keyword'), by(1, 'integer', true))], pairs).map((r) => r[1])).toEqual([
      4, 2, 3, 1,
    ]);
  });

  it('orders each type as Elasticsearch does', () => {
    const sorted = (type: EsqlType, values: EsqlValue[]) =>
      run(
        [sort(by(0, type))],
        values.map((value) => [value]),
      ).map(([value]) => value);
    expect(sorted('keyword', ['\u{1f600}', '\uff5e', 'a'])).toEqual(['a', '\uff5e', '\u{1f600}']);
    expect(sorted('version', ['1.10', '1.9', '1.9-rc1'])).toEqual(['1.9-rc1', '1.9', '1.10']);
    expect(sorted('ip', ['fe80::1', '10.0.0.9', '9.9.9.9', '::1'])).toEqual([
      '::1',
      '9.9.9.9',
      '10.0.0.9',
      'fe80::1',
    ]);
    expect(sorted('long', [9007199254740993n, 1, 9007199254740992])).toEqual([
      1,
      9007199254740992,
      9007199254740993n,
    ]);
    expect(sorted('boolean', [true, false])).toEqual([false, true]);
  });
});

/** Counts the rows that it is given with a value. */
const count: EsqlAggregate = {
  name: 'COUNT',
  parameters: [],
  result: () => 'long',
  at: () => {
    let rows = 0;
    return {
      add: ([value = null]) => {
        if (value !== null) rows++;
      },
      result: () => rows,
    };
  },
  moves: 'up',
  examples: [],
  doc: '',
};

function counting(slot: number, of: number, condition?: (row: readonly EsqlValue[]) => boolean) {
  const make = new CallSites().aggregate(count, {
    types: ['keyword'],
    type: 'long',
    constants: [undefined],
    start: 0,
    end: 5,
  });
  return {
    slot,
    make,
    args: (row: readonly EsqlValue[]) => [at(of)(row)],
    ...(condition && { where: condition }),
  };
}

describe('STATS', () => {
  it('makes a row of each group, null being one, in the order in which they come', () => {
    expect(
      run(
        [stats(4, [counting(2, 1)], [{ slot: 3, of: at(0) }])],
        [
          ['b', 1, null, null],
          [null, 1, null, null],
          ['b', null, null, null],
          ['a', 1, null, null],
        ],
      ),
    ).toEqual([
      [null, null, 1, 'b'],
      [null, null, 1, null],
      [null, null, 1, 'a'],
    ]);
  });

  it('counts a row in a group for each choice of values, once', () => {
    const groups = stats(
      5,
      [counting(2, 2)],
      [
        { slot: 3, of: at(0) },
        { slot: 4, of: at(1) },
      ],
    );
    expect(run([groups], [[['a', 'b', 'a'], [1, 2], 'x', null, null]])).toEqual([
      [null, null, 1, 'a', 1],
      [null, null, 1, 'a', 2],
      [null, null, 1, 'b', 1],
      [null, null, 1, 'b', 2],
    ]);
  });

  it('tells apart values that look alike', () => {
    const groups = stats(
      4,
      [counting(2, 2)],
      [
        { slot: 0, of: at(0) },
        { slot: 1, of: at(1) },
      ],
    );
    const rows = [
      ['1', 'x'],
      [1, 'x'],
      [null, 'x'],
      ['null', 'x'],
      [9007199254740993n, 'x'],
      ['9007199254740993', 'x'],
      ['a","b', 'c'],
      ['a', 'b","c'],
    ].map((row) => [...row, 'y', null]);
    expect(run([groups], rows)).toHaveLength(rows.length);
  });

  it('gives one row of no rows without BY, and none with it', () => {
    expect(run([stats(1, [counting(0, 0)], [])], [])).toEqual([[0]]);
    expect(run([stats(2, [counting(0, 0)], [{ slot: 1, of: at(1) }])], [])).toEqual([]);
  });

  it('leaves out rows for which an aggregate’s condition is not true', () => {
    const aggregates = [counting(1, 0), counting(2, 0, (row) => row[0] === 'a')];
    expect(run([stats(3, aggregates, [])], [['a'], ['b'], ['a']])).toEqual([[null, 3, 2]]);
  });
});

describe('INLINE STATS', () => {
  it('keeps rows, and gives each what its group has', () => {
    expect(
      run(
        [inlineStats([counting(2, 1)], [{ slot: 3, of: at(0) }])],
        [
          ['a', 1, null, null],
          ['b', 1, null, null],
          ['a', 1, null, null],
          [null, 1, null, null],
        ],
      ),
    ).toEqual([
      ['a', 1, 2, 'a'],
      ['b', 1, 1, 'b'],
      ['a', 1, 2, 'a'],
      [null, 1, 1, null],
    ]);
  });

  it('gives a row with several values of a key what each of its groups has, as a list', () => {
    expect(
      run(
        [inlineStats([counting(2, 1)], [{ slot: 0, of: at(0) }])],
        [
          [['a', 'b'], 1, null],
          ['b', 1, null],
        ],
      ),
    ).toEqual([
      [['a', 'b'], 1, [1, 2]],
      ['b', 1, 2],
    ]);
  });
});

describe('warnings', () => {
  it('keeps the first 20 reasons of a place, counted, by place in the query', () => {
    const sites = new CallSites();
    const late = sites.warnings.at(30, 40);
    const early = sites.warnings.at(5, 9);
    for (let index = 0; index < 25; index++) late(`reason ${index}`);
    late('reason 0');
    early('several values');
    const list = sites.warnings.list();
    expect(list[0]).toEqual({ start: 5, end: 9, reason: 'several values', count: 1 });
    expect(list).toHaveLength(22);
    expect(list[1]).toEqual({ start: 30, end: 40, reason: 'reason 0', count: 2 });
    expect(list.at(-1)).toEqual({ start: 30, end: 40, reason: 'more of other reasons', count: 5 });
    expect(sites.warnings.count).toBe(27);
  });
});
