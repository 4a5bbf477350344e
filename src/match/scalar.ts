/** Tests of single values, by Elasticsearch's field types. */
import { type Scalar, someValue } from '../schema/visit.ts';

/** Whether there is any value. */
export function hasValue(value: unknown): boolean {
  return someValue(value, () => true);
}

/**
 * Whether some value equals a keyword. Numbers and booleans count by their JSON text, as Elasticsearch indexes them.
 * @param keyword not empty: the empty string is no value
 */
export function isKeyword(value: unknown, keyword: string): boolean {
  if (typeof value === 'string') return value === keyword;
  if (!Array.isArray(value)) return someValue(value, (scalar) => String(scalar) === keyword);
  for (const element of value) if (isKeyword(element, keyword)) return true;
  return false;
}

/** Whether some value equals one of several keywords, none of which is empty. */
export function isOneOf(value: unknown, keywords: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return keywords.has(value);
  if (!Array.isArray(value)) return someValue(value, (scalar) => keywords.has(String(scalar)));
  for (const element of value) if (isOneOf(element, keywords)) return true;
  return false;
}

/** Whether some value, as a keyword, passes a test. */
export function someText(value: unknown, test: (text: string) => boolean): boolean {
  if (typeof value === 'string') return value !== '' && test(value);
  if (!Array.isArray(value)) return someValue(value, (scalar) => test(String(scalar)));
  for (const element of value) if (someText(element, test)) return true;
  return false;
}

/** How many texts are remembered, and how long one may be: what callers send must not grow the process. */
const rememberedTexts = 256;
const rememberedLength = 256;

/** A test that remembers its outcome for the texts it saw last. */
export function remembered(test: (text: string) => boolean): (text: string) => boolean {
  const outcomes = new Map<string, boolean>();
  return (text) => {
    const known = outcomes.get(text);
    if (known !== undefined) return known;
    const outcome = test(text);
    if (text.length <= rememberedLength) {
      if (outcomes.size === rememberedTexts) outcomes.clear();
      outcomes.set(text, outcome);
    }
    return outcome;
  };
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * A number as a numeric field takes it: a JSON number, or a string that holds one.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/coerce
 * @returns NaN for anything else, so that every comparison is false
 */
export function toNumber(value: Scalar): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.length < 400 && decimal.test(value) ? Number(value) : Number.NaN;
}

/** `true` as a boolean field takes it. https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/boolean */
export function isTrue(value: Scalar): boolean {
  return value === true || value === 'true';
}

export function isFalse(value: Scalar): boolean {
  return value === false || value === 'false';
}
