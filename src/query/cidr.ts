/** Blocks of IP addresses, `10.0.0.0/8`. */
import { parseAddress } from './address.ts';

/**
 * @param text a CIDR block, or an address, which is a block of its own
 * @returns a test of 128 bits of an address, undefined if the text is no block
 */
export function parseBlock(text: string): ((address: bigint) => boolean) | undefined {
  const [first = '', length, ...more] = text.split('/');
  const bits = parseAddress(first);
  if (bits === undefined || more.length > 0) return undefined;
  const size = first.includes(':') ? 128 : 32;
  if (length !== undefined && (!/^\d{1,3}$/.test(length) || Number(length) > size)) return undefined;
  const shift = BigInt(size - Number(length ?? size));
  return (address) => bits >> shift === address >> shift;
}
