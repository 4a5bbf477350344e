import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressRange, addressRanges } from '../../src/match/address.ts';

describe('addressRange', () => {
  it.each([
    ['10.0.0.0', '10.255.255.255', '10.1.2.3', true],
    ['10.0.0.0', '10.255.255.255', '11.0.0.0', false],
    ['10.0.0.0', '10.255.255.255', '::ffff:10.1.2.3', true],
    ['10.0.0.0', '10.255.255.255', '::1', false],
    ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:0db8:0:0::1', true],
    ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db9::', false],
    ['::1', '::1', '0:0:0:0:0:0:0:1', true],
    ['0.0.0.0', '255.255.255.255', 'not an address', false],
    ['0.0.0.0', '255.255.255.255', '1.2.3', false],
    ['0.0.0.0', '255.255.255.255', '', false],
  ])('%s to %s: %s is %s', (from, to, value, expected) => {
    expect(addressRange(from, to)(value)).toBe(expected);
  });

  it('never throws for any text', () => {
    const range = addressRange('10.0.0.0', '10.0.0.9');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (text) => typeof range(text) === 'boolean'),
    );
  });

  it('agrees with the numbers that IPv4 addresses are', () => {
    const octets = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 });
    const asNumber = (address: readonly number[]) => address.reduce((sum, octet) => sum * 256 + octet, 0);
    fc.assert(
      fc.property(octets, octets, octets, (one, other, value) => {
        const [from, to] = asNumber(one) <= asNumber(other) ? [one, other] : [other, one];
        const inside = asNumber(value) >= asNumber(from) && asNumber(value) <= asNumber(to);
        expect(addressRange(from.join('.'), to.join('.'))(value.join('.'))).toBe(inside);
      }),
    );
  });
});

describe('addressRanges', () => {
  it('is whether an address is in any of the ranges', () => {
    const octets = fc.tuple(fc.constantFrom(10, 11, 12), fc.nat(2), fc.nat(2), fc.nat(2));
    const range = fc.tuple(octets, octets).map((two) => two.map((each) => each.join('.')).sort());
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 6 }), octets, (ranges, address) => {
        const pairs = ranges.map(([from = '', to = '']) => [from, to] as const);
        const value = address.join('.');
        const inAny = pairs.some(([from, to]) => addressRange(from, to)(value));
        expect(addressRanges(pairs)(value)).toBe(inAny);
        expect(addressRanges([...pairs, ['::1', '::1']])('::1')).toBe(true);
      }),
    );
  });
});
