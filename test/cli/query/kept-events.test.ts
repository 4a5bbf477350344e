import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeptEvents } from '../../../src/cli/query/kept-events.ts';
import type { JsonObject, SourcedEvent } from '../../../src/schema/audit-event.ts';
import { parseExact } from '../../../src/schema/exact-number.ts';

const origins = [{ source: 'a' }, { source: 'b', cluster: 'prod' }];
const events: fc.Arbitrary<SourcedEvent> = fc.record(
  {
    event: fc
      .dictionary(
        fc.string({ unit: 'grapheme' }),
        fc.oneof(
          fc.jsonValue(),
          fc.maxSafeInteger().map((of) => of * 4096),
        ),
      )
      .map((of) => parseExact(JSON.stringify(of)) as JsonObject),
    origin: fc.constantFrom(...origins),
    position: fc.oneof(fc.nat(), fc.string()),
    partial: fc.boolean(),
    loggedAt: fc.nat(),
  },
  { requiredKeys: ['event', 'origin', 'position', 'partial'] },
);

it('are given back as they were, whether in memory or in the file, in any order', () => {
  const some = fc.array(events, { maxLength: 20 });
  fc.assert(
    fc.property(
      some,
      some,
      fc.nat({ max: 8 }),
      fc.integer({ min: 1, max: 400 }),
      (all, later, inMemory, blockBytes) => {
        const kept = new KeptEvents({ inMemory, blockBytes });
        const handles = all.map((event) => kept.keep(event));
        expect(handles.toReversed().map((handle) => kept.get(handle))).toEqual(all.toReversed());
        // What is kept after others were read is found as well.
        const more = later.map((event) => kept.keep(event));
        expect([...handles, ...more].map((handle) => kept.get(handle))).toEqual([...all, ...later]);
        for (const handle of handles) expect(origins).toContain(kept.get(handle).origin);
        kept.close();
      },
    ),
    { numRuns: 300 },
  );
});
