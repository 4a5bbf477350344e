import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remoteNetwork } from '../../../src/schema/own/remote.ts';

/** IANA's registry again: what no internet carries. */
const blocks = new BlockList();
for (const [address, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  blocks.addSubnet(address, bits, 'ipv4');
}

function networkOf(address: string) {
  return remoteNetwork({ sourceIPs: [address] });
}

describe('the network of an address', () => {
  it.each([
    '10.0.0.01',
    '010.0.0.1',
    '10.0.0',
    '10.0.0.1.1',
    '10..0.1',
    '10.0.0.256',
    '10.0.0.1 ',
    '10.0.0.1000',
    '.10.0.0.1',
    '10.0.0.',
    '1٠.0.0.1',
    '',
  ])('there is none of %j', (text) => {
    expect(networkOf(text)).toBeUndefined();
  });

  it('is private where it is in a block that is, and told of no other text than Node reads', () => {
    const part = fc.oneof(
      fc.nat({ max: 300 }).map(String),
      fc.constantFrom(
        '10',
        '100',
        '127',
        '169',
        '172',
        '192',
        '168',
        '254',
        '64',
        '16',
        '00',
        '01',
        '',
        ' 1',
        'a',
      ),
    );
    const text = fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(text, (address) => {
        const found = networkOf(address);
        expect(found !== undefined).toBe(isIP(address) === 4);
        expect(found === 'private').toBe(isIP(address) === 4 && blocks.check(address));
      }),
      { numRuns: 5000 },
    );
  });
});
