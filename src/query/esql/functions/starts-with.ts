import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const startsWith: EsqlFunction = {
  name: 'STARTS_WITH',
  parameters: [
    { name: 'str', accepts: ['string'] },
    { name: 'prefix', accepts: ['string'] },
  ],
  result: () => 'boolean',
  at: (site) => single(site, (text: string, part: string) => text.startsWith(part)),
  examples: [
    { call: 'STARTS_WITH("kube-system", "kube")', result: true },
    { call: 'STARTS_WITH("kube-system", "Kube")', result: false },
    { call: 'STARTS_WITH("kube", "")', result: true },
    { call: 'STARTS_WITH(null, "k")', result: null },
  ],
  doc: 'Whether a text starts with another, in that case.',
};
