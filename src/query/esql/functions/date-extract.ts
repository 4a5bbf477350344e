import { single } from '../call.ts';
import { partNames, partOf } from '../date/field.ts';
import { EsqlConstantError, type EsqlFunction } from '../function.ts';

export const dateExtract: EsqlFunction = {
  name: 'DATE_EXTRACT',
  parameters: [
    { name: 'datePart', accepts: ['string'] },
    { name: 'date', accepts: ['date'] },
  ],
  result: () => 'long',
  at: (site) => {
    const constant = site.constants[0];
    const known = typeof constant === 'string' ? partOf(constant) : undefined;
    if (typeof constant === 'string' && known === undefined) {
      throw new EsqlConstantError(
        0,
        `\`${constant}\` is no part of a date`,
        `write one of ${partNames.join(', ')}`,
      );
    }
    return single(site, (name: string, date: number) => {
      const part = known ?? partOf(name);
      if (part !== undefined) return part(date);
      site.warn(`'${name}' is not a part of a date`, 'not a part of a date');
      return null;
    });
  },
  examples: [
    { call: 'DATE_EXTRACT("year", TO_DT("2024-02-29T13:14:15.016Z"))', result: 2024 },
    { call: 'DATE_EXTRACT("MONTH_OF_YEAR", TO_DT("2024-02-29T13:14:15.016Z"))', result: 2 },
    { call: 'DATE_EXTRACT("day_of_week", TO_DT("2024-03-03"))', result: 7 },
    { call: 'DATE_EXTRACT("day_of_year", TO_DT("2024-12-31"))', result: 366 },
    { call: 'DATE_EXTRACT("hour_of_day", TO_DT("2024-02-29T13:14:15.016Z"))', result: 13 },
    { call: 'DATE_EXTRACT("clock_hour_of_ampm", TO_DT("2024-02-29"))', result: 12 },
    { call: 'DATE_EXTRACT("milli_of_second", TO_DT("1969-12-31T23:59:59.999Z"))', result: 999 },
    { call: 'DATE_EXTRACT("epoch_day", TO_DT("1969-12-31"))', result: -1 },
    { call: 'DATE_EXTRACT("year", null)', result: null },
  ],
  doc: 'A part of a date, by the name that Java’s `ChronoField` gives it: `year`, `month_of_year`, `day_of_week` (Monday is 1), `hour_of_day` and others.',
};
