/** When people are told, and how long what waits may wait. */
import { expect, it } from 'vitest';
import { arrived, type Board, emptyBoard, withAlerts } from '../../src/incident/board.ts';
import { compose, nextDue } from '../../src/incident/compose.ts';
import { alert, type Given, hour, minute, session, start } from './alerts.ts';

const lease = 120_000;

function add(board: Board, at: number, ...given: readonly Given[]): Board {
  return withAlerts(
    board,
    given.map((each) => arrived(alert({ at, ...each }))),
    start + at * minute,
  );
}

/** The board once people were told of what is due, and that something was. */
function told(board: Board, at: number): Board {
  const composed = compose(board, start + at * minute, lease);
  if (composed === undefined) throw new Error('nothing is due');
  return composed.board;
}

const dueIn = (board: Board, at: number) => (nextDue(board) - start) / minute - at;

it.each(['medium', 'high', 'critical'] as const)(
  'of an incident of %s severity people are told at once',
  (severity) => {
    expect(dueIn(add(emptyBoard, 0, { name: 'a', severity }), 0)).toBe(0);
  },
);

it('of incidents of low severity they are told at the full hour, of all together', () => {
  let board = add(emptyBoard, 5, { name: 'a', severity: 'low' });
  board = add(board, 20, { name: 'b', severity: 'low', user: session('bob') });
  expect(dueIn(board, 0)).toBe(60);
  expect(compose(board, start + hour, lease)?.news).toMatchObject({ incidents: [{}, {}] });
  // Not in a moment.
  expect(dueIn(add(emptyBoard, 55, { name: 'c', severity: 'low' }), 0)).toBe(120);
});

it('of building blocks alone nobody is told', () => {
  expect(nextDue(add(emptyBoard, 0, { name: 'a', buildingBlock: true, severity: 'high' }))).toBe(
    Number.POSITIVE_INFINITY,
  );
});

it('building blocks are told with what they belong to', () => {
  const board = add(emptyBoard, 0, { name: 'a', buildingBlock: true }, { name: 'b', at: 1 });
  expect(compose(board, start + 2 * minute, lease)?.news).toMatchObject({
    incidents: [{ newIds: [expect.anything(), expect.anything()], severity: 'medium' }],
  });
});

it.each([
  ['critical', 10],
  ['high', 30],
  ['medium', 120],
  ['low', 1440],
] as const)('news of %s severity of an incident that people know waits %i minutes', (severity, minutes) => {
  const board = told(add(emptyBoard, 0, { name: 'a', severity: 'critical' }), 0);
  expect(dueIn(add(board, 7, { name: 'b', severity, rule: 'other' }), 7)).toBe(minutes);
});

it('an incident that becomes more severe is told at once, with what waited', () => {
  let board = told(add(emptyBoard, 0, { name: 'a', severity: 'high' }), 0);
  board = add(board, 1, { name: 'b', severity: 'high', rule: 'other' });
  board = add(board, 2, { name: 'c', severity: 'critical', rule: 'third' });
  expect(dueIn(board, 2)).toBe(0);
  expect(compose(board, start + 2 * minute, lease)?.news).toMatchObject({
    incidents: [{ severity: 'critical', told: { severity: 'high', times: 1 }, newIds: { length: 2 } }],
  });
});

it('it becomes more severe by the tactics that it passes through, of building blocks none', () => {
  const tactics = ['TA0001', 'TA0002', 'TA0003', 'TA0004'];
  const severityOf = (...given: readonly Given[]) => {
    const news = compose(add(emptyBoard, 0, ...given), start, lease)?.news;
    return news?.kind === 'incidents' ? news.incidents[0]?.severity : undefined;
  };
  const each = tactics.map((id) => ({ name: id, tactics: [id] }));
  expect(severityOf(...each)).toBe('high');
  expect(severityOf(...each.slice(1))).toBe('medium');
  expect(severityOf(...each.slice(1), { name: 'x', tactics: ['TA0001'], buildingBlock: true })).toBe(
    'medium',
  );
  expect(severityOf(...each.map((one) => ({ ...one, severity: 'critical' as const })))).toBe('critical');
});

it('of the same again people are told ever less; what is new in kind waits no longer, however often the rest was repeated', () => {
  let board = told(add(emptyBoard, 0, { name: 'a', severity: 'critical' }), 0);
  const waits: number[] = [];
  let at = 0;
  for (let repeat = 0; repeat < 7; repeat++) {
    at += 1;
    board = add(board, at, { name: `again ${repeat}`, severity: 'critical' });
    waits.push(dueIn(board, at));
    at += dueIn(board, at);
    board = told(board, at);
  }
  expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640]);
  at += 1;
  expect(dueIn(add(board, at, { name: 'new', severity: 'critical', rule: 'another' }), at)).toBe(10);
});

it('what there is no room for in a message is told in the next', () => {
  const many = Array.from({ length: 4500 }, (_, index) => ({ name: `alert ${index}` }));
  const board = add(emptyBoard, 0, ...many);
  const first = compose(board, start, lease);
  expect(first?.news).toMatchObject({ incidents: [{ newIds: { length: 4000 } }] });
  const second = compose(first?.board ?? emptyBoard, start + 1000, lease);
  expect(second?.news).toMatchObject({ incidents: [{ newIds: { length: 500 }, told: { times: 1 } }] });
});

it('where too much waits it is told before it is due', () => {
  let board = told(add(emptyBoard, 0, { name: 'a', severity: 'high' }), 0);
  const many = Array.from({ length: 3001 }, (_, index) => ({
    name: `alert ${index}`,
    severity: 'high' as const,
  }));
  board = add(board, 1, ...many.slice(0, 3000));
  expect(dueIn(board, 1)).toBe(30);
  expect(nextDue(add(board, 1, ...many.slice(3000)))).toBe(0);
});
