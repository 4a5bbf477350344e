import { single } from '../call.ts';
import { months } from '../date/pattern.ts';
import type { EsqlFunction } from '../function.ts';

export const monthName: EsqlFunction = {
  name: 'MONTH_NAME',
  parameters: [{ name: 'date', accepts: ['date'] }],
  result: () => 'keyword',
  at: (site) => single(site, (date: number) => months[new Date(date).getUTCMonth()] as string),
  examples: [
    { call: 'MONTH_NAME(TO_DT("2024-03-03"))', result: 'March' },
    { call: 'MONTH_NAME(null)', result: null },
  ],
  doc: 'The English name of a date’s month.',
};
