/** Rules about the types of ES|QL that functions share. */
import type { EsqlType } from './value.ts';

export function isNumeric(type: EsqlType | undefined): boolean {
  return type === 'integer' || type === 'long' || type === 'double';
}

export function isString(type: EsqlType | undefined): boolean {
  return type === 'keyword' || type === 'text';
}

export function isAmount(type: EsqlType | undefined): boolean {
  return type === 'date_period' || type === 'time_duration';
}

/** What functions give is never `text`: that is a way to index, and no function does. */
export function noText(type: EsqlType): EsqlType {
  return type === 'text' ? 'keyword' : type;
}

/** The type of the first argument. */
export function first([type]: readonly EsqlType[]): EsqlType | undefined {
  return type === undefined ? undefined : noText(type);
}

/**
 * The type that values of several types become: of numbers the widest, of texts `keyword`. Null is of any type.
 * @returns undefined if they have none
 */
export function common(types: readonly EsqlType[]): EsqlType | undefined {
  let found: EsqlType = 'null';
  for (const type of types) {
    const one = noText(type);
    if (one === 'null' || one === found) continue;
    if (found === 'null') found = one;
    else if (isNumeric(one) && isNumeric(found)) found = widest(one, found);
    else return undefined;
  }
  return found;
}

function widest(one: EsqlType, other: EsqlType): EsqlType {
  if (one === 'double' || other === 'double') return 'double';
  return one === 'long' || other === 'long' ? 'long' : 'integer';
}
