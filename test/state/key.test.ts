import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUtf8 } from '../../src/state/byte-order.ts';
import { checkKey } from '../../src/state/item-format.ts';
import { type KeyPart, keyOf, sortRange } from '../../src/state/key.ts';

/** Texts that look like what the encoding makes of others, and such as are long or not Unicode. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('#', '~', '%', '+', '!', '0', 'a', '\ud800', '😀'), maxLength: 6 }),
  fc.string({ unit: 'binary' }),
  fc
    .tuple(fc.constantFrom('a', '#', 'é'), fc.integer({ min: 30, max: 400 }))
    .map(([unit, n]) => unit.repeat(n)),
  fc.maxSafeInteger().map((n) => `+${String(n).padStart(16, '0')}`),
);
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(2 ** 53 - 1, 1 - 2 ** 53),
);
const part: fc.Arbitrary<KeyPart> = fc.oneof({ weight: 3, arbitrary: text }, number);
const parts = fc.array(part, { minLength: 1, maxLength: 40, size: 'medium' });

describe('keyOf', () => {
  it('can be read', () => {
    const { partition, sort } = keyOf(
      ['threshold', 'rule-1', 'prod', 'system:serviceaccount:kube-system:default'],
      [1_700_000_000, '5f0c/ResponseComplete'],
    );
    expect(partition).toBe('threshold#rule-1#prod#system:serviceaccount:kube-system:default#');
    expect(sort).toBe('+0000001700000000#5f0c/ResponseComplete#');
  });

  it('escapes what is not plain, and abbreviates what is long', () => {
    const { partition } = keyOf(['a#b', 'é', '', '\ud800', `registry.example/${'x'.repeat(1000)}`], ['s']);
    expect(partition).toMatch(/^a%0023b#%00e9##%d800#registry\.example\/x{23}~[\w-]{43}#$/);
  });

  it('gives different parts different keys', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const same =
          one.length === other.length &&
          one.every((each, i) => each === other[i] || (each === 0 && other[i] === 0));
        expect(keyOf(one, ['s']).partition === keyOf(other, ['s']).partition).toBe(same);
        expect(keyOf(['p'], one).sort === keyOf(['p'], other).sort).toBe(same);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives different keys to lists that differ little', () => {
    fc.assert(
      fc.property(parts, fc.nat(), part, (one, at, other) => {
        const index = at % one.length;
        const variants = [
          one,
          one.toSpliced(index, 0, ''),
          one.toSpliced(index, 1, `${one[index]}#`),
          one.toSpliced(index, 1, `${one[index]}~`),
          one.toSpliced(index, 2, `${one[index]}#${one[index + 1]}`),
          one.toSpliced(index, 1, typeof one[index] === 'number' ? String(one[index]) : 7),
          [...one, ''],
          [...one, other],
        ];
        const distinct = new Set(
          variants.map((each) => JSON.stringify(each.map((part) => [typeof part, String(part)]))),
        );
        expect(new Set(variants.map((each) => keyOf(each, ['s']).partition)).size).toBe(distinct.size);
        expect(new Set(variants.map((each) => keyOf(['p'], each).sort)).size).toBe(distinct.size);
      }),
      { numRuns: 1000 },
    );
  });

  it('is within the limits of DynamoDB and plain ASCII, whatever the parts are', () => {
    fc.assert(
      fc.property(parts, parts, (partition, sort) => {
        const key = keyOf(partition, sort);
        expect(() => checkKey(key)).not.toThrow();
        expect(key.partition + key.sort).toMatch(/^[ -~]+$/);
      }),
    );
    expect(() => checkKey(keyOf(['x'.repeat(100_000)], ['\ud800'.repeat(100_000)]))).not.toThrow();
    expect(() => checkKey(keyOf(Array(500).fill('x'.repeat(100)), Array(500).fill(-1)))).not.toThrow();
  });

  it('keeps the order of numbers, whatever follows them', () => {
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 2 }),
        number,
        number,
        parts,
        parts,
        (lead, a, b, afterA, afterB) => {
          fc.pre(a !== b);
          const [left, right] = [
            keyOf(['p'], [...lead, a, ...afterA]),
            keyOf(['p'], [...lead, b, ...afterB]),
          ];
          expect(Math.sign(compareUtf8(left.sort, right.sort))).toBe(Math.sign(a - b));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the number %s', (value) => {
    expect(() => keyOf(['p'], [value])).toThrow(/is not a safe integer/);
  });

  it('refuses no parts at all', () => {
    expect(() => keyOf([], ['s'])).toThrow(/needs at least one part/);
  });
});

describe('sortRange', () => {
  it('takes in every key whose leading parts are between, and no other', () => {
    const bucket = fc.integer({ min: -5, max: 5 });
    fc.assert(
      fc.property(
        bucket,
        bucket,
        bucket,
        fc.array(part, { maxLength: 40, size: 'medium' }),
        (first, last, at, rest) => {
          const { from, to } = sortRange(['w', first], ['w', last]);
          const { sort } = keyOf(['p'], ['w', at, ...rest]);
          const inside = compareUtf8(from, sort) <= 0 && compareUtf8(sort, to) <= 0;
          expect(inside).toBe(first <= at && at <= last);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('does not take in a part that only begins alike', () => {
    const { from, to } = sortRange(['ab'], ['ab']);
    const inside = (...parts: KeyPart[]) => {
      const { sort } = keyOf(['p'], parts);
      return from <= sort && sort <= to;
    };
    expect([inside('ab'), inside('ab', 'x'), inside('abc'), inside('a')]).toEqual([true, true, false, false]);
  });

  it('refuses leading parts that a key might not hold as they are', () => {
    const long = Array(10).fill('x'.repeat(120));
    expect(() => sortRange(long, long)).toThrow(/too long for a range/);
  });
});
