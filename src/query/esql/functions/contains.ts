import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const contains: EsqlFunction = {
  name: 'CONTAINS',
  parameters: [
    { name: 'string', accepts: ['string'] },
    { name: 'substring', accepts: ['string'] },
  ],
  result: () => 'boolean',
  at: (site) => single(site, (text: string, part: string) => text.includes(part)),
  examples: [
    { call: 'CONTAINS("kube-system", "e-s")', result: true },
    { call: 'CONTAINS("kube-system", "E")', result: false },
    { call: 'CONTAINS(["a", "b"], "a")', result: null },
  ],
  doc: 'Whether a text holds another, in that case.',
};
