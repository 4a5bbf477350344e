/** Partials: the entries that a delivery adds to a group's slot, as items that are within DynamoDB's size limit. */
import { hash } from 'node:crypto';
import type { Json, JsonObject } from '../../schema/audit-event.ts';
import type { EventSummary } from '../../signal.ts';
import type { StoredItem } from '../../state/store.ts';
import { isNumber, isText, itemValue, membersOf } from '../item-value.ts';
import type { Entry, EntryCodec } from './entry.ts';

export interface NamedPartial {
  /** A digest of the content, so that a retry writes the same item. */
  readonly name: string;
  readonly value: JsonObject;
}

/** How many bytes of entries an item holds at most, roughly. DynamoDB's limit is 400 KB. */
const bytesPerItem = 100_000;

type Row = readonly [id: string, at: number, ...data: Json[]];
/** `isPartial` is 1 or 0. */
export type SummaryRow = readonly [
  act: string,
  id: string,
  time: string | null,
  source: string,
  position: number | string,
  reason: string,
  isPartial: number,
];

/** A row of an entry, with the summary that is written beside it. */
interface Part {
  readonly row: Row;
  readonly summary?: SummaryRow;
}

/**
 * @returns one partial, or several if one would be too large. Summaries stand apart from the entries, so that versions
 * of Harrier that know no summaries can read the entries, and items without summaries can be read here
 */
export function* partialsOf<Data>(
  entries: readonly Entry<Data>[],
  codec: EntryCodec<Data>,
): Generator<NamedPartial> {
  for (const parts of chunksOf(entries.flatMap((entry) => partsOf(entry, codec)))) {
    const rows = parts.map(({ row }) => row) as readonly Json[];
    const summaries = parts.flatMap(({ summary }) => (summary === undefined ? [] : [summary]));
    const members = { entries: rows, ...(summaries.length > 0 && { summaries }) };
    const content = summaries.length > 0 ? [rows, summaries] : rows;
    const name = hash('sha256', JSON.stringify(content), 'base64url').slice(0, 22);
    yield { name, value: itemValue('partial', members) };
  }
}

/** @throws StateShapeError, which names the key, if the item is no partial */
export function entriesOf<Data>(item: StoredItem, codec: EntryCodec<Data>): readonly Entry<Data>[] {
  const { entries, summaries = [] } = membersOf(item, 'partial', {
    entries: (value) => Array.isArray(value) && value.every((row) => entryOf(row, codec) !== undefined),
    summaries: (value) => value === undefined || (Array.isArray(value) && value.every(isSummaryRow)),
  });
  const told = new Map((summaries as readonly Json[] as readonly SummaryRow[]).map((row) => [row[0], row]));
  return (entries as readonly Json[]).flatMap((row) => {
    const entry = entryOf(row, codec);
    if (entry === undefined) return [];
    const summary = told.get(entry.id);
    return summary === undefined ? [entry] : [{ ...entry, summary: summaryFrom(summary) }];
  });
}

function entryOf<Data>(row: unknown, codec: EntryCodec<Data>): Entry<Data> | undefined {
  if (!Array.isArray(row)) return undefined;
  const [id, at, ...rest] = row;
  const data = isText(id) && isNumber(at) ? codec.dataOf(rest) : undefined;
  return data === undefined ? undefined : { id, at, data };
}

/** An act with large data has several rows. `mergeEntries` makes one entry of them again. */
function partsOf<Data>({ id, at, data, summary }: Entry<Data>, codec: EntryCodec<Data>): readonly Part[] {
  return codec.rowsOf(data).map((row, index) => ({
    row: [id, at, ...row],
    ...(index === 0 && summary !== undefined && { summary: summaryRow(id, summary) }),
  }));
}

function* chunksOf(parts: readonly Part[]): Generator<readonly Part[]> {
  let chunk: Part[] = [];
  let bytes = 0;
  for (const part of parts) {
    const size = Buffer.byteLength(JSON.stringify(part));
    if (bytes + size > bytesPerItem && chunk.length > 0) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(part);
    bytes += size;
  }
  yield chunk;
}

export function summaryRow(act: string, summary: EventSummary): SummaryRow {
  const { id, time = null, source, position, reason, partial } = summary;
  return [act, id, time, source, position, reason, partial ? 1 : 0];
}

export function summaryFrom([, id, time, source, position, reason, isPartial]: SummaryRow): EventSummary {
  return { id, ...(time !== null && { time }), source, position, reason, partial: isPartial === 1 };
}

export function isSummaryRow(value: unknown): value is SummaryRow {
  if (!Array.isArray(value) || value.length !== 7) return false;
  const [act, id, time, source, position, reason, isPartial] = value;
  return (
    [act, id, source, reason].every(isText) &&
    (time === null || isText(time)) &&
    (isText(position) || isNumber(position)) &&
    (isPartial === 0 || isPartial === 1)
  );
}
