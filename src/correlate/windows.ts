/**
 * Windows of event time: what a delivery adds to a group is written as a partial, then the window is read and
 * evaluated. Of two deliveries at the same time the later reader sees both partials, so no window is missed; a
 * partial is named after its content, so a retry writes the same one. Events that arrive twice, in whatever
 * deliveries, are told by their ids.
 */
import { createHash } from 'node:crypto';
import type { Schedule } from '../rule.ts';
import type { Json, JsonObject } from '../schema/audit-event.ts';
import { type KeyPart, keyOf, sortRange } from '../state/key.ts';
import type { Item, StateStore, StoredItem } from '../state/store.ts';
import { isNumber, itemValue, membersOf } from './item-value.ts';

/** An act as a window remembers it. */
export interface Entry {
  readonly id: string;
  /** Event time, epoch milliseconds. */
  readonly at: number;
  /** What else the evaluation asks for: short, whatever the event held. */
  readonly data: readonly string[];
}

export interface Window {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A group of acts that is evaluated as one. */
export interface Group {
  /** Parts of a key that no other group has. */
  readonly name: readonly KeyPart[];
  readonly schedule: Schedule;
  /** What this delivery adds; never empty. */
  readonly entries: readonly Entry[];
}

/** What is remembered of a group around the entries of this delivery. */
export interface Remembered {
  /** All entries within the windows that this delivery's entries are in, each act once, by time. */
  readonly entries: readonly Entry[];
}

/** An item holds at most so many bytes of entries: DynamoDB takes 400 KB. */
const bytesPerItem = 100_000;
const day = 86_400_000;
/** How late an event may arrive and still be counted with the others of its window. */
export const lateness = 3 * day;

/** The windows that an instant is in, by their ends. */
export function windowsAt(at: number, { every, lookback }: Schedule): readonly Window[] {
  const windows: Window[] = [];
  for (let end = (Math.floor(at / every) + 1) * every; end - lookback <= at; end += every) {
    windows.push({ start: end - lookback, end });
  }
  return windows;
}

/** Writes what the groups add, then reads what each then has. */
export async function remember(store: StateStore, now: number, groups: readonly Group[]): Promise<readonly Remembered[]> {
  await store.put(groups.flatMap((group) => partialsOf(group, now)));
  return Promise.all(groups.map(async (group) => ({ entries: await read(store, group) })));
}

async function read(store: StateStore, { name, schedule, entries }: Group): Promise<readonly Entry[]> {
  const times = entries.map(({ at }) => at);
  const first = slotOf(Math.min(...times) - schedule.lookback, schedule);
  const last = slotOf(Math.max(...times) + schedule.lookback, schedule);
  const { from, to } = sortRange([first], [last]);
  const items = await store.range(partitionOf(name), from, to);
  const byId = new Map<string, Entry>();
  for (const entry of items.flatMap(entriesOf)) byId.set(entry.id, entry);
  return [...byId.values()].sort((a, b) => a.at - b.at);
}

/** One item for each slot of time, or several if they would be too large. */
function partialsOf({ name, schedule, entries }: Group, now: number): readonly Item[] {
  const slots = Map.groupBy(entries, ({ at }) => slotOf(at, schedule));
  return [...slots].flatMap(([slot, found]) =>
    chunksOf(found).map((chunk) => {
      const rows = chunk.map(({ id, at, data }): Json => [id, at, ...data]);
      const sort = [slot, createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 22)];
      return {
        key: keyOf(['window', ...name], sort),
        value: itemValue('partial', { entries: rows }),
        expiresAt: Math.max(now, ...chunk.map(({ at }) => at)) + schedule.lookback + lateness,
      };
    }),
  );
}

function* slices(entries: readonly Entry[]): Generator<readonly Entry[]> {
  let chunk: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = 40 + entry.id.length + entry.data.join().length;
    if (bytes + size > bytesPerItem && chunk.length > 0) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(entry);
    bytes += size;
  }
  yield chunk;
}

function chunksOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  return [...slices(entries.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)))];
}

function partitionOf(name: readonly KeyPart[]): string {
  return keyOf(['window', ...name], [0]).partition;
}

function slotOf(at: number, { every }: Schedule): number {
  return Math.floor(at / every);
}

function entriesOf(item: StoredItem): readonly Entry[] {
  const { entries }: JsonObject = membersOf(item, 'partial', {
    entries: (value) => Array.isArray(value) && value.every(isRow),
  });
  return (entries as Row[]).map(([id, at, ...data]) => ({ id, at, data }));
}

type Row = [id: string, at: number, ...data: string[]];

function isRow(value: unknown): value is Row {
  return Array.isArray(value) && value.every((member, index) => (index === 1 ? isNumber(member) : typeof member === 'string'));
}

/** A text of any length as a short one that stands for it. */
export function digest(text: string): string {
  return text.length <= 32 ? text : createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
