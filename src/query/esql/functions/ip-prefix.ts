import { formatAddress, isMapped, parseAddress } from '../../address.ts';
import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

const range4 = 'Prefix length v4 must be in range [0, 32]';
const range6 = 'Prefix length v6 must be in range [0, 128]';

export const ipPrefix: EsqlFunction = {
  name: 'IP_PREFIX',
  parameters: [
    { name: 'ip', accepts: ['ip'] },
    { name: 'prefixLengthV4', accepts: ['integer'] },
    { name: 'prefixLengthV6', accepts: ['integer'] },
  ],
  result: () => 'ip',
  at: (site) =>
    single(site, (ip: string, v4: number, v6: number) => {
      if (v4 < 0 || v4 > 32) site.warn(`${range4}, found ${v4}`, range4);
      else if (v6 < 0 || v6 > 128) site.warn(`${range6}, found ${v6}`, range6);
      else {
        const address = parseAddress(ip) ?? 0n;
        const rest = BigInt(isMapped(address) ? 32 - v4 : 128 - v6);
        return formatAddress((address >> rest) << rest);
      }
      return null;
    }),
  examples: [
    { call: 'IP_PREFIX(TO_IP("1.2.3.4"), 24, 0)', result: '1.2.3.0' },
    { call: 'IP_PREFIX(TO_IP("fe80::cae2:65ff:fece:feb9"), 0, 112)', result: 'fe80::cae2:65ff:fece:0' },
    { call: 'IP_PREFIX(TO_IP("1.2.3.4"), 33, 0)', result: null },
    { call: 'IP_PREFIX(null, 24, 0)', result: null },
  ],
  doc: 'An IP address with only so many of its first bits left, by its family.',
};
