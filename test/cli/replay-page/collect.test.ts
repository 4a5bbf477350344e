/** All alerts are counted, and those kept that matter most. */
import { expect, it } from 'vitest';
import type { Alert } from '../../../src/alert/alert.ts';
import { Collected } from '../../../src/cli/replay-page/collect.ts';
import { bySeverity, sum } from '../../../src/cli/replay-page/counts.ts';
import type { Severity } from '../../../src/rule.ts';
import { alertOf, exec } from '../../alert/sample.ts';

const base = alertOf(exec);

function alert(second: number, severity: Severity, more: object = {}): Alert {
  const at = new Date(Date.UTC(2026, 2, 1, 10) + second * 1000).toISOString();
  const { harrier } = base;
  return {
    ...base,
    '@timestamp': at,
    event: { ...base.event, id: `${second} ${severity}` },
    harrier: { ...harrier, severity },
    ...more,
  } as Alert;
}

it('keeps the most severe and, of these, the first; shows them in the order of time', () => {
  const collected = new Collected(3);
  for (let i = 20; i > 0; i--) collected.add(alert(i, i === 7 ? 'critical' : i % 2 === 0 ? 'low' : 'high'));
  expect(collected.alerts().map(({ id }) => id)).toEqual(['1 high', '3 high', '7 critical']);
  expect(collected.counts).toEqual([1, 9, 0, 10]);
  expect(collected.total).toBe(20);
  expect([...collected.rules.values()].map(({ counts }) => sum(counts))).toEqual([20]);
  expect([...collected.tactics.values()].map(({ id, counts }) => [id, sum(counts)])).toEqual([
    ['TA0002', 20],
  ]);
});

it('puts an alert without a time last', () => {
  const collected = new Collected();
  const untimed = base.harrier.events.map(({ '@timestamp': _, ...event }) => event);
  collected.add(alert(5, 'low', { harrier: { ...base.harrier, severity: 'low', events: untimed } }));
  collected.add(alert(9, 'low'));
  expect(collected.alerts().map(({ at }) => at === undefined)).toEqual([false, true]);
  expect(collected.times.flat()).toHaveLength(1);
});

it('counts by actor, with the addresses they came from', () => {
  const collected = new Collected();
  const from = (i: number) => ({ source: { ip: [`203.0.113.${i}`] } });
  for (let i = 0; i < 8; i++) collected.add(alert(i, 'low', from(i)));
  collected.add(
    alert(9, 'high', {
      ...from(1),
      kubernetes: { audit: { user: { username: 'bob' } } },
      user: { name: 'bob' },
    }),
  );
  const actors = [...collected.actors.values()].toSorted(bySeverity);
  expect(actors.map(({ actor, counts }) => [actor?.name === 'bob', sum(counts)])).toEqual([
    [true, 1],
    [false, 8],
  ]);
  expect(actors.map(({ addresses, moreAddresses }) => [addresses.size, moreAddresses])).toEqual([
    [1, false],
    [5, true],
  ]);
});
