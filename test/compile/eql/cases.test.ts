/** What EQL means, by the cases of test/cases/eql.toml, on the reference evaluator. */
import { readFileSync } from 'node:fs';
import toml from '@iarna/toml';
import { describe, expect, it } from 'vitest';
import type { EventQuery } from '../../../src/compile/eql/ast.ts';
import { parseEql } from '../../../src/compile/eql/parse.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { withoutEmpty } from '../../../src/schema/visit.ts';
import { EqlRefusal, FieldTypes } from '../../reference/eql/values.ts';
import { evaluateEql } from '../../reference/eql.ts';
import { compiled, readerOf } from './run-eql.ts';

interface Case {
  readonly query: string;
  /** Ids: one for each event, a list for each sequence or sample. */
  readonly finds?: readonly (number | readonly number[])[];
  readonly keys?: readonly string[];
  readonly refused?: boolean;
}

interface Group {
  readonly rule: string;
  readonly documents: string;
  readonly types?: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}

const { group: groups } = toml.parse(
  readFileSync(new URL('../../cases/eql.toml', import.meta.url), 'utf8'),
) as unknown as { group: readonly Group[] };

const options = { eventCategoryField: 'kind', timestampField: 'at', tiebreakerField: 'tie' };

function run(query: string, { documents, types = {} }: Group) {
  const parsed = parseEql(query);
  if ('problems' in parsed) throw new EqlRefusal(parsed.problems[0]?.message);
  const results = evaluateEql(parsed.ast, JSON.parse(documents) as JsonObject[], { ...options, types });
  const isEvent = parsed.ast.query.kind === 'event';
  return {
    found: results.map(({ events }) => {
      const ids = events.map((event) => event?.id ?? -1);
      return isEvent ? ids[0] : ids;
    }),
    keys: results.flatMap(({ joinKeys }) => joinKeys),
  };
}

describe.each(groups.map((group) => [group.rule, group] as const))('%s', (_rule, group) => {
  it.each(group.cases.map((of) => [of.query, of] as const))('%s', (query, { finds, keys, refused }) => {
    if (refused === true) {
      expect(() => run(query, group)).toThrow(EqlRefusal);
      return;
    }
    const result = run(query, group);
    expect(result.found).toEqual(finds);
    if (keys !== undefined) expect(result.keys).toEqual(keys);
  });
});

/** The same, compiled: the ids of the events that a condition holds for, in the order of the documents. */
async function runCompiled(query: EventQuery, { documents, types = {} }: Group): Promise<readonly unknown[]> {
  const all = (JSON.parse(documents) as JsonObject[]).map((each) => withoutEmpty(each) as JsonObject);
  const reader = readerOf(new FieldTypes(all, types));
  const matches = await compiled([query], reader, options.eventCategoryField);
  return all.filter((document) => matches(document, { source: '' }).has(0)).map(({ id }) => id);
}

const ofEvents = groups.flatMap((group) =>
  group.cases.flatMap((of) => {
    const parsed = parseEql(of.query);
    const isEvent = 'ast' in parsed && parsed.ast.query.kind === 'event' && parsed.ast.pipes.length === 0;
    return isEvent ? [{ ...of, group, event: parsed.ast.query as EventQuery }] : [];
  }),
);

describe('compiled', () => {
  it.each(ofEvents)('$group.rule: $query', async ({ event, group, finds, refused }) => {
    if (refused === true) {
      await expect(runCompiled(event, group)).rejects.toThrow();
      return;
    }
    expect(new Set(await runCompiled(event, group))).toEqual(new Set(finds));
  });
});

it('has a rule for every group, each once', () => {
  const rules = groups.map(({ rule }) => rule);
  expect(new Set(rules).size).toBe(rules.length);
});
