/** `STATS` and `INLINE STATS`. https://www.elastic.co/docs/reference/query-languages/esql/commands/stats-by */
import type { Call, Expression, Field, Stats } from '../../../src/compile/esql/ast.ts';
import { aggregates } from './aggregates.ts';
import { truthOf } from './condition.ts';
import { type Environment, evaluate } from './expression.ts';
import { environmentOf, type Row, type Table, withColumns } from './table.ts';
import { fitting, identity, nothing, Uncovered, type Value } from './value.ts';

interface Grouping {
  readonly name: string;
  readonly shape: string;
  readonly expression: Expression;
}

interface Group {
  readonly key: readonly Value[];
  readonly rows: Row[];
}

export function stats(command: Stats, table: Table, nameOf: (field: Field) => string, now: number): Table {
  const by = command.by
    .map(
      (field): Grouping => ({
        name: nameOf(field),
        shape: shapeOf(field.expression),
        expression: field.expression,
      }),
    )
    // The last of a name is the one that is seen.
    .filter(({ name }, index, all) => all.findLastIndex((other) => other.name === name) === index);
  const grouped = table.rows.map((row) => ({
    row,
    // What is grouped by has its name within aggregates, too.
    named: new Map([
      ...row,
      ...by.map(({ name, expression }) => [name, evaluate(expression, environmentOf(row, now))] as const),
    ]),
  }));
  const groups = new Map<string, Group>();
  if (by.length === 0) groups.set('[]', { key: [], rows: [] });
  for (const { named } of grouped) {
    for (const key of keysOf(by.map(({ name }) => named.get(name) ?? nothing))) {
      const id = idOf(key);
      const group = groups.get(id) ?? { key, rows: [] };
      groups.set(id, group);
      group.rows.push(named);
    }
  }
  const results = new Map([...groups].map(([id, group]) => [id, resultsOf(command, group, by, nameOf, now)]));
  const names = [...command.aggregates.map(nameOf), ...by.map(({ name }) => name)].filter(
    (name, index, all) => all.lastIndexOf(name) === index,
  );
  if (!command.inline) return { columns: names, rows: [...results.values()] };
  const rows = grouped.map(({ row, named }) => {
    const keys = keysOf(by.map(({ name }) => named.get(name) ?? nothing));
    if (keys.length > 1) throw new Uncovered('INLINE STATS by several values');
    return new Map([...row, ...(results.get(idOf(keys[0] ?? [])) ?? [])]);
  });
  return { columns: withColumns(table.columns, names), rows };
}

/** Each value is a group, and so is null: of several expressions each choice of a value of each. */
function keysOf(values: readonly Value[]): readonly (readonly Value[])[] {
  return values.reduce<readonly (readonly Value[])[]>(
    (keys, { type, of }) => {
      const each = of.length === 0 ? [{ type, of }] : of.map((one) => ({ type, of: [one] }));
      const once = [...new Map(each.map((value) => [idOf([value]), value] as const)).values()];
      return keys.flatMap((key) => once.map((value) => [...key, value]));
    },
    [[]],
  );
}

function idOf(key: readonly Value[]): string {
  return JSON.stringify(key.map(({ type, of: [one] }) => (one === undefined ? null : identity(one, type))));
}

/** The columns of a group's row. */
function resultsOf(
  command: Stats,
  group: Group,
  by: readonly Grouping[],
  nameOf: (field: Field) => string,
  now: number,
): Row {
  const keyOf = (index: number) => group.key[index] ?? nothing;
  const results = command.aggregates.map((field) => {
    const where = field.where;
    const rows = group.rows
      .map((row) => environmentOf(row, now))
      .filter((environment) => where === null || truthOf(evaluate(where, environment)) === true);
    const environment: Environment = {
      column: (name) => keyOf(by.findIndex((each) => each.name === name)),
      known: (expression) => {
        if (expression.kind === 'call' && isAggregate(expression.name.toUpperCase()))
          return aggregated(expression, rows);
        const index = by.findIndex(({ shape }) => shape === shapeOf(expression));
        return index === -1 ? undefined : keyOf(index);
      },
      now,
    };
    return [nameOf(field), evaluate(field.expression, environment)] as const;
  });
  return new Map([...results, ...by.map(({ name }, index) => [name, keyOf(index)] as const)]);
}

const isAggregate = (name: string) => name === 'WEIGHTED_AVG' || Object.hasOwn(aggregates, name);

function aggregated({ name, args }: Pick<Call, 'args' | 'name'>, rows: readonly Environment[]): Value {
  if (name.toUpperCase() === 'WEIGHTED_AVG') return weightedAverage(args, rows);
  const [first, ...others] = args;
  const of = aggregates[name.toUpperCase()];
  if (of === undefined) throw new Uncovered(name);
  if (first === undefined)
    return of(
      rows.map(() => true),
      'boolean',
      [],
    );
  const constants: Environment = { column: () => nothing, now: rows[0]?.now ?? 0 };
  const values = rows.map((row) => evaluate(first, row));
  if (name.toUpperCase() === 'SUM' && rows.length === 0 && isConstant(first)) {
    const { type, of: added } = evaluate(first, constants);
    const sum = type === 'double' ? type : 'long';
    return { type: sum, of: added.length === 0 ? [] : fitting(sum === 'double' ? 0 : 0n, sum) };
  }
  return of(
    values.flatMap((value) => value.of),
    values.find(({ type }) => type !== 'null')?.type ?? 'null',
    others.map((each) => evaluate(each, constants)),
  );
}

/** What is known before there are rows. */
function isConstant(expression: Expression): boolean {
  return !/"kind":"column"|"name":"now"/i.test(shapeOf(expression));
}

/** The sum of the products by the sum of the weights; of a constant weight the average. */
function weightedAverage([number, weight]: readonly Expression[], rows: readonly Environment[]): Value {
  if (number === undefined || weight === undefined) throw new Uncovered('WEIGHTED_AVG of one');
  const constants: Environment = { column: () => nothing, now: rows[0]?.now ?? 0 };
  if (isConstant(weight) && evaluate(weight, constants).of.length > 0)
    return aggregated({ name: 'AVG', args: [number] }, rows);
  const sumOf = (expression: Expression): number | undefined => {
    const values = rows.map((row) => evaluate(expression, row));
    const sum = aggregates.SUM?.(
      values.flatMap(({ of }) => of),
      values.find(({ type }) => type !== 'null')?.type ?? 'null',
      [],
    );
    return sum?.of[0] === undefined ? undefined : Number(sum.of[0]);
  };
  const { span } = number;
  const [products, weights] = [
    sumOf({ kind: 'arithmetic', op: '*', left: number, right: weight, span }),
    sumOf(weight),
  ];
  const isSome = products !== undefined && weights !== undefined && weights !== 0;
  return { type: 'double', of: isSome ? fitting(products / weights, 'double') : [] };
}

/** The same for expressions that are written the same. */
function shapeOf(expression: Expression): string {
  return JSON.stringify(expression, (key, value) => {
    if (key === 'span' || key === 'nameSpan') return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}
