/**
 * EQL by its definition: walks the syntax tree over a list of documents, deciding each condition as Elasticsearch
 * does, and as slowly as clarity asks. It shares nothing with the compiler but the syntax tree; what the two agree on
 * has been thought out twice.
 */
import type { EqlField, EqlStatement, EventQuery } from '../../src/compile/eql/ast.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { check, prepared } from './eql/check.ts';
import { holds } from './eql/condition.ts';
import { textsOf } from './eql/keys.ts';
import { findSamples } from './eql/sample.ts';
import { type Found, findSequences, type TimedEvent } from './eql/sequence.ts';
import { compare, FieldTypes, timeOf, type Value, valuesOf } from './eql/values.ts';

export interface EqlOptions {
  readonly eventCategoryField: string;
  readonly timestampField: string;
  /** Orders events of one time; those without it come last. */
  readonly tiebreakerField?: string;
  /** Types of fields by name; inferred for others. */
  readonly types?: Readonly<Record<string, string>>;
}

export interface EqlResult {
  /** One document for an event query; null for a missing event. */
  readonly events: readonly (JsonObject | null)[];
  readonly joinKeys: readonly (string | null)[];
}

/**
 * @param documents in the order in which those of one time are to stand
 * @throws EqlRefusal for a query that Elasticsearch would refuse
 */
export function evaluateEql(
  statement: EqlStatement,
  documents: readonly JsonObject[],
  options: EqlOptions,
): readonly EqlResult[] {
  const types = new FieldTypes(documents, options.types ?? {});
  check(statement, types);
  const results = search(statement, ordered(documents, options, types), options, types);
  return statement.pipes.reduce(
    (rest, { kind, count }) =>
      kind === 'head' ? rest.slice(0, count) : rest.slice(Math.max(0, rest.length - count)),
    results,
  );
}

function search(
  { query }: EqlStatement,
  events: readonly TimedEvent[],
  options: EqlOptions,
  types: FieldTypes,
): readonly EqlResult[] {
  const matcher = (event: EventQuery) => {
    const condition = prepared(event.condition, types);
    return (document: JsonObject) => isOf(event, document, options) && holds(condition, document, types);
  };
  if (query.kind === 'event') {
    const matches = matcher(query);
    return events
      .filter(({ document }) => matches(document))
      .map(({ document }) => ({ events: [document], joinKeys: [] }));
  }
  const matchers = new Map(
    [...query.stages, ...(query.kind === 'sequence' && query.until !== null ? [query.until] : [])].map(
      (stage) => [stage.event, matcher(stage.event)],
    ),
  );
  const matches = ({ event }: { event: EventQuery }, document: JsonObject) =>
    matchers.get(event)?.(document) ?? false;
  const found =
    query.kind === 'sequence'
      ? findSequences(query, events, types, matches)
      : findSamples(query, events, types, matches);
  return found.map((each) => shown(each, [...query.by, ...(query.stages[0]?.by ?? [])], types));
}

function isOf({ category }: EventQuery, document: JsonObject, { eventCategoryField }: EqlOptions): boolean {
  return category === null || valuesOf(document, eventCategoryField, 'keyword').includes(category);
}

function ordered(
  documents: readonly JsonObject[],
  { timestampField, tiebreakerField }: EqlOptions,
  types: FieldTypes,
): readonly TimedEvent[] {
  return documents
    .map((document) => {
      const [at = null] = valuesOf(document, timestampField, 'keyword');
      const [tiebreak = null] =
        tiebreakerField === undefined
          ? []
          : valuesOf(document, tiebreakerField, types.of(tiebreakerField) ?? 'keyword');
      return { document, time: millisecondsOf(at), tiebreak };
    })
    .sort((a, b) => compare(a.time, b.time) || compareTies(a.tiebreak, b.tiebreak))
    .map(({ document, time }, place) => ({ document, time, place }));
}

/** Since 1970; a number of 18 digits counts the tenths of a microsecond since 1601, as Windows does. */
function millisecondsOf(at: Value): bigint {
  const time = at === null || at instanceof Date ? null : timeOf(at);
  if (time === null) return 0n;
  return time >= 10n ** 17n && time < 10n ** 18n ? (time - 116_444_736_000_000_000n) / 10_000n : time;
}

function compareTies(a: Value, b: Value): number {
  return a === null || b === null ? Number(a === null) - Number(b === null) : (compare(a, b) ?? 0);
}

function shown({ events, key }: Found, by: readonly EqlField[], types: FieldTypes): EqlResult {
  return {
    events: events.map((event) => event?.document ?? null),
    joinKeys: textsOf(key, by, types),
  };
}
