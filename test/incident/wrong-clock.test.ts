/** An invocation whose clock is wrong: what it wrote keeps nobody waiting once clocks are right again. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AlarmChange } from '../../src/incident/alarms.ts';
import type { News } from '../../src/incident/compose.ts';
import { createNotifier } from '../../src/incident/notifier.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { alert, type Given, hour, minute, session, start } from './alerts.ts';

const lease = 120_000;

function notifierBy(clock: { now: number }, store: ReturnType<typeof memoryStore>, fails = () => false) {
  const sent: News[] = [];
  const publish = async (news: News) => {
    if (fails()) throw new Error('SNS is not there');
    sent.push(news);
  };
  const sleep = async (time: number) => {
    clock.now += time;
  };
  const parts = { store, publisher: { publish }, clock: () => clock.now, sleep, random: () => 0, lease };
  return { ...createNotifier(parts), sent };
}

const given = (index: number): Given => ({
  name: `alert ${index}`,
  severity: index % 2 === 0 ? 'high' : 'low',
  user: session(`person-${index}`),
});
const alarm: AlarmChange = { id: 'a', name: 'silence', state: 'ALARM', at: start, description: '' };

it('of what was taken or told by a clock that was ahead people learn as if it had been right', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 6 * minute, max: 20 * 365 * 24 * hour }),
      fc.boolean(),
      fc.boolean(),
      async (ahead, hasTold, crashed) => {
        // What a store forgets by the clock is no part of this.
        const store = memoryStore({ clock: () => start });
        const clock = { now: start + ahead };
        let isBroken = crashed;
        const { receive, tell, sent } = notifierBy(clock, store, () => isBroken);
        await receive(
          Array.from({ length: 25 }, (_, index) => alert(given(index))),
          [alarm],
        );
        if (hasTold) await tell(clock.now + 1000).catch(() => undefined);
        const before = sent.length;
        isBroken = false;
        clock.now = start;
        await receive([alert({ ...given(100), severity: 'critical' })]);
        await tell(clock.now + 30_000);
        expect(sent.slice(before).some(({ kind }) => kind === 'incidents')).toBe(true);
        // What is of low severity waits for an hour, and up to a day where it did before.
        await tell(clock.now + 26 * hour);
        const ids = sent.flatMap((news) =>
          news.kind === 'alarms' ? news.ids : news.incidents.flatMap(({ newIds }) => newIds),
        );
        expect(new Set(ids).size).toBe(27);
      },
    ),
    { numRuns: 60 },
  );
});

it('a clock that is a little ahead is waited for', async () => {
  const store = memoryStore({ clock: () => start });
  const clock = { now: start + minute };
  const { receive, tell, sent } = notifierBy(clock, store);
  await receive([alert(given(0))]);
  await tell(clock.now);
  clock.now = start;
  await receive([alert(given(2))]);
  await tell(start + 59_000);
  expect(sent).toHaveLength(1);
  await tell(start + 62_000);
  expect(sent).toHaveLength(2);
});
