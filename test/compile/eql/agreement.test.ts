/** Compiled conditions mean what the reference evaluator says of them: over every type, nulls, and several values. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EqlExpression } from '../../../src/compile/eql/ast.ts';
import { printExpression } from '../../../src/compile/eql/print.ts';
import type { Json, JsonObject } from '../../../src/schema/audit-event.ts';
import { dispatch } from '../../../src/schema/audit-reader.ts';
import { documentReader } from '../../../src/schema/document-reader.ts';
import type { FieldType } from '../../../src/schema/field.ts';
import type { Reader } from '../../../src/schema/reader.ts';
import { withoutEmpty } from '../../../src/schema/visit.ts';
import { conditionDocuments, conditions, conditionTypes } from '../../reference/arbitrary-eql-conditions.ts';
import { evaluateEql } from '../../reference/eql.ts';
import { compiled, eventQuery } from './run-eql.ts';

const documents = documentReader(conditionTypes as Readonly<Record<string, FieldType>>);

/** A field that has no type does not exist. */
const reader: Reader = {
  ...documents,
  resolve: (name) => (Object.hasOwn(conditionTypes, name) ? documents.resolve(name) : undefined),
};

const batch = fc.record({
  some: fc.array(conditions, { minLength: 1, maxLength: 20 }),
  // Empty strings are no values: what reads events drops them, as Elastic's pipeline does.
  inputs: conditionDocuments.map((all) => all.map((document) => withoutEmpty(document) as JsonObject)),
});

function reference(condition: EqlExpression, input: JsonObject): boolean {
  const statement = { query: eventQuery(condition), pipes: [], span: { start: 0, end: 0 } };
  const options = { eventCategoryField: 'kind', timestampField: 'at', types: conditionTypes };
  return evaluateEql(statement, [input], options).length > 0;
}

/** The same fields at places of an audit event, those among them by which rules are dispatched. */
const places: Readonly<Record<string, readonly [string, ...string[]]>> = {
  s: ['verb'],
  t: ['objectRef', 'resource'],
  'o.s': ['objectRef', 'subresource'],
  n: ['responseStatus', 'code'],
  'o.n': ['requestObject', 'n'],
  x: ['requestObject', 'x'],
  yes: ['requestObject', 'yes'],
  ip: ['sourceIPs'],
  v: ['userAgent'],
  d: ['stageTimestamp'],
};
const ofEvents: Reader = {
  ...reader,
  dispatch,
  resolve(name) {
    const steps = places[name];
    const field = reader.resolve(name);
    return steps && field && { ...field, access: { from: 'path', steps, dotted: false } };
  },
};

function eventOf(document: JsonObject): JsonObject {
  const event: Record<string, Json> = {};
  for (const [name, [member, inner]] of Object.entries(places)) {
    const value = document[name];
    if (value === undefined) continue;
    event[member] =
      inner === undefined ? value : { ...(event[member] as JsonObject | undefined), [inner]: value };
  }
  return event;
}

async function disagreements(some: readonly EqlExpression[], inputs: readonly JsonObject[], of: Reader) {
  const run = await compiled(some.map(eventQuery), of);
  return inputs.flatMap((input) => {
    const matched = run(of === ofEvents ? eventOf(input) : input, { source: '' });
    return some.flatMap((condition, index) =>
      matched.has(index) === reference(condition, input)
        ? []
        : [{ condition: printExpression(condition), input, compiled: matched.has(index) }],
    );
  });
}

describe('compiled EQL agrees with the reference evaluator', () => {
  it.each([
    ['documents', reader],
    ['events, behind dispatch', ofEvents],
  ])('on %s', async (_, of) => {
    await fc.assert(
      fc.asyncProperty(batch, async ({ some, inputs }) => {
        expect(await disagreements(some, inputs, of)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('in enough cases of either outcome for the agreement to say something', async () => {
    const some = fc.sample(conditions, { numRuns: 400, seed: 7 });
    const inputs = fc.sample(conditionDocuments, { numRuns: 60, seed: 7 }).flat();
    const run = await compiled(some.map(eventQuery), reader);
    const hits = inputs.map((input) => run(input, { source: '' }));
    const share = hits.reduce((sum, { size }) => sum + size / some.length, 0) / hits.length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.9);
    expect(new Set(hits.flatMap((each) => [...each])).size / some.length).toBeGreaterThan(0.5);
  });
});
