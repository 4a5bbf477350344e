/** Partials: what a delivery has of a group and slot of time, as items, each within DynamoDB's limit. */
import { hash } from 'node:crypto';
import type { Json, JsonObject } from '../schema/audit-event.ts';
import type { EventSummary } from '../signal.ts';
import type { StoredItem } from '../state/store.ts';
import type { Entry } from './entry.ts';
import { isNumber, isText, itemValue, membersOf } from './item-value.ts';

export interface NamedPartial {
  /** After the content: the same content has the same name. */
  readonly name: string;
  readonly value: JsonObject;
}

/** An item holds at most about so many bytes of entries: DynamoDB takes 400 KB. */
const bytesPerItem = 100_000;
const textsPerRow = 1000;

type Row = readonly [id: string, at: number, ...data: (readonly string[])[]];
/** `isPartial` is 1 or 0. */
type SummaryRow = readonly [
  act: string,
  id: string,
  time: string | null,
  source: string,
  position: number | string,
  reason: string,
  isPartial: number,
];

/** What is written side by side. */
interface Part {
  readonly row: Row;
  readonly summary?: SummaryRow;
}

/**
 * One partial, or several if it would be too large. What is told of acts stands apart from their entries: versions that
 * know nothing of it read the entries all the same, and items of theirs are read here.
 */
export function* partialsOf(entries: readonly Entry[]): Generator<NamedPartial> {
  for (const parts of chunksOf(entries.flatMap((entry) => [...partsOf(entry)]))) {
    const rows = parts.map(({ row }) => row) as readonly Json[];
    const summaries = parts.flatMap(({ summary }) => (summary === undefined ? [] : [summary]));
    const members = { entries: rows, ...(summaries.length > 0 && { summaries }) };
    const content = summaries.length > 0 ? [rows, summaries] : rows;
    const name = hash('sha256', JSON.stringify(content), 'base64url').slice(0, 22);
    yield { name, value: itemValue('partial', members) };
  }
}

/** @throws StateShapeError, which names the key, if the item is no partial */
export function entriesOf(item: StoredItem): readonly Entry[] {
  const { entries, summaries = [] } = membersOf(item, 'partial', {
    entries: (value) => Array.isArray(value) && value.every(isRow),
    summaries: (value) => value === undefined || (Array.isArray(value) && value.every(isSummaryRow)),
  });
  const told = new Map((summaries as readonly Json[] as readonly SummaryRow[]).map((row) => [row[0], row]));
  return (entries as readonly Json[] as readonly Row[]).map(([id, at, ...data]) => {
    const summary = told.get(id);
    return { id, at, data, ...(summary && { summary: summaryFrom(summary) }) };
  });
}

/** An act with very many values takes several rows; merging makes one act of them again. */
function* partsOf({ id, at, data, summary }: Entry): Generator<Part> {
  const longest = data.reduce((most, { length }) => Math.max(most, length), 1);
  for (let from = 0; from < longest; from += textsPerRow) {
    const row: Row = [id, at, ...data.map((list) => list.slice(from, from + textsPerRow))];
    yield from === 0 && summary !== undefined ? { row, summary: summaryRow(id, summary) } : { row };
  }
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

function isRow(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const [id, at, ...data] = value;
  return isText(id) && isNumber(at) && data.every((list) => Array.isArray(list) && list.every(isText));
}

function summaryRow(act: string, summary: EventSummary): SummaryRow {
  const { id, time = null, source, position, reason, partial } = summary;
  return [act, id, time, source, position, reason, partial ? 1 : 0];
}

function summaryFrom([, id, time, source, position, reason, isPartial]: SummaryRow): EventSummary {
  return { id, ...(time !== null && { time }), source, position, reason, partial: isPartial === 1 };
}

function isSummaryRow(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 7) return false;
  const [act, id, time, source, position, reason, isPartial] = value;
  return (
    [act, id, source, reason].every(isText) &&
    (time === null || isText(time)) &&
    (isText(position) || isNumber(position)) &&
    (isPartial === 0 || isPartial === 1)
  );
}
