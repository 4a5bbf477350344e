import type { Json } from '../../../src/schema/audit-event.ts';
import type { Case } from './case.ts';

const networks: readonly [address: string, network: string][] = [
  ['10.0.12.84', 'private'],
  ['172.31.255.255', 'private'],
  ['172.32.0.0', 'internet'],
  ['100.64.3.1', 'private'],
  ['192.168.1.9', 'private'],
  ['127.0.0.1', 'private'],
  ['::1', 'private'],
  ['fd00:ec2::254', 'private'],
  ['54.212.83.236', 'aws'],
  ['35.163.244.48', 'aws'],
  ['::ffff:35.163.244.48', 'aws'],
  ['2600:1f18:4000::1', 'aws'],
  ['8.8.8.8', 'internet'],
  ['203.0.113.7', 'internet'],
  ['2001:db8::1', 'internet'],
];

const addresses: readonly [name: string, sourceIPs: Json, remote: string | undefined][] = [
  ['the last one counts', ['10.0.0.1', '8.8.8.8'], '8.8.8.8'],
  ['none', [], undefined],
  ['no list', '8.8.8.8', undefined],
  ['no address', ['8.8.8.8', 'x'], undefined],
  ['no text', ['8.8.8.8', 8], undefined],
  ['absent', null, undefined],
];

export const remoteCases: readonly Case[] = [
  ...networks.map(
    ([address, network]): Case => ({
      name: `remote: ${address}`,
      event: { sourceIPs: ['198.51.100.7', address] },
      fields: { 'harrier.remote_ip': address, 'harrier.remote_network': network },
    }),
  ),
  ...addresses.map(
    ([name, sourceIPs, remote]): Case => ({
      name: `remote: ${name}`,
      event: { sourceIPs },
      fields: {
        'harrier.remote_ip': remote,
        'harrier.remote_network': remote === undefined ? undefined : 'internet',
      },
    }),
  ),
  {
    name: 'remote: cut within the addresses',
    event: { verb: 'get', user: { username: 'jane' }, sourceIPs: ['8.8.8.8'] },
    partial: true,
    fields: { 'harrier.remote_ip': undefined, 'harrier.remote_network': undefined },
  },
  {
    name: 'remote: cut after the addresses',
    event: { verb: 'get', sourceIPs: ['8.8.8.8'], userAgent: 'kube' },
    partial: true,
    fields: { 'harrier.remote_ip': '8.8.8.8', 'harrier.remote_network': 'internet' },
  },
];
