import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recurring } from '../../src/schema/recurring.ts';

it('gives every value back', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('', 'a', 'x'.repeat(256), 'x'.repeat(257)),
  );
  fc.assert(
    fc.property(fc.oneof(texts, fc.jsonValue()), (value) => {
      // JSON has no negative zero.
      const parsed = JSON.parse(JSON.stringify(value));
      expect(recurring(parsed)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(recurring(value)).toEqual(value);
    }),
    { numRuns: 2000 },
  );
});

it('tells texts apart that look alike', () => {
  const texts = Array.from(
    { length: 20_000 },
    (_, index) => `system:node:ip-10-${index % 256}-${index}.eu-west-1`,
  );
  for (const text of [...texts, ...texts]) expect(recurring(text)).toBe(text);
});
