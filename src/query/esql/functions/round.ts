import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { fitted, needsNoSign, type Whole } from '../long.ts';
import { first } from '../types.ts';

export const round: EsqlFunction = {
  name: 'ROUND',
  parameters: [
    { name: 'number', accepts: ['number'] },
    { name: 'decimals', accepts: ['whole'], optional: true },
  ],
  result: first,
  at: (site) => {
    const { type, warn } = site;
    if (type === 'double')
      return single(site, (value: number, decimals: Whole = 0) => rounded(value, Number(decimals)));
    // A whole number without decimals is handed on, and so are several.
    if (site.types.length === 1) return (value = null) => value;
    return single(site, (value: Whole, decimals: Whole) =>
      decimals >= 0
        ? value
        : fitted(roundedWhole(BigInt(value), Number(-decimals)), type, warn, needsNoSign(value)),
    );
  },
  examples: [
    { call: 'ROUND(2.5)', result: 3 },
    { call: 'ROUND(-2.5)', result: -3 },
    { call: 'ROUND(1.23456, 3)', result: 1.235 },
    { call: 'ROUND(1234.5, -2)', result: 1200 },
    { call: 'ROUND(1E300, 20)', result: 1e300 },
    { call: 'ROUND(25, -1)', result: 30 },
    { call: 'ROUND(-25, -1)', result: -30 },
    { call: 'ROUND(24, -1)', result: 20 },
    { call: 'ROUND(5, -1)', result: 0 },
    { call: 'ROUND(-95, -2)', result: 0 },
    { call: 'ROUND([1, 2])', result: [1, 2] },
    { call: 'ROUND([1, 2], 0)', result: null },
    { call: 'ROUND(24, 3)', result: 24 },
    { call: 'ROUND(24, -30)', result: 0 },
    { call: 'ROUND(2147483647, -1)', result: null },
    { call: 'ROUND(null, 1)', result: null },
  ],
  doc: 'A number rounded to so many decimals, or to powers of ten where they are negative; without them to a whole number, of the same type. Half is rounded away from zero; a whole number that has no more digits than are rounded away is 0.',
};

function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  if (scale === 0) return 0;
  const scaled = Math.abs(value) * scale;
  if (!Number.isFinite(scaled)) return value;
  return (Math.sign(value) * Math.round(scaled)) / scale + 0;
}

function roundedWhole(value: bigint, digits: number): bigint {
  // No long has more digits.
  if (digits > 20) return 0n;
  // As in Elasticsearch: what has no more digits than are rounded away is 0, 95 to hundreds too.
  if (`${value < 0n ? -value : value}`.length <= digits) return 0n;
  const scale = 10n ** BigInt(digits);
  const half = value < 0n ? -scale / 2n : scale / 2n;
  return ((value + half) / scale) * scale;
}
