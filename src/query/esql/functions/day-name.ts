import { single } from '../call.ts';
import { weekdays } from '../date/pattern.ts';
import type { EsqlFunction } from '../function.ts';

export const dayName: EsqlFunction = {
  name: 'DAY_NAME',
  parameters: [{ name: 'date', accepts: ['date'] }],
  result: () => 'keyword',
  at: (site) => single(site, (date: number) => weekdays[(new Date(date).getUTCDay() + 6) % 7] as string),
  examples: [
    { call: 'DAY_NAME(TO_DT("2024-03-03"))', result: 'Sunday' },
    { call: 'DAY_NAME(null)', result: null },
  ],
  doc: 'The English name of a date’s day of the week.',
};
