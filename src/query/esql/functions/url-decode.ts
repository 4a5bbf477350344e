import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const urlDecode: EsqlFunction = {
  name: 'URL_DECODE',
  parameters: [{ name: 'string', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) =>
    single(site, (text: string) => {
      if (/%(?![0-9a-fA-F]{2})/.test(text)) {
        site.warn('URLDecoder: Illegal hex characters in escape (%) pattern');
        return null;
      }
      // Bytes that are no UTF-8 become replacement characters, as in Java.
      return text
        .replaceAll('+', ' ')
        .replace(/(?:%[0-9a-fA-F]{2})+/g, (bytes) =>
          Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
        );
    }),
  examples: [
    { call: 'URL_DECODE("https%3A%2F%2Fexample.com%2F%3Fx%3Da+b")', result: 'https://example.com/?x=a b' },
    { call: 'URL_DECODE("%C3%A9%f0%9f%98%80")', result: 'é😀' },
    { call: 'URL_DECODE("%ff")', result: '\ufffd' },
    { call: 'URL_DECODE("100%")', result: null },
    { call: 'URL_DECODE("%zz")', result: null },
    { call: 'URL_DECODE(null)', result: null },
  ],
  doc: 'A text in which percent-encoded bytes are decoded, and `+` is a space. `null` if a `%` has no two digits behind it.',
};
