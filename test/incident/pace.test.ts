/** How often people are written to: at no time more often than they can bear. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { burst, freeAt, type Pace, refill, spacing, spent, unhurried } from '../../src/incident/pace.ts';

const start = Date.parse('2026-03-01T10:00:00Z');

/** Sends whenever it may. @returns when it did, up to `until` */
function eager(until: number, isPressed: boolean): readonly number[] {
  const sent: number[] = [];
  let pace: Pace = unhurried;
  for (let now = start; ; ) {
    now = freeAt(pace, now, isPressed);
    if (now > until) return sent;
    sent.push(now);
    pace = spent(pace, now);
  }
}

it('is a second between messages, and after some in a row a quarter of a minute', () => {
  const sent = eager(start + 600_000, false);
  const gaps = sent.map((at, index) => at - (sent[index - 1] ?? Number.NaN)).slice(1);
  expect(gaps.slice(0, burst - 1)).toEqual(Array(burst - 1).fill(spacing));
  expect(Math.min(...gaps.slice(burst + 2))).toBe(refill);
});

it('is a second between messages where more waits than can be remembered', () => {
  const sent = eager(start + 60_000, true);
  expect(sent).toHaveLength(61);
});

it('holds whatever comes when', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30_000), { maxLength: 200 }), (waits) => {
      const sent: number[] = [];
      let pace: Pace = unhurried;
      let now = start;
      for (const wait of waits) {
        now += wait;
        if (freeAt(pace, now) > now) continue;
        sent.push(now);
        pace = spent(pace, now);
      }
      for (const at of sent) {
        const within = (span: number) => sent.filter((other) => other >= at && other < at + span).length;
        expect(within(spacing)).toBe(1);
        expect(within(60_000)).toBeLessThanOrEqual(burst + Math.ceil(60_000 / refill));
      }
    }),
  );
});

it('a clock that goes back does not make it faster', () => {
  const pace = spent(unhurried, start);
  expect(freeAt(pace, start - 60_000)).toBe(start + spacing);
});
