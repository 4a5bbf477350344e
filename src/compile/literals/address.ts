/** IP values of queries. A range may hold addresses of both families (query/address.ts). */
import { isIP } from 'node:net';
import { formatAddress, isMapped, parseAddress } from '../../query/address.ts';
import type { Order } from '../predicate.ts';

/** Inclusive, of addresses of one family, in text form. */
export interface AddressRange {
  readonly from: string;
  readonly to: string;
}

const mappedFirst = 0xffff_0000_0000n;
const mappedLast = 0xffff_ffff_ffffn;
const highest = (1n << 128n) - 1n;

/**
 * The addresses of a CIDR block; bits after the prefix count as zero.
 * @returns undefined if the text is none. An IPv4 address in IPv6 form has no blocks: the prefix would be ambiguous.
 */
export function parseBlock(text: string): readonly [first: bigint, last: bigint] | undefined {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const at = parseAddress(address);
  if (at === undefined || rest.length > 0 || !/^\d{1,3}$/.test(prefix)) return undefined;
  const v4 = isIP(address) === 4;
  if (Number(prefix) > (v4 ? 32 : 128) || (!v4 && isMapped(at))) return undefined;
  const free = BigInt((v4 ? 32 : 128) - Number(prefix));
  const first = (at >> free) << free;
  return [first, first + (1n << free) - 1n];
}

/** @returns undefined if the text is neither an address nor a CIDR block */
export function addressesOf(text: string): readonly AddressRange[] | undefined {
  if (text.includes('/')) {
    const block = parseBlock(text);
    return block && addressRanges(...block);
  }
  const address = parseAddress(text);
  return address === undefined ? undefined : addressRanges(address, address);
}

/** The addresses that compare so with one, over both families. */
export function addressesBy(op: Order, address: bigint): readonly AddressRange[] {
  switch (op) {
    case 'lt':
      return addressRanges(0n, address - 1n);
    case 'lte':
      return addressRanges(0n, address);
    case 'gt':
      return addressRanges(address + 1n, highest);
    case 'gte':
      return addressRanges(address, highest);
  }
}

/** All addresses between two, split by family. Empty if `first` is above `last`. */
export function addressRanges(first: bigint, last: bigint): readonly AddressRange[] {
  const parts: readonly [bigint, bigint][] = [
    [0n, mappedFirst - 1n],
    [mappedFirst, mappedLast],
    [mappedLast + 1n, highest],
  ];
  return parts.flatMap(([low, high]) => {
    const from = first > low ? first : low;
    const to = last < high ? last : high;
    return from > to ? [] : [{ from: formatAddress(from), to: formatAddress(to) }];
  });
}
