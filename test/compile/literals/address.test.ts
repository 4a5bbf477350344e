import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressesBy, addressRanges, parseBlock } from '../../../src/compile/literals/address.ts';
import { addressRange } from '../../../src/match/address.ts';
import { parseAddress } from '../../../src/query/address.ts';
import { addressOf, blockOf } from '../../reference/address.ts';

function rangesOf(text: string) {
  const block = parseBlock(text);
  return block && addressRanges(...block);
}

describe('CIDR blocks', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0', '10.255.255.255'],
    ['10.9.8.7/8', '10.0.0.0', '10.255.255.255'],
    ['192.0.2.1/32', '192.0.2.1', '192.0.2.1'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    ['10.0.0.2/31', '10.0.0.2', '10.0.0.3'],
    ['2001:db8::/32', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['FE80::1/10', 'fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['::1/128', '::1', '::1'],
    ['2001:db8::192.0.2.1/128', '2001:db8::c000:201', '2001:db8::c000:201'],
  ])('%s', (text, from, to) => {
    expect(rangesOf(text)).toEqual([{ from, to }]);
  });

  it('of IPv6 that hold all of IPv4 are split around it', () => {
    expect(rangesOf('::/0')).toEqual([
      { from: '::', to: '::fffe:ffff:ffff' },
      { from: '0.0.0.0', to: '255.255.255.255' },
      { from: '::1:0:0:0', to: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' },
    ]);
  });

  it.each([
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0/8',
    '::/129',
    '::ffff:10.0.0.0/104',
    '::ffff:0:0/96',
    'fe80::%eth0/10',
    'a/8',
    '/8',
    '10.0.0.0/8 ',
    '010.0.0.0/8',
  ])('are not %s', (text) => {
    expect(parseBlock(text)).toBeUndefined();
  });
});

const group = fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16));
const v4 = fc.ipV4();
const v6 = fc.oneof(
  fc.ipV6(),
  v4.map((text) => `::ffff:${text}`),
  fc.tuple(group, group).map(([one, other]) => `::${one}:${other}`),
);
const addresses = fc.oneof(v4, v6);

describe('addresses', () => {
  it('are numbers of 128 bits', () => {
    fc.assert(
      fc.property(addresses, (text) => {
        expect(parseAddress(text)).toBe(addressOf(text));
      }),
    );
  });

  it('are in a block exactly if in one of its ranges', () => {
    const blocks = fc.oneof(
      fc.tuple(v4, fc.integer({ min: 0, max: 32 })),
      fc.tuple(
        fc.oneof(fc.ipV6(), fc.constantFrom('::', '::1', '::fffe:0:0')),
        fc.integer({ min: 0, max: 128 }),
      ),
    );
    fc.assert(
      fc.property(blocks, addresses, ([base, prefix], address) => {
        const block = `${base}/${prefix}`;
        const expected = blockOf(block);
        const at = addressOf(address);
        const ranges = rangesOf(block);
        fc.pre(ranges !== undefined);
        if (expected === undefined || at === undefined) throw new Error(block);
        const found = ranges?.some(({ from, to }) => addressRange(from, to)(address));
        expect(found).toBe(at >= expected[0] && at <= expected[1]);
      }),
      { numRuns: 500 },
    );
  });

  it('are in order exactly if in one of the ranges of the comparison', () => {
    fc.assert(
      fc.property(addresses, addresses, (one, other) => {
        const [a, b] = [addressOf(one), addressOf(other)];
        if (a === undefined || b === undefined) throw new Error(`${one} ${other}`);
        const within = (op: 'lt' | 'lte' | 'gt' | 'gte') =>
          addressesBy(op, b).some(({ from, to }) => addressRange(from, to)(one));
        expect([within('lt'), within('lte'), within('gt'), within('gte')]).toEqual([
          a < b,
          a <= b,
          a > b,
          a >= b,
        ]);
      }),
      { numRuns: 500 },
    );
  });
});
