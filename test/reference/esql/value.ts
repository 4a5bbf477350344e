/**
 * Values of the ES|QL reference evaluator: each carries its type along, as nothing is checked before. A value is the list
 * of its values: none of null, one, or several.
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-multivalued-fields
 */
import type { Json } from '../../../src/schema/audit-event.ts';
import { addressOf } from '../address.ts';

export type ValueType =
  | 'amount'
  | 'boolean'
  | 'date'
  | 'double'
  | 'integer'
  | 'ip'
  | 'keyword'
  | 'long'
  | 'null'
  | 'text'
  | 'version';

/** A period of the calendar, and milliseconds. */
export interface Amount {
  readonly months: number;
  readonly days: number;
  readonly ms: number;
}

/** Of `integer` and `double` a number, of `long` and `date` (epoch milliseconds) a bigint, else a boolean or a string. */
export type One = Amount | bigint | boolean | number | string;

export interface Value {
  readonly type: ValueType;
  readonly of: readonly One[];
}

/** What the evaluator does not know: the query is not compared. */
export class Uncovered extends Error {}

export const nothing: Value = { type: 'null', of: [] };

export function isNumber(type: ValueType): boolean {
  return type === 'integer' || type === 'long' || type === 'double';
}

/** The type of values of several types: the widest of numbers, else that which they share. */
export function commonType(types: readonly ValueType[]): ValueType {
  const known = types.filter((type) => type !== 'null').map((type) => (type === 'text' ? 'keyword' : type));
  const [first = 'null'] = known;
  if (known.every((type) => type === first)) return first;
  if (!known.every(isNumber)) throw new Uncovered(`values of ${known.join(', ')}`);
  return known.includes('double') ? 'double' : 'long';
}

/** A number as one of another type. */
export function widened(one: One, to: ValueType): One {
  if (to === 'double') return Number(one);
  return to === 'long' ? BigInt(one as bigint | number) : one;
}

/** @returns the number as the type has it, and nothing where it does not fit or is none */
export function fitting(found: bigint | number, type: ValueType): readonly One[] {
  if (type === 'double') return Number.isFinite(Number(found)) ? [Number(found)] : [];
  if (typeof found === 'number' && !Number.isFinite(found)) return [];
  const whole = BigInt(found);
  if (BigInt.asIntN(type === 'integer' ? 32 : 64, whole) !== whole) return [];
  return [type === 'integer' ? Number(whole) : whole];
}

/** @returns below zero, zero or above zero */
export function compare(one: One, other: One, type: ValueType): number {
  if (type === 'keyword' || type === 'text')
    return Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)));
  if (type === 'ip') {
    const [a, b] = [addressOf(String(one)) ?? -1n, addressOf(String(other)) ?? -1n];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  if (type === 'version') return compareVersions(String(one), String(other));
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Numbers part by part. */
function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => text.split('.').map(Number));
  for (const [index, part] of (a ?? []).entries()) {
    const difference = part - (b?.[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return (a?.length ?? 0) - (b?.length ?? 0);
}

/** @returns what is the same for values that are */
export function identity(one: One, type: ValueType): string {
  return type === 'ip' ? String(addressOf(String(one))) : JSON.stringify(String(one));
}

/** As Elasticsearch's API answers: dates as text, of one value that, null for none. */
export function asJson({ type, of }: Value): Json {
  const each = of.map((one): Json => {
    if (type === 'date') return new Date(Number(one)).toISOString();
    // A long has its digits, which a number would lose.
    if (typeof one === 'bigint') return Number.isSafeInteger(Number(one)) ? Number(one) : `${one}`;
    return one as Json;
  });
  return each.length > 1 ? each : (each[0] ?? null);
}
