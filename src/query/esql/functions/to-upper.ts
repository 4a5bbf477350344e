import { each } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const toUpper: EsqlFunction = {
  name: 'TO_UPPER',
  parameters: [{ name: 'str', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) => each(site, (text: string) => text.toUpperCase()),
  examples: [
    { call: 'TO_UPPER("Kube")', result: 'KUBE' },
    { call: 'TO_UPPER("straße")', result: 'STRASSE' },
    { call: 'TO_UPPER(["a", "b"])', result: ['A', 'B'] },
    { call: 'TO_UPPER(null)', result: null },
  ],
  doc: 'A text in capital letters; of several values, each.',
};
