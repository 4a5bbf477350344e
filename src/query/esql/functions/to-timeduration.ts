import { parseDuration } from '../date/amount.ts';
import { EsqlConstantError, type EsqlFunction } from '../function.ts';
import { isList } from '../order.ts';

export const toTimeduration: EsqlFunction = {
  name: 'TO_TIMEDURATION',
  parameters: [{ name: 'field', accepts: ['string', 'time_duration'], constant: true }],
  result: () => 'time_duration',
  at: ({ constants: [constant = null] }) => {
    if (isList(constant)) throw new EsqlConstantError(0, 'an amount is one value', 'write one text');
    if (typeof constant !== 'string') return () => constant;
    const amount = parseDuration(constant);
    if (amount === undefined) {
      throw new EsqlConstantError(
        0,
        `\`${constant}\` is no amount of hours, minutes, seconds or milliseconds`,
        'write a number and a unit: `3 hours`',
      );
    }
    return () => amount;
  },
  examples: [
    { call: 'TO_DATETIME("2024-01-01") + TO_TIMEDURATION("3 hours")', result: '2024-01-01T03:00:00.000Z' },
    { call: 'TO_DATETIME("2024-01-01") - TO_TIMEDURATION("1 ms")', result: '2023-12-31T23:59:59.999Z' },
  ],
  doc: 'A text such as `3 hours` as an amount of time.',
};
