import { parseAddress } from '../../address.ts';
import { parseBlock } from '../../cidr.ts';
import { single } from '../call.ts';
import { type CallSite, EsqlConstantError, type EsqlFunction } from '../function.ts';

export const cidrMatch: EsqlFunction = {
  name: 'CIDR_MATCH',
  parameters: [
    { name: 'ip', accepts: ['ip'] },
    { name: 'blockX', accepts: ['string'], repeated: true },
  ],
  result: () => 'boolean',
  at: (site) => {
    const known = blocksOf(site);
    return single(site, (ip: string, ...blocks: string[]) => {
      const address = parseAddress(ip) ?? -1n;
      for (const text of blocks) {
        const block = known.get(text) ?? parseBlock(text);
        if (block?.(address)) return true;
        if (block === undefined) {
          site.warn(`'${text}' is not a CIDR block`, 'not a CIDR block');
          return null;
        }
      }
      return false;
    });
  },
  examples: [
    { call: 'CIDR_MATCH(TO_IP("10.1.2.3"), "10.0.0.0/8")', result: true },
    { call: 'CIDR_MATCH(TO_IP("10.1.2.3"), "192.168.0.0/16", "10.1.2.3/32")', result: true },
    { call: 'CIDR_MATCH(TO_IP("10.1.2.3"), "10.1.2.4")', result: false },
    { call: 'CIDR_MATCH(TO_IP("fe80::1"), "fe80::/10")', result: true },
    { call: 'CIDR_MATCH(TO_IP("fe80::1"), "10.0.0.0/8")', result: false },
    { call: 'CIDR_MATCH(TO_IP(null), "10.0.0.0/8")', result: null },
  ],
  doc: 'Whether an IP address is in any of some CIDR blocks. An IPv4 address and its IPv6 form (`::ffff:…`) are the same address.',
};

/** @returns tests of the blocks that are constant, by their texts */
function blocksOf({ constants }: CallSite): ReadonlyMap<string, (address: bigint) => boolean> {
  const known = new Map<string, (address: bigint) => boolean>();
  for (const [index, text] of constants.entries()) {
    if (index === 0 || typeof text !== 'string') continue;
    const block = parseBlock(text);
    if (block === undefined) {
      throw new EsqlConstantError(index, `\`${text}\` is no CIDR block`, 'write `10.0.0.0/8` or `fe80::/10`');
    }
    known.set(text, block);
  }
  return known;
}
