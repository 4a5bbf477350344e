/**
 * IP addresses as Elasticsearch's `ip` type has them: every address is one of 128 bits, an IPv4 address being the IPv6
 * address `::ffff:a.b.c.d`. https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/ip
 */
import { isIP, SocketAddress } from 'node:net';

const mappedFirst = 0xffff_0000_0000n;
const mappedLast = 0xffff_ffff_ffffn;

/** @returns undefined if the text is no address; an address with a zone (`fe80::1%eth0`) is none here */
export function parseAddress(text: string): bigint | undefined {
  const family = isIP(text);
  if (family === 0 || text.includes('%')) return undefined;
  if (family === 4) return mappedFirst + parseV4(text);
  const [head = '', tail] = text.split('::');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0n);
  return [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | group, 0n);
}

/** Whether an address of 128 bits is one of IPv4. */
export function isMapped(address: bigint): boolean {
  return address >= mappedFirst && address <= mappedLast;
}

/** @returns the address in its shortest form (RFC 5952), IPv4 as IPv4 */
export function formatAddress(address: bigint): string {
  if (isMapped(address)) {
    return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join('.');
  }
  const hex = address.toString(16).padStart(32, '0');
  const long = hex.replaceAll(/(.{4})(?=.)/g, '$1:');
  return new SocketAddress({ address: long, family: 'ipv6' }).address;
}

function parseV4(text: string): bigint {
  return text.split('.').reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function groups(text: string): readonly bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)];
    const v4 = parseV4(group);
    return [v4 >> 16n, v4 & 0xffffn];
  });
}
