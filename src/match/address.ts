/** IP addresses, by Node's own BlockList. */
import { BlockList, isIP, SocketAddress } from 'node:net';
import { remembered } from './scalar.ts';

/**
 * A test for all addresses between two, both included. IPv4 and the IPv6 form of it (`::ffff:a.b.c.d`) are the same
 * address, as in Elasticsearch's `ip` type. Text that is no address is in no range.
 * @param from an address in text form
 * @param to an address of the same family, not below `from`
 */
export function addressRange(from: string, to: string): (text: string) => boolean {
  return addressRanges([[from, to]]);
}

/** As `addressRange`, for all addresses in any of several ranges: one look-up, however many they are. */
export function addressRanges(
  ranges: readonly (readonly [from: string, to: string])[],
): (text: string) => boolean {
  const list = new BlockList();
  for (const [from, to] of ranges) {
    const family = isIP(from) === 4 ? 'ipv4' : 'ipv6';
    list.addRange(new SocketAddress({ address: from, family }), new SocketAddress({ address: to, family }));
  }
  return remembered((text) => {
    const found = isIP(text);
    return found !== 0 && list.check(text, found === 4 ? 'ipv4' : 'ipv6');
  });
}
