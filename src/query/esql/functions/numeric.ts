/** What functions of one number share that give a double. */
import { single } from '../call.ts';
import type { EsqlFunction } from '../function.ts';
import { finite, type Whole } from '../long.ts';

/**
 * @param of NaN where there is no value
 * @param outside what is told then
 */
export function numeric(
  name: string,
  of: (value: number) => number,
  { outside, ...rest }: Pick<EsqlFunction, 'doc' | 'examples'> & { readonly outside?: string },
): EsqlFunction {
  return {
    name,
    parameters: [{ name: 'number', accepts: ['number'] }],
    result: () => 'double',
    at: (site) =>
      single(site, (value: Whole) => {
        const result = of(Number(value));
        if (Number.isFinite(result) || outside === undefined) return finite(result, site.warn);
        site.warn(outside);
        return null;
      }),
    ...rest,
  };
}
