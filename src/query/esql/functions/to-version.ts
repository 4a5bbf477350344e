import { conversion } from './conversion.ts';

export const toVersion = /* @__PURE__ */ conversion(
  'TO_VERSION',
  ['TO_VER'],
  ['string', 'version'],
  'version',
  (text: string) => text,
  {
    examples: [
      { call: 'TO_VERSION("1.2.3")', result: '1.2.3' },
      { call: 'TO_VERSION("1.29.3-eks-adc7111") < TO_VERSION("1.29.3")', result: true },
      { call: 'TO_VERSION(null)', result: null },
    ],
    doc: 'A text as a version, which is compared number by number. A text that is no version is above all that are.',
  },
);
