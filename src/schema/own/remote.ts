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
  const before = known.get(address);
  if (before !== undefined) return before;
  if (isIP(address) === 0) return undefined;
  const found = networkOf(address);
  if (known.size >= most) known = new Map();
  known.set(address, found);
  return found;
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
