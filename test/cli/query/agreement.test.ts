/** The command finds in generated documents what the reference evaluator does: events, sequences and samples. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type {
  EqlField,
  EqlStage,
  EqlStatement,
  EventQuery,
  Sample,
  Sequence,
} from '../../../src/compile/eql/ast.ts';
import { parseEql } from '../../../src/compile/eql/parse.ts';
import { printEql } from '../../../src/compile/eql/print.ts';
import type { Json, JsonObject } from '../../../src/schema/audit-event.ts';
import { conditionDocuments, conditions, conditionTypes } from '../../reference/arbitrary-eql-conditions.ts';
import { evaluateEql } from '../../reference/eql.ts';
import { query } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'harrier-query-agreement-'));
afterAll(() => rmSync(folder, { recursive: true }));

const span = { start: 0, end: 0 };
const types = { ...conditionTypes, id: 'long', at: 'date', tie: 'long', kind: 'keyword' };
writeFileSync(join(folder, 'types.json'), JSON.stringify(types));

/** Most let every event pass: what is found together is found of those that pass. */
const short = fc.oneof(
  { weight: 2, arbitrary: conditions },
  { weight: 3, arbitrary: fc.constant({ kind: 'boolean' as const, value: true, span }) },
);
const events: fc.Arbitrary<EventQuery> = fc
  .tuple(fc.constantFrom('event', 'other', null, null), short)
  .map(([category, condition]) => ({ kind: 'event', category, condition, span }));

/** Fields whose values can be the same, family by family. */
const families = [['s', 't', 'o.s'], ['n', 'o.n'], ['x', 'n'], ['yes'], ['ip'], ['v'], ['d']] as const;
const keysOf = (names: readonly string[]): fc.Arbitrary<EqlField> =>
  fc
    .tuple(fc.constantFrom(...names), fc.boolean())
    .map(([name, optional]) => ({ kind: 'field', name, optional, span }));

/** Stages with as many keys each, of the same families. */
function stagesOf(shape: {
  readonly repeatable: boolean;
  readonly missing: boolean;
  readonly most: number;
}): fc.Arbitrary<readonly EqlStage[]> {
  return fc.array(fc.constantFrom<readonly string[]>(...families), { maxLength: 1 }).chain((keys) => {
    const stage: fc.Arbitrary<EqlStage> = fc
      .record({
        event: events,
        missing: shape.missing ? fc.constantFrom(false, false, true) : fc.constant(false),
        by: fc.tuple(...keys.map(keysOf)),
        runs: shape.repeatable ? fc.constantFrom(null, null, 2) : fc.constant(null),
      })
      .map(({ runs, ...rest }) => ({ ...rest, runs: rest.missing ? null : runs, span }));
    return fc.array(stage, { minLength: 2, maxLength: shape.most });
  });
}

const shared = fc
  .array(fc.constantFrom<readonly string[]>(...families).chain(keysOf), { maxLength: 1 })
  .map((by) => by as readonly EqlField[]);

const sequences: fc.Arbitrary<Sequence> = fc
  .record({
    by: shared,
    span: fc.constant(span),
    missing: fc.boolean(),
    maxspan: fc.option(
      fc.integer({ min: 0, max: 4 }).map((seconds) => ({
        count: seconds === 0 ? 1 : seconds,
        unit: seconds === 0 ? ('ms' as const) : ('s' as const),
        span,
      })),
    ),
    until: fc.option(events),
  })
  .chain(({ missing, maxspan, until, ...rest }) =>
    stagesOf({ repeatable: true, missing: missing && maxspan !== null, most: 4 })
      .filter((stages) => stages.some((stage) => !stage.missing))
      .map((stages) => ({
        kind: 'sequence' as const,
        ...rest,
        maxspan,
        stages,
        until: until && { event: until, missing: false, by: stages[0]?.by ?? [], runs: null, span },
      })),
  );

const samples: fc.Arbitrary<Sample> = fc
  .tuple(shared, stagesOf({ repeatable: false, missing: false, most: 3 }))
  .filter(([by, stages]) => by.length + (stages[0]?.by.length ?? 0) > 0)
  .map(([by, stages]) => ({ kind: 'sample', by, stages, span }));

const pipes = fc.array(
  fc.record({
    kind: fc.constantFrom('head' as const, 'tail' as const),
    count: fc.nat({ max: 4 }),
    span: fc.constant(span),
  }),
  { maxLength: 2 },
);

const piped = fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: pipes });

/** Samples take no pipes. */
const statements: fc.Arbitrary<EqlStatement> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      query: fc.oneof<fc.Arbitrary<EqlStatement['query']>[]>(events, sequences, sequences),
      pipes: piped,
      span: fc.constant(span),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ query: samples, pipes: fc.constant([]), span: fc.constant(span) }),
  },
);

/** The same documents, whose dotted names are keys or objects, and whose times are written in several ways. */
const documents: fc.Arbitrary<readonly JsonObject[]> = fc
  .tuple(
    fc.array(conditionDocuments, { minLength: 1, maxLength: 2 }).map((several) => several.flat()),
    fc.array(
      fc.record({
        nested: fc.boolean(),
        form: fc.constantFrom('number', 'text', 'digits'),
        tie: fc.option(fc.nat({ max: 2 })),
        kind: fc.constantFrom<Json>('event', 'event', 'other', ['event', 'other'], null),
      }),
      { minLength: 12, maxLength: 12 },
    ),
  )
  .map(([all, ways]) =>
    all.map((document, index) => {
      const { nested = false, form = 'number', tie = null, kind = null } = ways[index] ?? {};
      const { 'o.s': s, 'o.n': n, at: counted, ...rest } = document;
      // Text of four digits is a year.
      const at = 1_772_359_200_000 + Number(counted);
      const inner = { ...(s !== undefined && { s }), ...(n !== undefined && { n }) };
      const dotted = { ...(s !== undefined && { 'o.s': s }), ...(n !== undefined && { 'o.n': n }) };
      const time = form === 'number' ? at : form === 'digits' ? String(at) : new Date(at).toISOString();
      return { ...rest, ...(nested ? { o: inner } : dotted), at: time, tie, kind, id: index + 1 };
    }),
  );

async function found(text: string, all: readonly JsonObject[], tiebreaker: boolean) {
  const file = join(folder, 'documents.ndjson');
  writeFileSync(file, all.map((document) => `${JSON.stringify(document)}\n`).join(''));
  const { code, stdout, stderr } = await query(
    ...[
      '--language',
      'eql',
      '--format',
      'document',
      '--output',
      'ndjson',
      '--types',
      join(folder, 'types.json'),
    ],
    ...['--event-category-field', 'kind', '--timestamp-field', 'at', '--now', '2026-03-01'],
    ...(tiebreaker ? ['--tiebreaker-field', 'tie'] : []),
    ...[text, file],
  );
  if (code !== 0) throw new Error(stderr);
  const lines = stdout.split('\n').slice(0, -1);
  return lines.map((line) => {
    const { events, join_keys: joinKeys } = JSON.parse(line);
    return { ids: events.map((event: JsonObject | null) => event?.id ?? null), joinKeys };
  });
}

function expected(text: string, all: readonly JsonObject[], tiebreaker: boolean) {
  const parsed = parseEql(text);
  if ('problems' in parsed) throw new Error(text);
  const options = {
    eventCategoryField: 'kind',
    timestampField: 'at',
    types,
    ...(tiebreaker && { tiebreakerField: 'tie' }),
  };
  return evaluateEql(parsed.ast, all, options).map(({ events: of, joinKeys }) => ({
    ids: of.map((event) => event?.id ?? null),
    joinKeys,
  }));
}

it('finds what the reference evaluator finds', async () => {
  const results = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(statements, documents, fc.boolean(), async (statement, all, tiebreaker) => {
      const text = printEql(statement);
      const is = await found(text, all, tiebreaker);
      const { kind } = statement.query;
      results.set(kind, (results.get(kind) ?? 0) + is.length);
      expect(is).toEqual(expected(text, all, tiebreaker));
    }),
    { numRuns: 700 },
  );
  // Enough of every kind for the agreement to say something.
  for (const kind of ['event', 'sequence', 'sample']) expect(results.get(kind)).toBeGreaterThan(10);
});
