import { parsePeriod } from '../date/amount.ts';
import { EsqlConstantError, type EsqlFunction } from '../function.ts';
import { isList } from '../order.ts';

export const toDateperiod: EsqlFunction = {
  name: 'TO_DATEPERIOD',
  parameters: [{ name: 'field', accepts: ['string', 'date_period'], constant: true }],
  result: () => 'date_period',
  at: ({ constants: [constant = null] }) => {
    if (isList(constant)) throw new EsqlConstantError(0, 'an amount is one value', 'write one text');
    if (typeof constant !== 'string') return () => constant;
    const amount = parsePeriod(constant);
    if (amount === undefined) {
      throw new EsqlConstantError(
        0,
        `\`${constant}\` is no amount of days, weeks, months or years`,
        'write a number and a unit: `3 days`',
      );
    }
    return () => amount;
  },
  examples: [
    { call: 'TO_DATETIME("2024-01-01") + TO_DATEPERIOD("3 DAYS")', result: '2024-01-04T00:00:00.000Z' },
    { call: 'TO_DATETIME("2024-01-31") + TO_DATEPERIOD("1 month")', result: '2024-02-29T00:00:00.000Z' },
  ],
  doc: 'A text such as `3 days` as an amount of time by the calendar.',
};
