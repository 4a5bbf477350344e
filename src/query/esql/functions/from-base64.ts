import { isUtf8 } from 'node:buffer';
import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const fromBase64: EsqlFunction = {
  name: 'FROM_BASE64',
  parameters: [{ name: 'string', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) =>
    single(site, (text: string) => {
      const digits = text.replace(/={1,2}$/, '');
      const isPadded = digits.length === text.length || text.length % 4 === 0;
      if (!/[^A-Za-z0-9+/]/.test(digits) && digits.length % 4 !== 1 && isPadded) {
        const bytes = Buffer.from(digits, 'base64');
        if (isUtf8(bytes)) return bytes.toString('utf8');
        site.warn('decoded value is not valid UTF-8, which is not supported yet');
        return null;
      }
      site.warn('Illegal base64');
      return null;
    }),
  examples: [
    { call: 'FROM_BASE64("ZWxhc3RpYw==")', result: 'elastic' },
    { call: 'FROM_BASE64("ZWxhc3RpYw")', result: 'elastic' },
    { call: 'FROM_BASE64("ZWxh c3Rp")', result: null },
    { call: 'FROM_BASE64("ZWxhc3RpY=w")', result: null },
    { call: 'FROM_BASE64("Z")', result: null },
    { call: 'FROM_BASE64("/w==")', result: null },
    { call: 'FROM_BASE64(null)', result: null },
  ],
  doc: 'A text that is in base64, decoded. `null` if it is not, or what it decodes to is not UTF-8.',
};
