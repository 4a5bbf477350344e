/** The order of texts, and that of the reference evaluator: the same also for what is no well-formed text. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareTexts } from '../../src/query/text-order.ts';
import { compare } from '../reference/eql/values.ts';

const units = fc.constantFrom('a', 'b', 'é', '\ud83d', '\ude00', '\ue000', '\uffff', '😀');
const texts = fc.array(units, { maxLength: 4 }).map((parts) => parts.join(''));

it('is the same by two ways of finding it', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      expect(Math.sign(compareTexts(a, b))).toBe(Math.sign(compare(a, b) ?? Number.NaN));
    }),
    { numRuns: 5000 },
  );
});
