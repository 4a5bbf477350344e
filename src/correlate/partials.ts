/** Partials: what a delivery has of a group and slot of time, as items, each within DynamoDB's limit. */
import { hash } from 'node:crypto';
import type { Json, JsonObject } from '../schema/audit-event.ts';
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

/** One partial, or several if it would be too large. */
export function* partialsOf(entries: readonly Entry[]): Generator<NamedPartial> {
  for (const rows of chunksOf(entries.flatMap((entry) => [...rowsOf(entry)]))) {
    const name = hash('sha256', JSON.stringify(rows), 'base64url').slice(0, 22);
    yield { name, value: itemValue('partial', { entries: rows as readonly Json[] }) };
  }
}

/** @throws StateShapeError, which names the key, if the item is no partial */
export function entriesOf(item: StoredItem): readonly Entry[] {
  const { entries } = membersOf(item, 'partial', {
    entries: (value) => Array.isArray(value) && value.every(isRow),
  });
  return (entries as readonly Json[] as readonly Row[]).map(([id, at, ...data]) => ({ id, at, data }));
}

/** An act with very many values takes several rows; merging makes one act of them again. */
function* rowsOf({ id, at, data }: Entry): Generator<Row> {
  const longest = data.reduce((most, { length }) => Math.max(most, length), 1);
  for (let from = 0; from < longest; from += textsPerRow) {
    yield [id, at, ...data.map((list) => list.slice(from, from + textsPerRow))];
  }
}

function* chunksOf(rows: readonly Row[]): Generator<readonly Row[]> {
  let chunk: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row));
    if (bytes + size > bytesPerItem && chunk.length > 0) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(row);
    bytes += size;
  }
  yield chunk;
}

function isRow(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const [id, at, ...data] = value;
  return isText(id) && isNumber(at) && data.every((list) => Array.isArray(list) && list.every(isText));
}
