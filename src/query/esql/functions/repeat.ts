import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

/** As in Elasticsearch. */
const maxBytes = 1_048_576;

const negative = 'Number parameter cannot be negative';

export const repeat: EsqlFunction = {
  name: 'REPEAT',
  parameters: [
    { name: 'string', accepts: ['string'] },
    { name: 'number', accepts: ['integer'] },
  ],
  result: () => 'keyword',
  at: (site) =>
    single(site, (text: string, times: number) => {
      if (times < 0) site.warn(`${negative}, found [${times}]`, negative);
      else if (Buffer.byteLength(text) * times > maxBytes) {
        site.warn(`Creating repeated strings with more than [${maxBytes}] bytes is not supported`);
      } else return text.repeat(times);
      return null;
    }),
  examples: [
    { call: 'REPEAT("Hello!", 3)', result: 'Hello!Hello!Hello!' },
    { call: 'REPEAT("a", 0)', result: '' },
    { call: 'REPEAT("a", -1)', result: null },
    { call: 'REPEAT("aa", 600000)', result: null },
    { call: 'REPEAT(null, 2)', result: null },
  ],
  doc: 'A text, so many times; a mebibyte at most.',
};
