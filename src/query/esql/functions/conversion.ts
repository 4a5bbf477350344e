/** What the conversions between types share: of several values each is converted by itself. */
import { each } from '../call.ts';
import type { CallSite, EsqlAccepts, EsqlFunction } from '../function.ts';
import type { EsqlType, Scalar } from '../value.ts';

export function conversion(
  name: string,
  aliases: readonly string[],
  accepts: readonly EsqlAccepts[],
  to: EsqlType,
  /** Of a value of one type; null, and told, where it has none of the other. */
  of: (value: never, from: EsqlType, warn: CallSite['warn']) => null | Scalar,
  rest: Pick<EsqlFunction, 'doc' | 'examples'>,
): EsqlFunction {
  const convert = of as (value: Scalar, from: EsqlType, warn: CallSite['warn']) => null | Scalar;
  return {
    name,
    aliases,
    parameters: [{ name: 'field', accepts }],
    result: () => to,
    at: (site) => {
      const { types, warn } = site;
      const from = types[0] ?? 'null';
      return from === to
        ? (value = null) => value
        : each(site, (value: Scalar) => convert(value, from, warn));
    },
    ...rest,
  };
}
