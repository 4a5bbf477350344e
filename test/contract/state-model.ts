/** Sequences of calls on a StateStore, compared with a plain map. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Item, Key, StateStore } from '../../src/state/store.ts';

export interface Clock {
  now(): number;
  advance(milliseconds: number): unknown;
}

/** What should be there. */
interface Remembered {
  readonly item: Item;
  /** Which write made it: versions are the store's own. */
  readonly write: number;
}

interface Model {
  readonly items: Map<string, Remembered>;
  /** What was read last under a key: the write, and since then the version that the store gave it. */
  readonly reads: Map<string, { readonly write: number; readonly version: string }>;
  writes: number;
}

interface Real {
  readonly store: StateStore;
  readonly clock: Clock;
  /** Keeps the runs apart in one store. */
  readonly run: number;
}

type Command = fc.AsyncCommand<Model, Real>;

interface Entry {
  readonly key: Key;
  readonly value: number;
  readonly lifetime: number;
}

const partition = fc.constantFrom('p', 'q');
const sort = fc.constantFrom('a', 'a\u0000', 'b', 'é', '\uffff', '😀');
/** Not U+FFFF: dynalite, unlike its order of items, compares the bounds of a range by UTF-16 units. */
const bound = sort.filter((text) => text !== '\uffff');
const key = fc.record({ partition, sort });
const entry = fc.record({ key, value: fc.nat(9), lifetime: fc.constantFrom(0, 1, 5, 1000) });

const idOf = ({ partition, sort }: Key) => JSON.stringify([partition, sort]);

function keyIn({ run }: Real, { partition, sort }: Key): Key {
  return { partition: `${run} ${partition}`, sort };
}

function itemIn(real: Real, { key, value, lifetime }: Entry): Item {
  return { key: keyIn(real, key), value: { value }, expiresAt: real.clock.now() + lifetime };
}

function present(model: Model, real: Real, of: Key): Remembered | undefined {
  const found = model.items.get(idOf(of));
  return found !== undefined && found.item.expiresAt > real.clock.now() ? found : undefined;
}

function write(model: Model, real: Real, of: Entry): void {
  model.items.set(idOf(of.key), { item: itemIn(real, of), write: ++model.writes });
}

function command(text: string, run: Command['run']): Command {
  return { check: () => true, run, toString: () => text };
}

const put = fc.uniqueArray(entry, { selector: (each) => idOf(each.key), maxLength: 5 }).map((entries) =>
  command(`put ${JSON.stringify(entries)}`, async (model, real) => {
    await real.store.put(entries.map((each) => itemIn(real, each)));
    for (const each of entries) write(model, real, each);
  }),
);

const get = fc.array(key, { maxLength: 5 }).map((keys) =>
  command(`get ${JSON.stringify(keys)}`, async (model, real) => {
    const found = await real.store.get(keys.map((each) => keyIn(real, each)));
    const expected = keys.map((each) => present(model, real, each));
    expect(found).toEqual(expected.map((each) => each && { ...each.item, version: expect.any(String) }));
    keys.forEach((each, i) => {
      const [version, remembered] = [found[i]?.version, expected[i]];
      if (version === undefined || remembered === undefined) return;
      const before = model.reads.get(idOf(each));
      // The version is the same until the next write, and another after it.
      if (before !== undefined) expect(before.version === version).toBe(before.write === remembered.write);
      model.reads.set(idOf(each), { write: remembered.write, version });
    });
  }),
);

const range = fc.tuple(partition, bound, bound).map(([of, from, to]) =>
  command(`range ${JSON.stringify([of, from, to])}`, async (model, real) => {
    const found = await real.store.range(keyIn(real, { partition: of, sort: from }).partition, from, to);
    const expected = [...model.items.values()]
      .map(({ item }) => item)
      .filter(
        ({ key }) =>
          key.partition === `${real.run} ${of}` && bytes(key.sort, from) >= 0 && bytes(key.sort, to) <= 0,
      )
      .filter(({ expiresAt }) => expiresAt > real.clock.now())
      .toSorted((a, b) => bytes(a.key.sort, b.key.sort));
    expect(found).toEqual(expected.map((item) => ({ ...item, version: expect.any(String) })));
  }),
);

function bytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const putIfAbsent = entry.map((of) =>
  command(`putIf absent ${JSON.stringify(of)}`, async (model, real) => {
    const expected = present(model, real, of.key) === undefined;
    expect(await real.store.putIf(itemIn(real, of), undefined)).toBe(expected);
    if (expected) write(model, real, of);
  }),
);

const putIfRead = entry.map((of) =>
  command(`putIf as read ${JSON.stringify(of)}`, async (model, real) => {
    const read = model.reads.get(idOf(of.key));
    if (read === undefined) return;
    const expected = present(model, real, of.key)?.write === read.write;
    expect(await real.store.putIf(itemIn(real, of), read.version)).toBe(expected);
    if (expected) write(model, real, of);
  }),
);

const wait = fc.constantFrom(1, 4, 999).map((milliseconds) =>
  command(`wait ${milliseconds}`, async (_, { clock }) => {
    clock.advance(milliseconds);
  }),
);

/** Fails with the shortest sequence of calls after which the store and the model differ. */
export async function runAgainstModel(store: StateStore, clock: Clock, numRuns: number): Promise<void> {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.commands([put, get, get, range, putIfAbsent, putIfRead, wait], { maxCommands: 40 }),
      (commands) =>
        fc.asyncModelRun(
          () => ({
            model: { items: new Map(), reads: new Map(), writes: 0 },
            real: { store, clock, run: ++runs },
          }),
          commands,
        ),
    ),
    { numRuns },
  );
}
