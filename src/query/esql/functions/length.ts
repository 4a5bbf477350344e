import { single } from '../call.ts';
import { countOf } from '../code-points.ts';
import type { EsqlFunction } from '../function.ts';

export const length: EsqlFunction = {
  name: 'LENGTH',
  parameters: [{ name: 'string', accepts: ['string'] }],
  result: () => 'integer',
  at: (site) => single(site, countOf),
  examples: [
    { call: 'LENGTH("kubectl exec")', result: 12 },
    { call: 'LENGTH("")', result: 0 },
    { call: 'LENGTH("🦄")', result: 1 },
    { call: 'LENGTH(null)', result: null },
    { call: 'LENGTH(["a", "b"])', result: null },
  ],
  doc: 'The number of characters (code points) of a text.',
};
