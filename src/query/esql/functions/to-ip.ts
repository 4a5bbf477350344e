import { formatAddress, parseAddress } from '../../address.ts';
import { conversion } from './conversion.ts';

export const toIp = /* @__PURE__ */ conversion(
  'TO_IP',
  [],
  ['ip', 'string'],
  'ip',
  (text: string, _from, warn) => {
    const address = parseAddress(text);
    if (address !== undefined) return formatAddress(address);
    warn(`'${text}' is not an IP string literal.`, 'not an IP string literal');
    return null;
  },
  {
    examples: [
      { call: 'TO_IP("1.1.1.1")', result: '1.1.1.1' },
      { call: 'TO_IP("FE80:0:0::1")', result: 'fe80::1' },
      { call: 'TO_IP("::ffff:1.2.3.4")', result: '1.2.3.4' },
      { call: 'TO_IP("foo")', result: null },
      { call: 'TO_IP("01.1.1.1")', result: null },
      { call: 'TO_IP(["10.0.0.2", "x", "10.0.0.1"])', result: ['10.0.0.2', '10.0.0.1'] },
      { call: 'TO_IP(null)', result: null },
    ],
    doc: 'A text as an IP address. What is none is left out.',
  },
);
