/** As `laws.test.ts`, for as many incidents as `HARRIER_INCIDENTS` says. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newsOfAnything } from './arbitrary.ts';
import { chatProblems, emailProblems } from './limits.ts';

const runs = Number(process.env.HARRIER_INCIDENTS ?? 3000);

it(`${runs} messages are within limits, and nothing in them is more than text`, () => {
  fc.assert(
    fc.property(newsOfAnything, (news) => {
      expect([...emailProblems(news), ...chatProblems(news)]).toEqual([]);
    }),
    { numRuns: runs },
  );
});
