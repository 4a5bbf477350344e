/** What holds for EQL whatever the condition and the documents. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EqlExpression, EqlStatement } from '../../../src/compile/eql/ast.ts';
import { parseEql } from '../../../src/compile/eql/parse.ts';
import { printExpression } from '../../../src/compile/eql/print.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { conditionDocuments, conditions, conditionTypes } from '../../reference/arbitrary-eql-conditions.ts';
import { evaluateEql } from '../../reference/eql.ts';

function parsed(text: string): EqlStatement {
  const result = parseEql(text);
  if ('problems' in result) throw new Error(`${text}\n${JSON.stringify(result.problems)}`);
  return result.ast;
}

function ids(query: string | EqlStatement, documents: readonly JsonObject[]): readonly unknown[] {
  const statement = typeof query === 'string' ? parsed(query) : query;
  return evaluateEql(statement, documents, {
    eventCategoryField: 'kind',
    timestampField: 'at',
    types: conditionTypes,
  }).map(({ events }) => events.map((event) => event?.id ?? -1).join());
}

function asStatement(condition: EqlExpression): EqlStatement {
  const span = { start: 0, end: 0 };
  return { query: { kind: 'event', category: null, condition, span }, pipes: [], span };
}

const where = (condition: EqlExpression) => `any where ${printExpression(condition)}`;

describe('a condition', () => {
  it('means the same printed and read again', () => {
    fc.assert(
      fc.property(conditions, conditionDocuments, (condition, documents) => {
        expect(ids(where(condition), documents)).toEqual(ids(asStatement(condition), documents));
      }),
      { numRuns: 1000 },
    );
  });

  it('and another, or another: events of both, of either', () => {
    fc.assert(
      fc.property(conditions, conditions, conditionDocuments, (one, other, documents) => {
        const [a, b] = [ids(where(one), documents), ids(where(other), documents)];
        const [left, right] = [`(${printExpression(one)})`, `(${printExpression(other)})`];
        const all = ids('any where true', documents);
        expect(ids(`any where ${left} and ${right}`, documents)).toEqual(
          all.filter((id) => a.includes(id) && b.includes(id)),
        );
        expect(ids(`any where ${left} or ${right}`, documents)).toEqual(
          all.filter((id) => a.includes(id) || b.includes(id)),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('is that of its double negation, and nothing meets it and fails it at once where values are single', () => {
    fc.assert(
      fc.property(conditions, conditionDocuments, (condition, documents) => {
        const met = ids(where(condition), documents);
        expect(ids(`any where not not (${printExpression(condition)})`, documents)).toEqual(met);
        const single = documents.filter((document) => !Object.values(document).some(Array.isArray));
        const failed = ids(`any where not (${printExpression(condition)})`, single);
        expect(failed.filter((id) => ids(where(condition), single).includes(id))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('looks at each event alone', () => {
    fc.assert(
      fc.property(conditions, conditionDocuments, (condition, documents) => {
        expect(ids(where(condition), documents)).toEqual(
          documents.flatMap((document) => ids(where(condition), [document])),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('a sequence', () => {
  const stage = (condition: EqlExpression) => `[${where(condition)}]`;

  it('repeats a stage as often as its runs say', () => {
    fc.assert(
      fc.property(conditions, conditions, conditionDocuments, (one, other, documents) => {
        expect(ids(`sequence ${stage(one)} with runs=2 ${stage(other)}`, documents)).toEqual(
          ids(`sequence ${stage(one)} ${stage(one)} ${stage(other)}`, documents),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('by a key is the sequences of the events of each of its values', () => {
    fc.assert(
      fc.property(conditions, conditionDocuments, fc.constantFrom('n', 's', 'yes'), (one, documents, key) => {
        const single = documents.filter((document) => !Array.isArray(document[key]));
        const query = `[${where(one)}] [any where true]`;
        const values = new Set(single.map((document) => String(document[key] ?? 'none')));
        const apart = [...values]
          .filter((value) => value !== 'none')
          .flatMap((value) =>
            ids(
              `sequence ${query}`,
              single.filter((document) => String(document[key] ?? 'none') === value),
            ),
          );
        expect(new Set(ids(`sequence by ${key} ${query}`, single))).toEqual(new Set(apart));
      }),
      { numRuns: 500 },
    );
  });

  it('within a maxspan is one of those without, for each last event, or none', () => {
    fc.assert(
      fc.property(conditions, conditions, conditionDocuments, (one, other, documents) => {
        const stages = `${stage(one)} ${stage(other)}`;
        const all = ids(`sequence ${stages}`, documents);
        const within = ids(`sequence with maxspan=1s ${stages}`, documents);
        expect(within.filter((found) => !all.includes(found))).toEqual([]);
        expect(ids(`sequence with maxspan=1d ${stages}`, documents)).toEqual(all);
      }),
      { numRuns: 500 },
    );
  });
});
