/** The reference evaluator gives the rows of those cases of Elasticsearch's own test suites that it covers. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseEsql } from '../../../src/compile/esql/parse.ts';
import type { Json, JsonObject } from '../../../src/schema/audit-event.ts';
import { type EsqlCase, suites, ties } from '../../compile/esql/elasticsearch-cases.ts';
import { asJson, nothing, Uncovered, type ValueType } from '../../reference/esql/value.ts';
import { evaluateEsql } from '../../reference/esql.ts';

const [suite] = suites;

interface Found {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
}

/** @returns why a case is not covered, where it is not */
function rowsOf(of: EsqlCase): Found | string {
  const parsed = parseEsql(of.query);
  if ('problems' in parsed) return 'not parsed';
  const at = suite?.dataOf(of);
  const documents = at === undefined ? [] : readFileSync(at.data, 'utf8').trimEnd().split('\n');
  const types = at?.types === undefined ? {} : JSON.parse(readFileSync(at.types, 'utf8'));
  try {
    const { columns, rows } = evaluateEsql(parsed.ast, {
      text: of.query,
      documents: documents.map((line) => JSON.parse(line) as JsonObject),
      types: types as Record<string, ValueType>,
      now: Date.UTC(2026, 2, 1),
    });
    return { columns, rows: rows.map((row) => columns.map((name) => asJson(row.get(name) ?? nothing))) };
  } catch (error) {
    if (error instanceof Uncovered) return error.message;
    throw error;
  }
}

/** Doubles may differ in the last digits; a list of one value is the value. */
function comparable(row: readonly Json[]): readonly Json[] {
  const value = (of: Json): Json => {
    if (Array.isArray(of)) return of.length === 1 ? value(of[0] as Json) : of.map(value);
    return typeof of === 'number' && !Number.isInteger(of) ? Number(of.toPrecision(9)) : of;
  };
  return row.map(value);
}

const sorted = (rows: readonly (readonly Json[])[]) => rows.map((row) => JSON.stringify(row)).sort();

describe.skipIf(suite === undefined || suite.cases.length === 0)('the reference evaluator', () => {
  const cases = (suite?.cases ?? [])
    .filter(({ quirk, expect_error: isRefused }) => !quirk && isRefused !== true)
    .map((of) => ({ of, found: rowsOf(of) }));
  const covered = cases.flatMap(({ of, found }) => (typeof found === 'string' ? [] : [{ of, found }]));

  it('covers most cases', () => {
    const reasons = cases.flatMap(({ found }) => (typeof found === 'string' ? [found] : []));
    console.info(
      `covered ${covered.length} of ${cases.length} cases; not covered: ${[...new Set(reasons)].sort().join(', ')}`,
    );
    expect(covered.length).toBeGreaterThan(cases.length * 0.6);
  });

  it.each(covered.map(({ of, found }) => [of.query.slice(0, 100), of, found] as const))(
    'gives the rows of %s',
    (_query, of, found) => {
      expect(found.columns).toEqual(of.columns.map((column) => column.replace(/:[a-z_]+$/, '')));
      const isOrdered = of.ordered !== false && !ties.has(of.query.replaceAll(/\s+/g, ' ').trim());
      const [got, wanted] = [found.rows.map(comparable), of.rows.map(comparable)];
      if (isOrdered) expect(got).toEqual(wanted);
      else expect(sorted(got)).toEqual(sorted(wanted));
    },
  );
});
