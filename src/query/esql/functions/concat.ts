import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const concat: EsqlFunction = {
  name: 'CONCAT',
  parameters: [
    { name: 'string1', accepts: ['string'] },
    { name: 'string2', accepts: ['string'], repeated: true },
  ],
  result: () => 'keyword',
  at: (site) => single(site, (...texts: string[]) => texts.join('')),
  examples: [
    { call: 'CONCAT("kube", "-", "system")', result: 'kube-system' },
    { call: 'CONCAT("a", null)', result: null },
    { call: 'CONCAT("a", ["b", "c"])', result: null },
  ],
  doc: 'Texts, one behind the other. `null` if one of them is.',
};
