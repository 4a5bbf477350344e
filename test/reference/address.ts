/** IP addresses as numbers of 128 bits, IPv4 among them as `::ffff:a.b.c.d`: Elasticsearch's own model. */
import { isIP } from 'node:net';

/** @returns undefined for what is no address */
export function addressOf(value: string | number | boolean): bigint | undefined {
  return typeof value === 'string' && isIP(value) !== 0 ? blockOf(value)?.[0] : undefined;
}

/**
 * @param text an address, or a CIDR block
 * @returns the first and last address; undefined for any other text
 */
export function blockOf(text: string): readonly [bigint, bigint] | undefined {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return undefined;
  const value = BigInt(
    `0b${family === 4 ? `${'0'.repeat(80)}${'1'.repeat(16)}${bitsOfV4(address)}` : bitsOfV6(address)}`,
  );
  if (prefix === undefined) return [value, value];
  const fixed = Number(prefix) + (family === 4 ? 96 : 0);
  const size = 2n ** BigInt(128 - fixed);
  const first = value - (value % size);
  return [first, first + size - 1n];
}

function bitsOfV4(address: string): string {
  return address
    .split('.')
    .map((byte) => Number(byte).toString(2).padStart(8, '0'))
    .join('');
}

function bitsOfV6(address: string): string {
  // The URL parser writes every address the same way: hexadecimal groups, at most one `::`.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail = ''] = canonical.split('::');
  const [before, after] = [head, tail].map((part) => part.split(':').filter((group) => group !== '')) as [
    string[],
    string[],
  ];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
    .join('');
}
