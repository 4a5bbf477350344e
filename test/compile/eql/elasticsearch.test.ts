/**
 * EQL queries of Elasticsearch's and Endgame's own test suites, with the events each must return, against the
 * reference evaluator, and those of single events against compiled code. They lie beside a checkout (../shared/data) and are no part of it.
 */
import { describe, expect, it } from 'vitest';
import { lowerEql } from '../../../src/compile/eql/lower.ts';
import { parseEql } from '../../../src/compile/eql/parse.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { EqlRefusal, FieldTypes } from '../../reference/eql/values.ts';
import { evaluateEql } from '../../reference/eql.ts';
import { type Case, indexTypes, settingOf, suites } from './elasticsearch-cases.ts';
import { compiled, readerOf } from './run-eql.ts';

function run(of: Case, dataset: string, documents: readonly JsonObject[]) {
  const parsed = parseEql(of.query);
  if ('problems' in parsed) throw new EqlRefusal(parsed.problems[0]?.message);
  const { id, options } = settingOf(dataset);
  const types = { ...indexTypes[dataset], ...of.needs_types };
  const results = evaluateEql(parsed.ast, documents, { ...options, types });
  return {
    ids: results.flatMap(({ events }) => events.map((event) => event?.[id] ?? -1)),
    keys: results.flatMap(({ joinKeys }) => joinKeys),
  };
}

function check(of: Case, dataset: string, documents: readonly JsonObject[]): void {
  if (of.expect_error === true) {
    expect(() => run(of, dataset, documents)).toThrow(EqlRefusal);
    return;
  }
  const { ids, keys } = run(of, dataset, documents);
  const right = [of.expected_event_ids ?? [], ...(of.alternatives ?? [])];
  expect(right).toContainEqual(ids);
  const wanted = of.join_keys?.map((key) => (key === 'null' ? null : key));
  if (wanted !== undefined && wanted.length > 0) expect(keys).toEqual(wanted);
}

describe.each(suites)('the cases of $name', ({ isHere, cases }) => {
  it.skipIf(!isHere)('are there', () => {
    expect(cases.length).toBeGreaterThan(0);
  });
  it.each(cases.map((each) => [each.of.name, each] as const))('%s', (_name, { of, dataset, documents }) =>
    check(of, dataset, documents),
  );
});

describe.each(suites)('the cases of single events of $name, compiled', ({ isHere, cases }) => {
  const ofEvents = cases.flatMap((each) => {
    const parsed = parseEql(each.of.query);
    if ('problems' in parsed || parsed.ast.query.kind !== 'event' || parsed.ast.pipes.length > 0) return [];
    return [{ ...each, query: parsed.ast.query }];
  });

  it.skipIf(!isHere)('are there', () => {
    expect(ofEvents.length).toBeGreaterThan(0);
  });

  it.each(ofEvents.map((each) => [each.of.name, each] as const))('%s', async (_name, each) => {
    const { of, query, dataset, documents } = each;
    const { id, options } = settingOf(dataset);
    const reader = readerOf(new FieldTypes(documents, { ...indexTypes[dataset], ...of.needs_types }));
    if (of.expect_error === true) {
      expect(lowerEql(query, reader, options.eventCategoryField).predicate).toBeUndefined();
      return;
    }
    const matches = await compiled([query], reader, options.eventCategoryField);
    const found = documents.filter((document) => matches(document, { source: '' }).has(0));
    const right = [of.expected_event_ids ?? [], ...(of.alternatives ?? [])].map((ids) =>
      ids.toSorted(byNumber),
    );
    expect(right).toContainEqual(found.map((document) => Number(document[id])).toSorted(byNumber));
  });
});

function byNumber(one: number, other: number): number {
  return one - other;
}
