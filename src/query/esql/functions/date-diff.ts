import { single } from '../call.ts';
import { unitNames, unitsBetween } from '../date/unit.ts';
import { EsqlConstantError, type EsqlFunction } from '../function.ts';
import { within } from '../parse-number.ts';

export const dateDiff: EsqlFunction = {
  name: 'DATE_DIFF',
  parameters: [
    { name: 'unit', accepts: ['string'] },
    { name: 'startTimestamp', accepts: ['date'] },
    { name: 'endTimestamp', accepts: ['date'] },
  ],
  result: () => 'integer',
  at: (site) => {
    const constant = site.constants[0];
    const known = typeof constant === 'string' ? unitsBetween(constant) : undefined;
    if (typeof constant === 'string' && known === undefined) {
      throw new EsqlConstantError(
        0,
        `\`${constant}\` is no unit of time`,
        `write one of ${unitNames.join(', ')}`,
      );
    }
    return single(site, (unit: string, from: number, to: number) => {
      const between = known ?? unitsBetween(unit);
      if (between !== undefined) return within(between(from, to), 'integer', site.warn);
      site.warn(`'${unit}' is not a unit of time`, 'not a unit of time');
      return null;
    });
  },
  examples: [
    {
      call: 'DATE_DIFF("microseconds", TO_DT("2023-12-02T11:00:00.000Z"), TO_DT("2023-12-02T11:00:00.001Z"))',
      result: 1000,
    },
    { call: 'DATE_DIFF("year", TO_DT("2023-12-31T23:59:59.999Z"), TO_DT("2024-01-01"))', result: 0 },
    { call: 'DATE_DIFF("year", TO_DT("2023-12-31"), TO_DT("2024-12-31"))', result: 1 },
    { call: 'DATE_DIFF("mm", TO_DT("2024-01-31"), TO_DT("2024-02-29"))', result: 0 },
    { call: 'DATE_DIFF("months", TO_DT("2024-03-01"), TO_DT("2024-01-31"))', result: -1 },
    { call: 'DATE_DIFF("months", TO_DT("2024-12-30"), TO_DT("2024-02-29T12:00:00"))', result: -9 },
    { call: 'DATE_DIFF("months", TO_DT("2024-02-29T12:00:00"), TO_DT("2024-12-30"))', result: 10 },
    { call: 'DATE_DIFF("quarter", TO_DT("2024-01-01"), TO_DT("2024-07-01"))', result: 2 },
    { call: 'DATE_DIFF("weeks", TO_DT("2024-01-01"), TO_DT("2024-01-14"))', result: 1 },
    { call: 'DATE_DIFF("Hours", TO_DT("2024-01-01"), TO_DT("2023-12-31T22:30:00"))', result: -1 },
    { call: 'DATE_DIFF("nanoseconds", TO_DT("2023-12-02"), TO_DT("2023-12-03"))', result: null },
    { call: 'DATE_DIFF("day", null, TO_DT("2023-12-03"))', result: null },
  ],
  doc: 'How many whole units of time lie from one date to another; below zero if it is earlier.',
};
