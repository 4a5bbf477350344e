import { all } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { valueOfList } from '../order.ts';
import { first } from '../types.ts';
import type { Scalar } from '../value.ts';

export const mvSlice: EsqlFunction = {
  name: 'MV_SLICE',
  parameters: [
    { name: 'field', accepts: ['any'] },
    { name: 'start', accepts: ['integer'] },
    { name: 'end', accepts: ['integer'], optional: true },
  ],
  result: first,
  at: (site) => {
    return all(site, (values: readonly Scalar[], start: number, end = start) => {
      const wrong = mistake(start, end);
      if (wrong !== undefined) {
        site.warn(wrong);
        return null;
      }
      const from = start < 0 ? Math.max(0, values.length + start) : start;
      const to = end < 0 ? values.length + end : end;
      return to < from ? null : valueOfList(values.slice(from, to + 1));
    });
  },
  check: ({ constants: [, start, end] }) => {
    const wrong = typeof start === 'number' && typeof end === 'number' ? mistake(start, end) : undefined;
    if (wrong === undefined) return [];
    return [{ severity: 'warning', index: 2, message: wrong, hint: 'count both from one end, upwards' }];
  },
  examples: [
    { call: 'MV_SLICE([1, 2, 2, 3], 1)', result: 2 },
    { call: 'MV_SLICE([1, 2, 2, 3], 2, 3)', result: [2, 3] },
    { call: 'MV_SLICE([1, 2, 2, 3], -2)', result: 2 },
    { call: 'MV_SLICE([1, 2, 2, 3], -3, -2)', result: [2, 2] },
    { call: 'MV_SLICE([1, 2], 0, 9)', result: [1, 2] },
    { call: 'MV_SLICE([1, 2], 2, 9)', result: null },
    { call: 'MV_SLICE(1, -3, -1)', result: 1 },
    { call: 'MV_SLICE([1, 2], 1, 0)', result: null },
    { call: 'MV_SLICE([1, 2], 0, -1)', result: null },
    { call: 'MV_SLICE(null, 0)', result: null },
  ],
  doc: 'Those of several values from one position to another, both included, counted from 0; or from the end if negative, where -1 is the last.',
};

function mistake(start: number, end: number): string | undefined {
  if (start < 0 !== end < 0) return 'Start and end offset have different signs';
  return start > end ? 'Start offset is greater than end offset' : undefined;
}
