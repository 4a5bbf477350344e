import { single } from '../call.ts';
import { countOf, slice, startAt } from '../code-points.ts';
import type { EsqlFunction } from '../function.ts';

export const locate: EsqlFunction = {
  name: 'LOCATE',
  parameters: [
    { name: 'string', accepts: ['string'] },
    { name: 'substring', accepts: ['string'] },
    { name: 'start', accepts: ['integer'], optional: true },
  ],
  result: () => 'integer',
  at: (site) =>
    single(site, (text: string, part: string, start = 0) => {
      const from = startAt(start, countOf(text));
      const index = text.indexOf(part, slice(text, 0, from).length);
      return index === -1 ? 0 : countOf(text.slice(0, index)) + 1;
    }),
  examples: [
    { call: 'LOCATE("hello", "ll")', result: 3 },
    { call: 'LOCATE("hello", "l", 4)', result: 4 },
    { call: 'LOCATE("hello", "ll", 10)', result: 0 },
    { call: 'LOCATE("hello", "l", -1)', result: 0 },
    { call: 'LOCATE("hello", "x")', result: 0 },
    { call: 'LOCATE("🦄🦄a", "a")', result: 3 },
    { call: 'LOCATE("hello", null)', result: null },
  ],
  doc: 'Where a text first stands in another, counted from 1; 0 if nowhere. The search may begin at a position.',
};
