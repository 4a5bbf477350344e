/** What is stored: it comes back as it was, fits whatever it holds, and gives way in order. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { arrived, type Board, emptyBoard, withAlerts } from '../../src/incident/board.ts';
import { compose } from '../../src/incident/compose.ts';
import { boardItem, boardOf, maxPackedBytes, newsItem, newsOf } from '../../src/incident/items.ts';
import { encodeItem } from '../../src/state/item-format.ts';
import type { Item, StoredItem } from '../../src/state/store.ts';
import { alert, type Given, session, start } from './alerts.ts';

const stored = (item: Item): StoredItem => ({ ...item, version: '1' });
const boardWith = (given: readonly Given[]): Board =>
  withAlerts(emptyBoard, given.map(alert).map(arrived), start);
const noise = (bytes: number) => randomBytes(bytes).toString('base64');
const distinct = (count: number, more: Partial<Given> = {}): readonly Given[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `${more.name ?? 'alert'} ${index}`,
    user: session(`somebody-${more.name}-${index}-${noise(60)}`),
    reason: noise(200),
    ...(more.severity !== undefined && { severity: more.severity }),
    ...(more.buildingBlock !== undefined && { buildingBlock: more.buildingBlock }),
  }));

it('a board comes back as it was', () => {
  const board = boardWith(distinct(20));
  const { item, shed } = boardItem(board, start);
  expect(boardOf(stored(item)).incidents.toSorted(byId)).toEqual(board.incidents.toSorted(byId));
  expect(shed).toEqual({ incidents: 0 });
});

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

it('keeps what people are to be told, and gives up building blocks and what they know', () => {
  let board = boardWith(distinct(400, { name: 'known' }));
  for (let at = start; ; at += 60_000) {
    const composed = compose(board, at, 1);
    if (composed === undefined) break;
    board = { ...composed.board, outbox: [] };
  }
  const more = [...distinct(400, { name: 'block', buildingBlock: true }), ...distinct(300, { name: 'new' })];
  board = withAlerts(board, more.map(alert).map(arrived), start);
  const { item, shed } = boardItem(board, start);
  expect(String(item.value.data).length).toBeLessThanOrEqual(maxPackedBytes);
  expect(() => encodeItem(item)).not.toThrow();
  const kept = boardOf(stored(item)).incidents;
  const due = (incidents: Board['incidents']) => incidents.filter((each) => each.due !== undefined);
  expect(due(kept).flatMap(({ pending }) => pending)).toHaveLength(300);
  // Of those that went, the people's are counted.
  const known = (incidents: Board['incidents']) => incidents.filter(({ told }) => told !== undefined).length;
  expect(shed.incidents).toBe(400 - known(kept));
  const blocks = kept.filter(({ worst }) => worst === undefined).length;
  expect(known(kept) === 0 || blocks === 0 || known(kept) === 400).toBe(true);
});

it('fits where callers without a name write noise from many addresses, and is told of at once', () => {
  // Each address has an incident of its own, and nothing in it repeats itself. None of it would be due before the hour.
  const addresses = 140;
  let board = emptyBoard;
  for (let round = 0; round < 20; round++) {
    const some = Array.from(
      { length: addresses },
      (_, index): Given => ({
        name: `${round} ${index}`,
        at: round / 10,
        severity: 'low',
        user: { username: 'system:anonymous' },
        address: `2001:db8::${index.toString(16)}`,
        objectRef: { resource: noise(75), namespace: noise(192), name: noise(192) },
        reason: noise(225),
      }),
    );
    const { item, shed } = boardItem(
      withAlerts(board, some.map(alert).map(arrived), start + round * 6000),
      start,
    );
    expect(() => encodeItem(item)).not.toThrow();
    expect(shed).toEqual({ incidents: 0 });
    board = boardOf(stored(item));
  }
  expect(board.incidents.flatMap(({ pending }) => pending)).toHaveLength(20 * addresses);
  const composed = compose(board, start + 200_000, 1);
  expect(composed?.news).toMatchObject({ kind: 'incidents' });
  // Once people know of it, there is room again.
  const { item } = boardItem(composed?.board ?? board, start);
  expect(boardOf(stored(item)).isCrowded).toBeUndefined();
});

it('news fits, with fewer alerts in full where there are many, and all ids', () => {
  const board = boardWith(distinct(900));
  const composed = compose(board, start, 1);
  if (composed?.news.kind !== 'incidents') throw new Error('there is no news');
  const { item, news } = newsItem(composed.news, start);
  expect(() => encodeItem(item)).not.toThrow();
  expect(newsOf(stored(item))).toEqual(news);
  if (news.kind !== 'incidents') throw new Error('there is no news');
  expect(news.incidents.flatMap(({ newIds }) => newIds)).toHaveLength(900);
});

it('what something else wrote is refused', () => {
  const { item } = boardItem(emptyBoard, start);
  expect(() => boardOf(stored({ ...item, value: { ...item.value, version: 2 } }))).toThrow(
    /has kind "incidents", version 2; expected kind "incidents", version 1/,
  );
});
