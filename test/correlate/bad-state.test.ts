/** What is in the store is not what Harrier wrote, or the store is not there: the delivery fails, and says why. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import type { Item, StateStore } from '../../src/state/store.ts';
import { StateShapeError, StateUnavailableError } from '../../src/state/store.ts';
import { benchFor, get, hour } from './events.ts';
import { compiledRules, ruleToml } from './rules.ts';

const kinds = {
  query: await compiledRules([ruleToml('query')]),
  'new terms': await compiledRules([
    ruleToml('new_terms', 'new_terms_fields = ["user.name"]\nhistory_window_start = "now-7d"'),
  ]),
  threshold: await compiledRules([ruleToml('threshold', 'threshold = { field = ["user.name"], value = 2 }')]),
  suppression: await compiledRules([
    ruleToml(
      'query',
      'alert_suppression = { group_by = ["user.name"], duration = { value = 1, unit = "h" } }',
    ),
  ]),
} as const;

/** Shows each item that is read as it might have been written by somebody else. */
function spoilt(value: (item: Item) => JsonObject) {
  const spoil = <Stored extends Item>(item: Stored): Stored => ({ ...item, value: value(item) });
  return (store: StateStore): StateStore => ({
    ...store,
    get: async (keys) => (await store.get(keys)).map((item) => item && spoil(item)),
    range: async (...range) => (await store.range(...range)).map(spoil),
  });
}

const shapes: readonly (readonly [string, (item: Item) => JsonObject])[] = [
  ['of an older version', ({ value }) => ({ ...value, version: 0 })],
  ['of a newer version', ({ value }) => ({ ...value, version: 2 })],
  ['of another kind', ({ value }) => ({ ...value, kind: 'lock' })],
  ['that says nothing', () => ({})],
];

const members: readonly (readonly [keyof typeof kinds, string, JsonObject])[] = [
  ['new terms', 'generations', { generations: [] }],
  ['new terms', 'generations', { generations: [[0, 1, 'a', 2]] }],
  ['new terms', 'generations', { generations: [['0', 1, 'a', 2, 3]] }],
  ['new terms', 'generations', { generations: 'x' }],
  ['new terms', 'next', { next: null }],
  ['new terms', 'forgotten', { forgotten: '1' }],
  ['threshold', 'entries', { entries: {} }],
  ['threshold', 'entries', { entries: [['a']] }],
  ['threshold', 'entries', { entries: [['a', 1, 'b']] }],
  ['threshold', 'entries', { entries: [['a', 1, [2]]] }],
  ['threshold', 'summaries', { summaries: {} }],
  ['threshold', 'summaries', { summaries: [['act', 'id', null, 'source', 1, 'reason']] }],
  ['threshold', 'summaries', { summaries: [['act', 'id', 1, 'source', 1, 'reason', 0]] }],
  ['threshold', 'summaries', { summaries: [['act', 'id', null, 'source', null, 'reason', 0]] }],
  ['threshold', 'summaries', { summaries: [['act', 'id', null, 'source', 1, 'reason', true]] }],
  ['suppression', 'entries', { entries: [[1, 1]] }],
  ['suppression', 'entries', { entries: [['a', 1, ['of another kind']]] }],
];

describe('a state item', () => {
  const cases = Object.keys(kinds).flatMap((kind) =>
    shapes.map(([name, value]) => [kind, name, value] as const),
  );
  it.each(cases)('of %s, %s, fails the delivery and is named', async (kind, _, value) => {
    const bench = benchFor(kinds[kind as keyof typeof kinds], { wrap: spoilt(value) });
    // For a query that the alert is sent, for the others what they remember.
    const delivery = [get(0)];
    await bench.deliver(delivery).catch(() => {});
    bench.restart();
    const before = bench.alerts.length;
    const failure = await bench.deliver(delivery).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StateShapeError);
    expect(String(failure)).toMatch(
      /the state item \["(sent|terms|window)#[^\]]+\] has kind .*; expected kind "\w+", version 1/,
    );
    expect(bench.alerts).toHaveLength(before);
  });

  it.each(members)('of %s whose %s are wrong: %o', async (kind, member, value) => {
    const bench = benchFor(kinds[kind], { wrap: spoilt((item) => ({ ...item.value, ...value })) });
    const delivery = [get(0)];
    await bench.deliver(delivery).catch(() => {});
    bench.restart();
    await expect(bench.deliver(delivery)).rejects.toThrow(`a member \`${member}\` that does not fit`);
  });

  it('that says since when a rule learns is checked too', async () => {
    const bench = benchFor(kinds['new terms'], {
      learning: hour,
      wrap: spoilt(({ value }) => ({ ...value, since: 'long ago' })),
    });
    await bench.deliver([get(0)]);
    bench.restart();
    await expect(bench.deliver([get(0)])).rejects.toThrow('a member `since` that does not fit');
  });
});

describe('a store that is down', () => {
  const down = async () => {
    throw new StateUnavailableError('DynamoDB is down');
  };
  const methods = ['get', 'range', 'put', 'putIf'] as const;
  const uses: Record<keyof typeof kinds, readonly (typeof methods)[number][]> = {
    query: ['get', 'put'],
    'new terms': ['get', 'putIf', 'put'],
    threshold: ['range', 'put', 'get'],
    suppression: ['range', 'put', 'get'],
  };
  const cases = Object.entries(uses).flatMap(([kind, used]) => used.map((method) => [kind, method] as const));

  it.each(cases)(
    'fails a delivery of %s at %s, which makes its alert when it comes again',
    async (kind, method) => {
      let isDown = true;
      const bench = benchFor(kinds[kind as keyof typeof kinds], {
        wrap: (store) => ({
          ...store,
          [method]: (...args: never[]) =>
            isDown ? down() : (store[method] as (...args: never[]) => unknown)(...args),
        }),
      });
      const delivery = [get(0), get(1)];
      await expect(bench.deliver(delivery)).rejects.toThrow(StateUnavailableError);
      isDown = false;
      await bench.deliver(delivery);
      const ids = new Set(bench.alerts.map(({ event }) => event.id));
      expect(ids.size).toBe(kind === 'query' ? 2 : 1);
    },
  );
});

it('gives up on an item that others write all the time', async () => {
  const bench = benchFor(kinds['new terms'], { wrap: (store) => ({ ...store, putIf: async () => false }) });
  await expect(bench.deliver([get(0)])).rejects.toThrow(/was written by others 200 times in a row/);
});
