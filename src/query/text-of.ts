/** Values as text, the way Elasticsearch's scripts write them. */
import { isWhole, type Type, type Value } from './types.ts';

export function textOf(value: Value, type: Type): string {
  if (typeof value !== 'number') return String(value);
  if (type === 'date') return dateText(value);
  return isWhole(type) ? String(value) : doubleText(value);
}

/**
 * A date as Java's `ZonedDateTime.toString` writes it: seconds and milliseconds only as far as they are not zero.
 * https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/time/LocalDateTime.html#toString()
 */
function dateText(value: number): string {
  const date = new Date(value);
  // Beyond what JavaScript and Kubernetes can write as a date.
  if (Number.isNaN(date.getTime())) return String(value);
  return date.toISOString().replace(/(?::00)?\.000Z$/, 'Z');
}

/**
 * A floating point number as Java's `Double.toString` writes it: the fewest digits that tell it apart, at least one of
 * them after the point, and an exponent unless it is from 0.001 to below 10,000,000.
 * https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Double.html#toString(double)
 */
export function doubleText(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
