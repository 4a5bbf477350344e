/** How the law is put to the test for one kind of rule; each kind has a file, so that they run side by side. */
import { describe, expect, it } from 'vitest';
import { kinds } from './kinds.ts';
import { judge, prepared, report } from './law.ts';

/**
 * `HARRIER_SEED="threshold/123"` runs that schedule alone. HARRIER_SCHEDULES says how many to run of each kind; CI runs
 * 10,000.
 */
const { HARRIER_SEED: seed, HARRIER_SCHEDULES: wanted = '2000' } = process.env;

export function simulate(name: string): void {
  const [only, number] = seed?.split('/') ?? [name];
  describe.runIf(only === name)(name, async () => {
    const found = kinds.find((kind) => kind.name === name);
    if (found === undefined) throw new Error(`no kind of rule is called ${name}`);
    const kind = await prepared(found);
    const schedules = Math.ceil(Number(wanted) / (kind.oneIn ?? 1));
    if (number !== undefined) {
      it(`makes the alerts of an orderly run with seed ${seed}`, async () => {
        const { violation } = await judge(kind, Number(number));
        if (violation !== '') await report(kind, Number(number));
      });
      return;
    }
    it(`makes the alerts of an orderly run in ${schedules} schedules`, async () => {
      const seen = { alerts: 0, invocations: 0, repeats: 0, beyond: 0, silenced: 0 };
      const began = performance.now();
      for (let at = 0; at < schedules; at++) {
        const { violation, expected, outcome, beyond, silenced } = await judge(kind, at);
        if (violation !== '') await report(kind, at);
        seen.alerts += expected.length;
        seen.invocations += outcome.invocations;
        const published = new Set(outcome.published);
        seen.repeats += outcome.published.length - published.size;
        seen.beyond += beyond;
        seen.silenced += silenced;
      }
      const rate = schedules / ((performance.now() - began) / 1000);
      console.log(`${name}: ${schedules} schedules, ${Math.round(rate)} a second, ${JSON.stringify(seen)}`);
      // A simulation in which nothing happens proves nothing.
      expect(seen.alerts).toBeGreaterThan(schedules / 2);
      expect(seen.invocations).toBeGreaterThan(3 * schedules);
      expect(seen.repeats).toBeGreaterThan(schedules / 20);
      // Of sequences, and of what settles, some are right when they are raised, and not when all is known.
      if (kind.queries !== undefined || kind.unsettled !== undefined)
        expect(seen.beyond).toBeGreaterThan(schedules / 200);
      if (kind.unsettled !== undefined) expect(seen.silenced).toBeGreaterThan(schedules / 10);
    });
  });
}
