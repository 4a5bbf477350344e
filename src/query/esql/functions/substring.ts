import { single } from '../call.ts';
import { countOf, slice, startAt } from '../code-points.ts';
import type { EsqlFunction } from '../function.ts';

const negative = 'Length parameter cannot be negative';

export const substring: EsqlFunction = {
  name: 'SUBSTRING',
  parameters: [
    { name: 'string', accepts: ['string'] },
    { name: 'start', accepts: ['integer'] },
    { name: 'length', accepts: ['integer'], optional: true },
  ],
  result: () => 'keyword',
  at: (site) =>
    single(site, (text: string, start: number, length = Number.POSITIVE_INFINITY) => {
      if (length < 0) {
        site.warn(`${negative}, found [${length}]`, negative);
        return null;
      }
      const count = countOf(text);
      const from = startAt(start, count);
      return slice(text, from, Math.min(from + length, count));
    }),
  examples: [
    { call: 'SUBSTRING("kube-system", 6)', result: 'system' },
    { call: 'SUBSTRING("kube-system", 1, 4)', result: 'kube' },
    { call: 'SUBSTRING("kube-system", 0, 4)', result: 'kube' },
    { call: 'SUBSTRING("kube-system", -6, 3)', result: 'sys' },
    { call: 'SUBSTRING("kube", -9)', result: 'kube' },
    { call: 'SUBSTRING("kube", 9)', result: '' },
    { call: 'SUBSTRING("kube", 1, -1)', result: null },
    { call: 'SUBSTRING("🦄a🦄b", 2, 2)', result: 'a🦄' },
    { call: 'SUBSTRING(null, 1)', result: null },
  ],
  doc: 'Part of a text, from a position counted from 1, or from the end if negative, and as long as said, or to the end.',
};
