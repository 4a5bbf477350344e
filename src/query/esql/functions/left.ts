import { single } from '../call.ts';
import { slice } from '../code-points.ts';
import type { EsqlFunction } from '../function.ts';

export const left: EsqlFunction = {
  name: 'LEFT',
  parameters: [
    { name: 'string', accepts: ['string'] },
    { name: 'length', accepts: ['integer'] },
  ],
  result: () => 'keyword',
  at: (site) => single(site, (text: string, length: number) => slice(text, 0, Math.max(length, 0))),
  examples: [
    { call: 'LEFT("kube-system", 4)', result: 'kube' },
    { call: 'LEFT("kube", 9)', result: 'kube' },
    { call: 'LEFT("kube", 0)', result: '' },
    { call: 'LEFT("kube", -1)', result: '' },
    { call: 'LEFT("🦄🦄a", 1)', result: '🦄' },
    { call: 'LEFT(null, 1)', result: null },
  ],
  doc: 'The first characters of a text.',
};
