/** Harrier's ES|QL gives what Elasticsearch's own engine gives: functions one by one, and whole queries. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentSchema, type EsqlSchema } from '../../src/compile/esql/check/schema.ts';
import { esqlFunctions } from '../../src/query/esql/functions/index.ts';
import type { EsqlType, EsqlValue, Scalar } from '../../src/query/esql/value.ts';
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';
import type { FieldType } from '../../src/schema/field.ts';
import { typedReader } from '../../src/schema/typed-reader.ts';
import { planned } from '../compile/esql/planned.ts';
import { runPlan } from '../compile/esql/run-plan.ts';
import { documentRuntime } from '../load-module.ts';
import { esqlDocuments, esqlQueries, esqlTypes } from '../reference/arbitrary-esql-queries.ts';
import { callsOf } from './calls.ts';
import { type Answer, ask, isThere, type Question } from './engine.ts';
import { unlike } from './unlike.ts';

/** The same questions in every run, unless another seed is asked for: what is new is to be looked at, not to fail. */
const seed = Number(process.env.HARRIER_SEED ?? 20261128);

const fields = Object.entries(esqlTypes).map(([name, type]) => [name, type === 'integer' ? 'long' : type]);
const schema: EsqlSchema = documentSchema(
  esqlTypes as Readonly<Record<string, EsqlType>>,
  typedReader(new Map(fields as [string, FieldType][])),
);

async function answered({ query, documents }: Question): Promise<Answer> {
  const { plan, problems } = planned(query, documents === undefined ? undefined : schema);
  if (plan === undefined) return { error: problems.map(({ message }) => message).join('; ') };
  const { rows } = await runPlan(plan, documents, Date.UTC(2026, 2, 1), documentRuntime);
  return {
    columns: plan.columns.map(({ name }) => name),
    rows: rows.map((row) => plan.columns.map(({ type }, index) => written(row[index] ?? null, type))),
  };
}

/** As the engine's JSON has values. */
function written(value: EsqlValue, type: EsqlType): Json {
  const one = (of: Scalar): Json => {
    if (type === 'date') return new Date(Number(of)).toISOString();
    return typeof of === 'bigint' ? Number(of) : (of as Json);
  };
  if (value === null) return null;
  return Array.isArray(value) ? value.map(one) : one(value as Scalar);
}

/** Rows in no order, several values of a column in none, doubles to the digits that every way of adding up agrees on. */
function comparable(rows: readonly (readonly Json[])[]): readonly string[] {
  const one = (of: Json): Json => (typeof of === 'number' ? Number(of.toPrecision(9)) + 0 : of);
  const value = (of: Json): Json => {
    if (!Array.isArray(of)) return one(of);
    return of.length === 1 ? one(of[0] as Json) : of.map(one).sort((a, b) => (`${a}` < `${b}` ? -1 : 1));
  };
  return rows.map((row) => JSON.stringify(row.map(value))).sort();
}

type Outcome =
  | 'differs'
  | 'is answered here alone'
  | 'is answered there alone'
  | 'is refused'
  | 'is the same';

function outcome(ours: Answer, theirs: Answer): Outcome {
  if ('error' in ours) return 'error' in theirs ? 'is refused' : 'is answered there alone';
  if ('error' in theirs) return 'is answered here alone';
  const isSame =
    JSON.stringify([ours.columns, comparable(ours.rows)]) ===
    JSON.stringify([theirs.columns, comparable(theirs.rows)]);
  return isSame ? 'is the same' : 'differs';
}

/** @returns how many answers were the same, and what is told of those that are not and should be */
async function compared(questions: readonly Question[]) {
  const theirs = await ask(questions);
  const others: string[] = [];
  let same = 0;
  for (const [index, question] of questions.entries()) {
    const { query } = question;
    const [mine, other] = [await answered(question), theirs[index] as Answer];
    const found = outcome(mine, other);
    if (found === 'is the same') same++;
    if (found === 'is the same' || found === 'is refused') continue;
    const of = {
      query,
      ...('error' in mine && { ours: mine.error }),
      ...('error' in other && { theirs: other.error }),
    };
    if (!unlike.some(({ is }) => is(of)))
      others.push(`${query} ${found}: ${JSON.stringify(mine)}, Elasticsearch ${JSON.stringify(other)}`);
  }
  return { same, others };
}

const once = new Set(['ip', 'keyword', 'version']);

/** Documents as an index gives them back: values in order, of a keyword, an address and a version each once. */
function indexed(document: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => {
      const type = esqlTypes[name] ?? '';
      if (!Array.isArray(value) || type === 'text') return [name, value];
      const values = value.filter((each) => each !== null);
      return [name, (once.has(type) ? [...new Set(values)] : values).sort(orders[type] ?? inOrder)];
    }),
  );
}

const inOrder = (one: Json, other: Json): number => (one === other ? 0 : `${one}` < `${other}` ? -1 : 1);
const orders: Readonly<Record<string, (one: Json, other: Json) => number>> = {
  double: (one, other) => Number(one) - Number(other),
  integer: (one, other) => Number(one) - Number(other),
  keyword: (one, other) => Buffer.compare(Buffer.from(`${one}`), Buffer.from(`${other}`)),
  long: (one, other) => (BigInt(one as number) < BigInt(other as number) ? -1 : 1),
  version: (one, other) => `${one}`.localeCompare(`${other}`, 'en', { numeric: true }),
};

describe.skipIf(!isThere)('Elasticsearch’s engine', () => {
  it('gives the same for calls of every function', async () => {
    const questions = [...new Set(esqlFunctions.values())].flatMap((of) =>
      fc.sample(callsOf(of), { seed, numRuns: 40 }).map((query) => ({ query })),
    );
    const { same, others } = await compared(questions);
    expect(others).toEqual([]);
    expect(same).toBeGreaterThan(questions.length / 2);
  });

  it('gives the same for whole queries', async () => {
    const questions = fc
      .sample(fc.tuple(esqlQueries, esqlDocuments), { seed, numRuns: 800 })
      .filter(([, documents]) => documents.length > 0)
      .map(([query, documents]) => ({ query, documents: documents.map(indexed), types: esqlTypes }));
    const { same, others } = await compared(questions);
    expect(others).toEqual([]);
    expect(same).toBeGreaterThan(questions.length / 2);
  });
});
