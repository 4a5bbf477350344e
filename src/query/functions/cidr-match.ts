import { BlockList, isIP } from 'node:net';
import type { QueryFunction } from './function.ts';

export const cidrMatch: QueryFunction = {
  name: 'cidrMatch',
  languages: ['eql'],
  parameters: [
    { name: 'ip_address', accepts: 'ip' },
    { name: 'cidr_block', accepts: 'string', constant: true, repeated: true },
  ],
  result: () => 'boolean',
  hasCaseInsensitive: false,
  nulls: 'propagate',
  evaluate: ([address, ...texts]) => {
    const family = isIP(String(address));
    return family !== 0 && blocksOf(texts.map(String)).check(String(address), family === 4 ? 'ipv4' : 'ipv6');
  },
  examples: [
    { call: 'cidrMatch("10.1.2.3", "10.0.0.0/8")', result: true },
    { call: 'cidrMatch("10.1.2.3", "192.168.0.0/16", "10.1.0.0/16")', result: true },
    { call: 'cidrMatch("10.1.2.3", "10.2.0.0/16")', result: false },
    { call: 'cidrMatch("10.1.2.3", "10.1.2.3")', result: true },
    { call: 'cidrMatch("fe80::1", "fe80::/10")', result: true },
    { call: 'cidrMatch("::ffff:10.1.2.3", "10.0.0.0/8")', result: true },
    { call: 'cidrMatch("no address", "0.0.0.0/0")', result: false },
    { call: 'cidrMatch(null, "10.0.0.0/8")', result: null },
    { call: 'cidrMatch("10.1.2.3", null)', result: null },
  ],
  doc: 'Whether an IP address is in any of some CIDR blocks. An IPv4 address and its IPv6 form (`::ffff:…`) are the same address. A text that is no address is in no block.',
};

/** By the blocks as written. They are constants of queries, so there are only so many. */
const known = new Map<string, BlockList>();

function blocksOf(texts: readonly string[]): BlockList {
  const key = texts.join(' ');
  const found = known.get(key);
  if (found !== undefined) return found;
  const blocks = new BlockList();
  for (const text of texts) addBlock(blocks, text);
  known.set(key, blocks);
  return blocks;
}

function addBlock(blocks: BlockList, text: string): void {
  const [address = '', prefix] = text.split('/');
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (prefix === undefined) blocks.addAddress(address, family);
  else blocks.addSubnet(address, Number(prefix), family);
}
