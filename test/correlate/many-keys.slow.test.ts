/** What 100,000 groups of one delivery cost. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { benchFor, get } from './events.ts';
import { compiledRules, ruleToml, sequenceToml } from './rules.ts';

const threshold = ruleToml(
  'threshold',
  'from = "now-6m"\ninterval = "5m"\n[rule.threshold]\nfield = ["user.name"]\nvalue = 3\n',
);
const sequence = sequenceToml(
  `sequence by user.name with maxspan=5m [any where kubernetes.audit.verb == "get"]
   [any where kubernetes.audit.verb == "delete"]`,
);

const byManyUsers: readonly JsonObject[] = Array.from({ length: 100_000 }, (_, index) =>
  get(index, { user: { username: `user-${index}` } }),
);

it('of a threshold is one write and one read each, in bounded requests', async () => {
  let most = 0;
  let running = 0;
  const bench = benchFor(await compiledRules([threshold]), {
    wrap: (store) => ({
      ...store,
      range: async (...range) => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        const found = await store.range(...range);
        running--;
        return found;
      },
    }),
  });
  await bench.deliver(byManyUsers);
  const { itemsWritten, writeRequests, readUnits } = bench.store.usage;
  expect({ itemsWritten, writeRequests, readUnits }).toEqual({
    itemsWritten: 100_000,
    writeRequests: 4000,
    readUnits: 100_000,
  });
  expect(most).toBeLessThanOrEqual(32);
});

it('of a sequence is one write and one read each', async () => {
  const bench = benchFor(await compiledRules([sequence]));
  await bench.deliver(byManyUsers);
  const { itemsWritten, readUnits } = bench.store.usage;
  expect({ itemsWritten, readUnits }).toEqual({ itemsWritten: 100_000, readUnits: 100_000 });
});
