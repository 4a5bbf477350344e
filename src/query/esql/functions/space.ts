import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

/** As in Elasticsearch. */
const maxBytes = 1_048_576;

const negative = 'Number parameter cannot be negative';

export const space: EsqlFunction = {
  name: 'SPACE',
  parameters: [{ name: 'number', accepts: ['integer'] }],
  result: () => 'keyword',
  at: (site) =>
    single(site, (times: number) => {
      if (times < 0) site.warn(`${negative}, found [${times}]`, negative);
      else if (times > maxBytes) {
        site.warn(`Creating strings longer than [${maxBytes}] bytes is not supported`);
      } else return ' '.repeat(times);
      return null;
    }),
  examples: [
    { call: 'SPACE(2)', result: '  ' },
    { call: 'SPACE(0)', result: '' },
    { call: 'SPACE(-1)', result: null },
    { call: 'SPACE(2000000)', result: null },
  ],
  doc: 'So many spaces; a mebibyte at most.',
};
