/** Where a request came from, by what the API server saw itself. */
import { BlockList, isIP } from 'node:net';
import type { AuditEvent } from '../audit-event.ts';
import { awsBlocks } from './aws-addresses.ts';
import { lastMember } from './members.ts';

export type RemoteNetwork = 'private' | 'aws' | 'internet';

/** https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry: what no internet carries. */
const privateBlocks = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
];

const privateAddresses = listOf(privateBlocks);
/** The same blocks of IPv4 as numbers: the bits that they have in common, and which bits these are. */
const privateNumbers = privateBlocks.flatMap((block) => {
  const [address = '', bits] = block.split('/');
  const number = ipv4(address);
  return number === undefined ? [] : [{ number, mask: -1 << (32 - Number(bits)) }];
});
const awsAddresses = listOf(awsBlocks);

/**
 * `harrier.remote_ip`: the address at the other end of the connection. The API server writes it last; those before it are
 * what the headers `X-Forwarded-For` and `X-Real-Ip` say, which the caller writes (SourceIPs in
 * https://github.com/kubernetes/apimachinery/blob/master/pkg/util/net/http.go).
 * @returns undefined also where the event was cut within the addresses
 */
export function remoteIp(event: AuditEvent, partial = false): string | undefined {
  const last = lastAddress(event, partial);
  return last !== undefined && isIP(last) !== 0 ? last : undefined;
}

/** @returns the text at the place of the address */
function lastAddress(event: AuditEvent, partial: boolean): string | undefined {
  const { sourceIPs } = event;
  if (!Array.isArray(sourceIPs) || (partial && lastMember(event) === 'sourceIPs')) return undefined;
  const last: unknown = sourceIPs[sourceIPs.length - 1];
  return typeof last === 'string' ? last : undefined;
}

const most = 10_000;
let known = new Map<string, RemoteNetwork>();

/**
 * `harrier.remote_network`: whether that address is private, one of AWS's public ones (of any customer), or another.
 * Nodes and pods are seen with AWS's addresses where a cluster's endpoint is public only.
 */
export function remoteNetwork(event: AuditEvent, partial = false): RemoteNetwork | undefined {
  const address = lastAddress(event, partial);
  if (address === undefined) return undefined;
  // Nearly all are, and of so many that to look them up takes longer.
  const number = ipv4(address);
  if (number !== undefined)
    for (const of of privateNumbers) if ((number & of.mask) === of.number) return 'private';
  const before = known.get(address);
  if (before !== undefined) return before;
  if (isIP(address) === 0) return undefined;
  const found = networkOf(address);
  if (known.size >= most) known = new Map();
  known.set(address, found);
  return found;
}

/** @returns the 32 bits of an address in four decimal parts, as Node reads them; undefined for any other text */
function ipv4(text: string): number | undefined {
  if (text.length > 15) return undefined;
  let number = 0;
  let part = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x2e) {
      if (part < 0 || ++dots > 3) return undefined;
      number = (number << 8) | part;
      part = -1;
    } else {
      const digit = unit - 0x30;
      // No part begins with a zero that it could do without.
      if (digit < 0 || digit > 9 || part === 0) return undefined;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return undefined;
    }
  }
  return dots === 3 && part >= 0 ? (number << 8) | part : undefined;
}

function networkOf(address: string): RemoteNetwork {
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (privateAddresses.check(address, family)) return 'private';
  return awsAddresses.check(address, family) ? 'aws' : 'internet';
}

function listOf(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', bits] = block.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
