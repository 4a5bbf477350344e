/** What people are told of the bundled attack: few messages, of one incident. */
import { expect, it } from 'vitest';
import { arrived } from '../../src/incident/board.ts';
import { readAlert } from '../../src/incident/read-alert.ts';
import { rehearse } from '../../src/incident/rehearse.ts';
import { alertText, type Given, session } from './alerts.ts';

const all = (given: readonly Given[]) => given.map((each) => arrived(readAlert(alertText(each))));

it('news is made as if alerts came when their acts were done', () => {
  const told = rehearse(
    all([
      { name: 'late', at: 300, severity: 'high', rule: 'r2' },
      { name: 'first', at: 0, severity: 'high', rule: 'r1' },
      { name: 'soon', at: 5, severity: 'high', rule: 'r2' },
      { name: 'worse', at: 8, severity: 'critical', rule: 'r3' },
      { name: 'low', at: 9, severity: 'low', user: session('bob') },
    ]),
  );
  expect(
    told.map(({ incidents }) => incidents.map(({ severity, newIds }) => [severity, newIds.length])),
  ).toEqual([
    // At once.
    [['high', 1]],
    // At once, because it has become more severe, with what waited.
    [['critical', 2]],
    // With all others of the hour.
    [['low', 1]],
    // Half an hour after it came: it is nothing new in kind.
    [['critical', 1]],
  ]);
});

it('nothing is told of nothing', () => {
  expect(rehearse([])).toEqual([]);
});
