import { single } from '../call.ts';
import { countOf, slice } from '../code-points.ts';
import type { EsqlFunction } from '../function.ts';

export const right: EsqlFunction = {
  name: 'RIGHT',
  parameters: [
    { name: 'string', accepts: ['string'] },
    { name: 'length', accepts: ['integer'] },
  ],
  result: () => 'keyword',
  at: (site) =>
    single(site, (text: string, length: number) => {
      const count = countOf(text);
      return slice(text, count - Math.min(Math.max(length, 0), count), count);
    }),
  examples: [
    { call: 'RIGHT("kube-system", 6)', result: 'system' },
    { call: 'RIGHT("kube", 9)', result: 'kube' },
    { call: 'RIGHT("kube", 0)', result: '' },
    { call: 'RIGHT("a🦄🦄", 1)', result: '🦄' },
    { call: 'RIGHT(null, 1)', result: null },
  ],
  doc: 'The last characters of a text.',
};
