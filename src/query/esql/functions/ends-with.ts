import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const endsWith: EsqlFunction = {
  name: 'ENDS_WITH',
  parameters: [
    { name: 'str', accepts: ['string'] },
    { name: 'suffix', accepts: ['string'] },
  ],
  result: () => 'boolean',
  at: (site) => single(site, (text: string, part: string) => text.endsWith(part)),
  examples: [
    { call: 'ENDS_WITH("kube-system", "system")', result: true },
    { call: 'ENDS_WITH("kube-system", "System")', result: false },
    { call: 'ENDS_WITH("kube", null)', result: null },
  ],
  doc: 'Whether a text ends with another, in that case.',
};
