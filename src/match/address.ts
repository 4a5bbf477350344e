/** IP addresses, by Node's own BlockList. */
import { BlockList, isIP, SocketAddress } from 'node:net';
import type { Scalar } from '../schema/visit.ts';

/**
 * All addresses between two, both included. IPv4 and the IPv6 form of it (`::ffff:a.b.c.d`) are the same address,
 * as in Elasticsearch's `ip` type.
 * @param from an address in text form
 * @param to an address of the same family, not below `from`
 */
export function addressRange(from: string, to: string): BlockList {
  const family = isIP(from) === 4 ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addRange(new SocketAddress({ address: from, family }), new SocketAddress({ address: to, family }));
  return range;
}

/** Whether a value is an address within a range. Text that is no address is in none. */
export function isAddressIn(value: Scalar, range: BlockList): boolean {
  if (typeof value !== 'string') return false;
  const family = isIP(value);
  return family !== 0 && range.check(value, family === 4 ? 'ipv4' : 'ipv6');
}
