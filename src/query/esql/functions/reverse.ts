import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';

export const reverse: EsqlFunction = {
  name: 'REVERSE',
  parameters: [{ name: 'str', accepts: ['string'] }],
  result: () => 'keyword',
  at: (site) => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    return single(site, (text: string) =>
      Array.from(segmenter.segment(text), ({ segment }) => segment)
        .reverse()
        .join(''),
    );
  },
  examples: [
    { call: 'REVERSE("Some Text")', result: 'txeT emoS' },
    { call: 'REVERSE("💧🪨")', result: '🪨💧' },
    { call: 'REVERSE("🇩🇪a")', result: 'a🇩🇪' },
    { call: 'REVERSE(null)', result: null },
  ],
  doc: 'A text backwards; what is one character to the eye stays together.',
};
