import { single } from '../call.ts';
import { instant } from '../date/instant.ts';
import { truncation } from '../date/truncate.ts';
import { EsqlConstantError, type EsqlFunction } from '../function.ts';
import type { Scalar } from '../value.ts';

export const dateTrunc: EsqlFunction = {
  name: 'DATE_TRUNC',
  parameters: [
    { name: 'interval', accepts: ['amount'], constant: true },
    { name: 'date', accepts: ['date'] },
  ],
  result: () => 'date',
  at: (site) => {
    const amount = site.constants[0] ?? null;
    if (amount === null) return () => null;
    const truncate = truncation(amount as Scalar);
    if (truncate === undefined) {
      throw new EsqlConstantError(
        0,
        'dates cannot be rounded to this',
        'write one amount above zero: `1 hour`',
      );
    }
    return single(site, (_: Scalar, date: number) => instant(truncate(date), site.warn));
  },
  examples: [
    { call: 'DATE_TRUNC(1 hour, TO_DT("2024-02-29T10:59:59.999Z"))', result: '2024-02-29T10:00:00.000Z' },
    { call: 'DATE_TRUNC(240 hours, TO_DT("1985-02-18"))', result: '1985-02-11T00:00:00.000Z' },
    { call: 'DATE_TRUNC(1 week, TO_DT("1985-02-24"))', result: '1985-02-18T00:00:00.000Z' },
    { call: 'DATE_TRUNC(1 month, TO_DT("2024-02-29"))', result: '2024-02-01T00:00:00.000Z' },
    { call: 'DATE_TRUNC(3 month, TO_DT("1985-05-13"))', result: '1985-04-01T00:00:00.000Z' },
    { call: 'DATE_TRUNC(1 year, TO_DT("1985-05-13"))', result: '1985-01-01T00:00:00.000Z' },
    { call: 'DATE_TRUNC(1 day, TO_DT("1969-12-31T23:00:00Z"))', result: '1969-12-31T00:00:00.000Z' },
    { call: 'DATE_TRUNC(1 day, null)', result: null },
  ],
  doc: 'A date rounded down to a multiple of an amount of time. Weeks begin on Monday.',
};
