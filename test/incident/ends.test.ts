/** How acts ended: what is said of it holds for all of them, also for those that a message does not list. */
import { expect, it } from 'vitest';
import { arrived, emptyBoard, withAlerts } from '../../src/incident/board.ts';
import { compose } from '../../src/incident/compose.ts';
import { type Ends, endOf, endsSentence, noEnds } from '../../src/incident/ends.ts';
import type { IncidentAlert } from '../../src/incident/incident.ts';
import { renderIncidentEmail } from '../../src/incident/telling/render-email.ts';
import { alert, type Given, start } from './alerts.ts';

it.each<[string, Pick<IncidentAlert, 'outcome' | 'status'>]>([
  ['allowed', { outcome: 'success', status: 200 }],
  ['allowed', { outcome: 'success' }],
  ['allowed', { status: 101 }],
  ['refused', { outcome: 'failure', status: 403 }],
  ['refused', { status: 401 }],
  ['refused', { outcome: 'failure' }],
  // The authorizer allowed it, and nothing came of it.
  ['failed', { outcome: 'success', status: 404 }],
  ['failed', { outcome: 'failure', status: 500 }],
  ['unknown', {}],
  ['unknown', { outcome: 'unknown' }],
])('is %s with %j', (end, known) => {
  expect(endOf(known)).toBe(end);
});

it.each<[Partial<Ends>, string]>([
  [{}, ''],
  [{ allowed: 1 }, 'The API server allowed it.'],
  [{ allowed: 2 }, 'The API server allowed all of it.'],
  [{ refused: 1 }, 'The API server refused it.'],
  [{ refused: 3 }, 'The API server refused all of it.'],
  [{ failed: 1 }, 'It failed.'],
  [{ failed: 2 }, 'All of it failed.'],
  [{ unknown: 2 }, 'How it ended is not known.'],
  [{ allowed: 5, refused: 2 }, 'The API server refused 2 of 7 acts and allowed the others.'],
  [{ allowed: 5, failed: 2 }, 'Of 7 acts the API server allowed 5 and 2 failed.'],
  [{ refused: 1, failed: 1 }, 'Of 2 acts the API server refused 1 and 1 failed.'],
  [
    { allowed: 5, refused: 1, failed: 2, unknown: 1 },
    'Of 9 acts the API server allowed 5, it refused 1, 2 failed and of 1 it is not known how they ended.',
  ],
])('of %j it is said: %s', (ends, sentence) => {
  expect(endsSentence({ ...noEnds, ...ends }, 'act')).toBe(sentence);
});

it('what people were told of long ago counts', () => {
  const act = (name: string, at: number, outcome = 'success'): Given => ({
    name,
    at,
    severity: 'high',
    outcome,
  });
  let board = emptyBoard;
  const add = (given: readonly Given[], at: number) => {
    board = withAlerts(board, given.map(alert).map(arrived), start + at * 60_000);
    const composed = compose(board, start + at * 60_000, 0);
    if (composed?.news.kind !== 'incidents') throw new Error('nothing is due');
    board = composed.board;
    return renderIncidentEmail(composed.news).body;
  };
  const refused = Array.from({ length: 8 }, (_, index) => ({
    ...act(`refused ${index}`, index),
    status: 403,
  }));
  expect(add(refused, 8)).toContain('The API server refused all of it.');
  const later = Array.from({ length: 34 }, (_, index) => act(`allowed ${index}`, 10 + index));
  board = withAlerts(board, later.map(alert).map(arrived), start + 60 * 60_000);
  expect(add([act('last', 200)], 300)).toContain(
    'The API server refused the acts of 8 of 43 alerts and allowed the others.',
  );
});
