import { each } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const toLower: EsqlFunction = {
  name: 'TO_LOWER',
  parameters: [{ name: 'str', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) => each(site, (text: string) => text.toLowerCase()),
  examples: [
    { call: 'TO_LOWER("Kube-SYSTEM")', result: 'kube-system' },
    { call: 'TO_LOWER(["Some", "Text"])', result: ['some', 'text'] },
    { call: 'TO_LOWER(null)', result: null },
  ],
  doc: 'A text in small letters; of several values, each.',
};
