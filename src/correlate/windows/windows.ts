/**
 * Windows of event time: what a delivery adds to a group is written as a partial, then the window is read and
 * evaluated. Of two deliveries at the same time the later reader sees both partials, so no window is missed. A
 * partial is named after its content, so a retry writes the same one; and acts that arrive twice, in whatever
 * deliveries, are told by their ids.
 *
 * What is in the store is true for good. So a process that has read a window need not write what would change nothing
 * there: however many acts a group has, it is written and read only until it can say no more than it does.
 */
import type { Schedule } from '../../rule.ts';
import type { EventSummary } from '../../signal.ts';
import { type KeyPart, keyOf, sortRange } from '../../state/key.ts';
import { forAll, limiter } from '../../state/parallel.ts';
import type { Item } from '../../state/store.ts';
import { type Memory, redeliveryHorizon } from '../memory.ts';
import { type Entry, type EntryCodec, mergeEntries, weightOf } from './entry.ts';
import { cellOf, slotOf } from './grid.ts';
import { entriesOf, partialsOf } from './partials.ts';

/** A group of acts that is evaluated as one. */
export interface Group<Data> {
  /** The parts of the group's key in the store. No other group has the same. */
  readonly name: readonly KeyPart[];
  readonly schedule: Schedule;
  /** The group's acts in this delivery. Never empty. */
  readonly entries: readonly Entry<Data>[];
  /**
   * Bounds what is written of one cell: returns the entries that could change the evaluation of a window, given those
   * that the store is known to have. An entry that is left out must not matter, whatever else there is.
   * @param all what is known of the group in any cell, `entries` among them
   */
  readonly reduce: (
    known: readonly Entry<Data>[],
    entries: readonly Entry<Data>[],
    all: readonly Entry<Data>[],
  ) => readonly Entry<Data>[];
  /** Makes what alerts of later deliveries tell of an act of this delivery. */
  readonly summarise?: (id: string) => EventSummary;
  /**
   * True if `reduce` may also leave out entries that matter, because there are too many. The store is then read for
   * every entry that is not known, also if none is written.
   */
  readonly readsForAll?: boolean;
  /** True if most of what a process does not know of the group is in the store: it is then read before anything is written. */
  readonly readsFirst?: boolean;
}

/** How many groups are written and then read together. A delivery may have a million. */
const groupsAtOnce = 500;
const readsAtOnce = 32;

/**
 * Writes what the groups add, then reads what each then has.
 * @param codec how the groups' entries are written and read; groups of one name always have the same
 * @returns for each group the entries of this delivery, and those known around them that matter: each act once, by time
 */
export async function recordAndRead<Data>(
  groups: readonly Group<Data>[],
  codec: EntryCodec<Data>,
  memory: Memory,
): Promise<readonly (readonly Entry<Data>[])[]> {
  const remembered: (readonly Entry<Data>[])[] = [];
  for (let at = 0; at < groups.length; at += groupsAtOnce) {
    const works = await forAll(groups.slice(at, at + groupsAtOnce), limiter(readsAtOnce), (group) =>
      workOn(group, codec, memory),
    );
    const items = works.flatMap(({ group, pending }) => itemsOf(group, pending, codec, memory.clock()));
    if (items.length > 0) await memory.store.put(items);
    const known = await forAll(works, limiter(readsAtOnce), (work) => knownOf(work, codec, memory));
    for (const [index, { group }] of works.entries()) {
      remembered.push(mergeEntries([...(known[index] ?? []), ...group.entries], codec));
    }
  }
  return remembered;
}

interface Work<Data> {
  readonly group: Group<Data>;
  readonly partition: string;
  /** The first and last slot that windows of the group's entries reach. */
  readonly slots: readonly [first: number, last: number];
  readonly known: readonly Entry<Data>[] | undefined;
  /** What is to be written. */
  readonly pending: readonly Entry<Data>[];
}

async function workOn<Data>(
  group: Group<Data>,
  codec: EntryCodec<Data>,
  memory: Memory,
): Promise<Work<Data>> {
  const { name, schedule, entries } = group;
  const times = entries.map(({ at }) => at);
  const slots = [
    slotOf(times.reduce((a, b) => Math.min(a, b)) - schedule.lookback, schedule),
    slotOf(times.reduce((a, b) => Math.max(a, b)) + schedule.lookback, schedule),
  ] as const;
  const { partition } = keyOf(['window', ...name], [0]);
  // Of one partition all entries are of one kind.
  const cached = memory.windows.get(cacheKey(partition, slots)) as readonly Entry<Data>[] | undefined;
  const known =
    cached ?? (group.readsFirst ? await read({ group, partition, slots }, codec, memory) : undefined);
  const pending = reduced(group, known ?? [], mergeEntries(entries, codec));
  return { group, partition, slots, known, pending: summarised(group, known ?? [], pending) };
}

/** How many acts of a cell are summarised. No alert lists more. */
export const summariesPerCell = 100;

function summarised<Data>(
  { schedule, summarise }: Group<Data>,
  known: readonly Entry<Data>[],
  pending: readonly Entry<Data>[],
): readonly Entry<Data>[] {
  if (summarise === undefined) return pending;
  const told = Map.groupBy(
    known.filter(({ summary }) => summary !== undefined),
    ({ at }) => cellOf(at, schedule),
  );
  const cells = Map.groupBy(pending, ({ at }) => cellOf(at, schedule));
  return [...cells].flatMap(([cell, entries]) => {
    const ids = new Set((told.get(cell) ?? []).map(({ id }) => id));
    return entries.map((entry) => {
      if (ids.has(entry.id) || ids.size >= summariesPerCell) return entry;
      ids.add(entry.id);
      return { ...entry, summary: summarise(entry.id) };
    });
  });
}

async function knownOf<Data>(
  work: Work<Data>,
  codec: EntryCodec<Data>,
  memory: Memory,
): Promise<readonly Entry<Data>[]> {
  const { group, known, pending } = work;
  const isEnough =
    pending.length === 0 && !(group.readsForAll && known !== undefined && isNews(group, known));
  return known !== undefined && isEnough ? known : read(work, codec, memory);
}

async function read<Data>(
  { group, partition, slots }: Pick<Work<Data>, 'group' | 'partition' | 'slots'>,
  codec: EntryCodec<Data>,
  { store, windows }: Memory,
): Promise<readonly Entry<Data>[]> {
  const { from, to } = sortRange([slots[0]], [slots[1]]);
  const items = await store.range(partition, from, to);
  const entries = reduced(
    group,
    [],
    mergeEntries(
      items.flatMap((item) => entriesOf(item, codec)),
      codec,
    ),
  );
  windows.set(cacheKey(partition, slots), entries, 1 + weightOf(entries, codec));
  return entries;
}

function isNews<Data>({ entries }: Group<Data>, known: readonly Entry<Data>[]): boolean {
  const ids = new Set(known.map(({ id }) => id));
  return entries.some(({ id }) => !ids.has(id));
}

function cacheKey(partition: string, [first, last]: Work<unknown>['slots']): string {
  return `${partition} ${first} ${last}`;
}

function reduced<Data>(
  { schedule, reduce }: Group<Data>,
  known: readonly Entry<Data>[],
  entries: readonly Entry<Data>[],
): readonly Entry<Data>[] {
  const cells = Map.groupBy(entries, ({ at }) => cellOf(at, schedule));
  const knownCells = Map.groupBy(known, ({ at }) => cellOf(at, schedule));
  const all = [...known, ...entries];
  return [...cells].flatMap(([cell, found]) => reduce(knownCells.get(cell) ?? [], found, all));
}

function itemsOf<Data>(
  { name, schedule }: Group<Data>,
  entries: readonly Entry<Data>[],
  codec: EntryCodec<Data>,
  now: number,
): readonly Item[] {
  const slots = Map.groupBy(entries, ({ at }) => slotOf(at, schedule));
  const expiresAt = Math.trunc(now) + schedule.lookback + redeliveryHorizon;
  return [...slots].flatMap(([slot, found]) =>
    [...partialsOf(found, codec)].map((partial) => ({
      key: keyOf(['window', ...name], [slot, partial.name]),
      value: partial.value,
      expiresAt,
    })),
  );
}
