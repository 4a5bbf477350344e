/** What `TO_INTEGER` and `TO_LONG` share. */
import { each } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import type { Whole } from '../long.ts';
import { parseInBase, parseWhole, rounded, within } from '../parse-number.ts';
import { isString } from '../types.ts';

export function wholeConversion(
  name: string,
  aliases: readonly string[],
  to: 'integer' | 'long',
  rest: Pick<EsqlFunction, 'doc' | 'examples'>,
): EsqlFunction {
  return {
    name,
    aliases,
    parameters: [
      { name: 'field', accepts: ['boolean', 'number', 'string', 'date'] },
      { name: 'base', accepts: ['whole'], optional: true },
    ],
    result: ([from, base]) => (base === undefined || from === 'null' || isString(from) ? to : undefined),
    at: (site) => {
      const { types, warn } = site;
      return each(site, (value: boolean | string | Whole, base?: Whole) => {
        if (typeof value === 'boolean') return Number(value);
        if (typeof value !== 'string') {
          return types[0] === 'double' ? rounded(Number(value), to, warn) : within(value, to, warn);
        }
        return base === undefined ? parseWhole(value, to, warn) : parseInBase(value, Number(base), to, warn);
      });
    },
    ...rest,
  };
}
