/** Aggregate functions: their examples, and that the order of rows changes nothing that has none. */
import { describe, expect, it } from 'vitest';
import type { AggregateExample, EsqlAggregate } from '../../../src/query/esql/aggregate.ts';
import { aggregates, esqlAggregates } from '../../../src/query/esql/aggregates/index.ts';
import type { EsqlValue } from '../../../src/query/esql/value.ts';

function aggregated(of: EsqlAggregate, { types = [], rows }: AggregateExample): EsqlValue {
  const type = of.result(types);
  if (type === undefined) throw new TypeError(`${of.name} takes no ${types.join()}`);
  const constants = types.map((_, index) =>
    of.parameters[index]?.constant === true ? (rows[0]?.[index] ?? null) : undefined,
  );
  const accumulator = of.at({ types, type, constants, now: () => 0, warn: () => undefined });
  for (const row of rows) accumulator.add(row);
  return accumulator.result();
}

const examples = aggregates.flatMap((of) =>
  of.examples.map(
    (example) => [`${of.name} of ${JSON.stringify(example.rows, whole)}`, of, example] as const,
  ),
);

function whole(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

describe('an aggregate', () => {
  it.each(examples)('%s', (_name, of, example) => {
    expect(aggregated(of, example)).toEqual(example.result);
  });

  it('is known by its names alone', () => {
    const names = aggregates.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    expect([...esqlAggregates.keys()].toSorted()).toEqual(names.toSorted());
  });

  it.each(aggregates.map((of) => [of.name, of] as const))('%s says what it is', (_name, of) => {
    expect(of.doc).toMatch(/\.$/);
    expect(of.examples.length).toBeGreaterThan(1);
  });
});
