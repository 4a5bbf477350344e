/** Designs that are wrong on purpose, to show that the simulation tells them from the right one. */
import type { Random } from '../../bench/random.ts';
import { recordSent } from '../../src/correlate/sent.ts';
import type { Json } from '../../src/schema/audit-event.ts';
import { isObject } from '../../src/schema/visit.ts';
import type { Item, StateStore } from '../../src/state/store.ts';
import type { Flaw } from './world.ts';

/** Reads are eventually consistent: a write is seen only some calls later. Conditional writes see everything. */
export const staleReads: Flaw = {
  store: (store, from) => {
    let calls = 0;
    let late: { readonly item: Item; readonly seenFrom: number }[] = [];
    const settle = async (until: number) => {
      await store.put(late.filter(({ seenFrom }) => seenFrom <= until).map(({ item }) => item));
      late = late.filter(({ seenFrom }) => seenFrom > until);
    };
    return {
      get: async (keys) => {
        await settle(++calls);
        return store.get(keys);
      },
      range: async (...range) => {
        await settle(++calls);
        return store.range(...range);
      },
      put: async (items) => {
        const written = new Set(items.map(({ key }) => key.partition + key.sort));
        late = late.filter(({ item: { key } }) => !written.has(key.partition + key.sort));
        for (const item of items) late.push({ item, seenFrom: calls + from.below(30) });
      },
      putIf: async (item, expected) => {
        await settle(Number.POSITIVE_INFINITY);
        return store.putIf(item, expected);
      },
    };
  },
};

/** A partial has another name on each try. */
export const randomNames: Flaw = {
  store: (store, from) => ({ ...store, put: (items) => store.put(items.map((item) => renamed(item, from))) }),
};

/** Not even what is in a partial tells another try that it has been written before. */
export const countedAgain: Flaw = {
  storeOfInvocation: (store, from) => {
    const own = from.hex(8);
    return {
      ...store,
      put: (items) =>
        store.put(
          items.map((item) =>
            renamed(
              withIds(item, (id) => `${id}|${own}`),
              from,
            ),
          ),
        ),
      range: async (...range) => {
        const items = await store.range(...range);
        return items.map((item) => withIds(item, (id) => id.replace(`|${own}`, '')));
      },
    };
  },
};

function renamed(item: Item, from: Random): Item {
  if (item.value.kind !== 'partial' && item.value.kind !== 'heading') return item;
  const { partition, sort } = item.key;
  return { ...item, key: { partition, sort: `${sort}${from.hex(8)}` } };
}

/** A partial, or a sheet in its heading, with other ids of its acts. */
function withIds<Stored extends Item>(item: Stored, change: (id: string) => string): Stored {
  const { sheet } = item.value;
  if (isObject(sheet)) {
    const events = (sheet.events as readonly string[]).map((digits, index) =>
      index > 0 ? digits : changed(digits, change),
    );
    const name = change(String(item.value.name));
    return { ...item, value: { ...item.value, name, sheet: { ...sheet, events } } };
  }
  if (item.value.kind !== 'partial') return item;
  const entries = item.value.entries as readonly (readonly [string, ...Json[]])[];
  return {
    ...item,
    value: { ...item.value, entries: entries.map(([id, ...rest]) => [change(id), ...rest]) },
  };
}

const lowest = '#';

/** Of the digits that tell events apart the last one, changed as an id is: one text for each event, of one character. */
function changed(digits: string, change: (id: string) => string): string {
  const own = change('');
  if (own === '') return digits;
  const shift = 1 + (Number.parseInt(own.slice(1), 16) % 80);
  return [...digits]
    .map((digit) => String.fromCharCode(lowest.charCodeAt(0) + ((digit.charCodeAt(0) + shift) % 50)))
    .join('');
}

/** Headings do not tell which groups have what few have. */
export const forgottenRarities: Flaw = {
  store: (store) => ({
    ...store,
    put: (items) =>
      store.put(
        items.map((item) => {
          const { rare: _, ...value } = item.value;
          return { ...item, value };
        }),
      ),
  }),
};

/** Partials do not remember what alerts tell. */
export const forgottenStories: Flaw = {
  store: (store) => ({
    ...store,
    put: (items) =>
      store.put(
        items.map((item) => {
          const { summaries: _, ...value } = item.value;
          return { ...item, value };
        }),
      ),
  }),
};

/** Of sequences no act is stored that is no part of one: what ends or spoils them is known to its own delivery alone. */
export const forgottenEnds: Flaw = {
  store: (store, _, { rules }) => {
    const parts = rules.flatMap(({ rule }) =>
      rule.type === 'sequence'
        ? [{ id: rule.id, stages: rule.steps.flatMap(({ stage, isMissing }) => (isMissing ? [] : [stage])) }]
        : [],
    );
    return {
      ...store,
      put: (items) =>
        store.put(
          items.map((item) => {
            const rule = parts.find(({ id }) => item.key.partition.includes(id));
            if (rule === undefined || item.value.kind !== 'partial') return item;
            const entries = item.value.entries as readonly (readonly [
              string,
              number,
              readonly number[],
              string,
            ])[];
            const kept = entries.filter(([, , stages]) =>
              stages.some((stage) => rule.stages.includes(stage)),
            );
            return { ...item, value: { ...item.value, entries: kept } };
          }),
        ),
    };
  },
};

/** An alert is recorded, then published. */
export const recordThenPublish: Flaw = {
  publisher: (publisher, memory) => ({
    publish: async (alerts) => {
      await recordSent(
        alerts.map(({ event }) => ({ id: event.id })),
        { ...memory, sent: { set: () => {} } as never },
      );
      await publisher.publish(alerts);
    },
  }),
};

/** Histories are written whatever others have written meanwhile. */
export const unconditionalWrites: Flaw = { store: withoutConditions };

function withoutConditions(store: StateStore): StateStore {
  return {
    ...store,
    putIf: async (item) => {
      await store.put([item]);
      return true;
    },
  };
}
