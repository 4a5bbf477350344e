/** ES|QL queries of Elasticsearch's own test suites by the command line, with the rows each must give. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/schema/audit-event.ts';
import { type EsqlCase, type EsqlSuite, suites, ties } from '../../compile/esql/elasticsearch-cases.ts';
import { query } from './run.ts';

const [first] = suites;

async function check(of: EsqlCase, suite: EsqlSuite): Promise<void> {
  const found = suite.dataOf(of);
  const { code, stdout, stderr } = await query(
    ...['--language', 'esql', '--format', 'document', '--output', 'ndjson'],
    ...(found?.types === undefined ? [] : ['--types', found.types]),
    of.query,
    ...(found === undefined ? [] : [found.data]),
  );
  if (of.expect_error === true) {
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^query:\d+:\d+: error\[/);
    return;
  }
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const names = of.columns.map((column) => column.replace(/:[a-z_]+$/, ''));
  const lines = stdout.split('\n').slice(0, -1);
  // The order of columns counts, which JSON.parse keeps for names that are no numbers.
  if (lines.length > 0) expect(Object.keys(JSON.parse(lines[0] ?? '') as object)).toEqual(names);
  const rows = lines.map((line) => {
    const row = JSON.parse(line) as Readonly<Record<string, Json>>;
    return names.map((name) => row[name] ?? null);
  });
  const isOrdered =
    of.ordered !== false && of.ignoreOrder !== true && !ties.has(of.query.replaceAll(/\s+/g, ' ').trim());
  const [got, wanted] = [rows.map(rounded), of.rows.map(rounded)];
  if (isOrdered) expect(got).toEqual(wanted);
  else expect(sorted(got)).toEqual(sorted(wanted));
}

/** Doubles may differ in the last digits; a list of one value is the value. */
function rounded(row: readonly Json[]): readonly Json[] {
  const value = (of: Json): Json => {
    if (Array.isArray(of)) return of.length === 1 ? value(of[0] as Json) : of.map(value);
    return typeof of === 'number' && !Number.isInteger(of) ? Number(of.toPrecision(9)) : of;
  };
  return row.map(value);
}

function sorted(rows: readonly (readonly Json[])[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

describe.each(suites)('the cases of $name', (suite) => {
  const { cases } = suite;
  it.skipIf(first?.cases.length === 0)('are there', () => {
    expect(cases.length).toBeGreaterThan(30);
  });

  it.each(cases.filter(({ quirk }) => !quirk).map((of) => [of.query.slice(0, 100), of] as const))(
    '%s',
    (_query, of) => check(of, suite),
  );
});
