/**
 * Whole numbers of JSON with more digits than JavaScript's numbers are exact to. Documents may have them, and an index
 * keeps them: a hash, an id of a trace, nanoseconds.
 */
import type { Json } from './audit-event.ts';

declare global {
  // https://tc39.es/proposal-json-parse-with-source/
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
    ): unknown;
    rawJSON(text: string): ExactNumber;
    isRawJSON(value: unknown): value is ExactNumber;
  }
}

/**
 * Stands in a document where the number does, and is written as the number again. As a value it is its digits, which
 * fields read as they read a number. Nothing that is parsed otherwise is one, whatever its members are called.
 */
export interface ExactNumber {
  /** As the document has them, with the sign. */
  readonly rawJSON: string;
}

export const isExact = JSON.isRawJSON;

/** Beyond this it is no finite number of any type. */
const mostDigits = 309;

/**
 * Parses JSON and keeps every digit of whole numbers. Text without such numbers costs no more than a look at it.
 * @returns a value in which an `ExactNumber` is where the type says that there is an object
 * @throws SyntaxError if the text is no JSON
 */
export function parseExact(text: string): Json {
  if (!/\d{16}/.test(text)) return JSON.parse(text) as Json;
  return JSON.parse(text, (_key, value, { source = '' }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && isWhole(source)
      ? JSON.rawJSON(source)
      : value,
  ) as Json;
}

function isWhole(source: string): boolean {
  return source.length <= mostDigits && /^-?\d+$/.test(source);
}

const leastLong = -(2n ** 63n);
const mostUnsigned = 2n ** 64n - 1n;

/**
 * @param text digits, perhaps with a sign
 * @returns the whole number that 64 bits hold with or without a sign: a number as far as that is exact, else a bigint.
 * Undefined for anything else, and for a text that is short enough to be exact as a number
 */
export function longOf(text: string): bigint | number | undefined {
  if (text.length < 16 || !/^[+-]?\d{16,20}$/.test(text)) return undefined;
  const exact = BigInt(text);
  if (exact < leastLong || exact > mostUnsigned) return undefined;
  const number = Number(exact);
  return Number.isSafeInteger(number) ? number : exact;
}
