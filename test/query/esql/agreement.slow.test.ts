/** Compiled queries give the rows that the reference evaluator does, whatever the documents hold. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { documentSchema } from '../../../src/compile/esql/check/schema.ts';
import { parseEsql } from '../../../src/compile/esql/parse.ts';
import type { Plan } from '../../../src/compile/esql/plan.ts';
import type { EsqlType, EsqlValue, Scalar } from '../../../src/query/esql/value.ts';
import type { Json, JsonObject } from '../../../src/schema/audit-event.ts';
import type { FieldType } from '../../../src/schema/field.ts';
import { typedReader } from '../../../src/schema/typed-reader.ts';
import { planOf } from '../../compile/esql/planned.ts';
import { runPlan } from '../../compile/esql/run-plan.ts';
import { documentRuntime } from '../../load-module.ts';
import { esqlDocuments, esqlQueries, esqlTypes } from '../../reference/arbitrary-esql-queries.ts';
import { asJson, nothing } from '../../reference/esql/value.ts';
import { evaluateEsql } from '../../reference/esql.ts';

const now = Date.UTC(2026, 2, 1, 10, 30);
const fields = Object.entries(esqlTypes).map(([name, type]) => [name, type === 'integer' ? 'long' : type]);
const schema = documentSchema(
  esqlTypes as Readonly<Record<string, EsqlType>>,
  typedReader(new Map(fields as [string, FieldType][])),
);

interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
}

async function compiled(plan: Plan, documents: readonly JsonObject[]): Promise<Rows> {
  const { rows } = await runPlan(plan, documents, now, documentRuntime);
  return {
    columns: plan.columns.map(({ name }) => name),
    rows: rows.map((row) =>
      plan.columns.map(({ type }, index) => rounded(written(row[index] ?? null, type), type)),
    ),
  };
}

function expected(text: string, documents: readonly JsonObject[]): Rows {
  const parsed = parseEsql(text);
  if ('problems' in parsed) throw new Error(text);
  const { columns, rows } = evaluateEsql(parsed.ast, { text, documents, types: esqlTypes, now });
  const values = rows.map((row) => columns.map((name) => row.get(name) ?? nothing));
  return { columns, rows: values.map((row) => row.map((value) => rounded(asJson(value), value.type))) };
}

/** As the reference evaluator writes values. */
function written(value: EsqlValue, type: EsqlType): Json {
  const one = (of: Scalar): Json => {
    if (type === 'date') return new Date(Number(of)).toISOString();
    return typeof of === 'bigint' ? `${of}` : (of as Json);
  };
  if (value === null) return null;
  return Array.isArray(value) ? value.map(one) : one(value as Scalar);
}

/** Doubles to the digits that every way of adding up agrees on; their zero has no sign. */
function rounded(value: Json, type: string): Json {
  if (Array.isArray(value)) return value.map((each) => rounded(each, type));
  return typeof value === 'number' && type === 'double' ? Number(value.toPrecision(9)) + 0 : value;
}

it('gives the rows of the reference evaluator', async () => {
  const seen = { rows: 0, values: 0 };
  await fc.assert(
    fc.asyncProperty(esqlQueries, esqlDocuments, async (text, documents) => {
      const wanted = expected(text, documents);
      expect(await compiled(planOf(text, schema), documents)).toEqual(wanted);
      seen.rows += wanted.rows.length;
      seen.values += wanted.rows.flat().filter((value) => value !== null).length;
    }),
    // Queries that are made of one another take long to make smaller.
    { numRuns: 800, endOnFailure: true },
  );
  expect(seen.rows).toBeGreaterThan(800);
  expect(seen.values).toBeGreaterThan(3 * seen.rows);
});
