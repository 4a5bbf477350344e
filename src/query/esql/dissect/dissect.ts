/** Takes texts apart by a pattern of `DISSECT`. */
import { type DissectKey, parseDissect } from './pattern.ts';

export interface Dissect {
  /** Names, each once, in the order of the pattern. */
  readonly names: readonly string[];
  /** @returns a text for each name; undefined if the text does not match */
  readonly match: (text: string) => Readonly<Record<string, string>> | undefined;
}

/**
 * @param separator between values that are appended to one another
 * @throws {DissectError} if the pattern is none
 */
export function compileDissect(pattern: string, separator = ''): Dissect {
  const { prefix, keys } = parseDissect(pattern);
  const names = [...new Set(keys.map(({ name }) => name))].filter((name) => name !== '');
  return {
    names,
    match: (text) => {
      if (text.length <= prefix.length || !text.startsWith(prefix)) return undefined;
      const values = valuesOf(text, prefix.length, keys);
      return values === undefined ? undefined : named(keys, values, separator);
    },
  };
}

/**
 * Delimiters are looked for one after the other. One that follows itself at once ends the next key, too, which is empty;
 * after a key that is padded it is skipped.
 * @returns the values of the keys, undefined if there are not all of them
 */
function valuesOf(text: string, from: number, keys: readonly DissectKey[]): readonly string[] | undefined {
  const values: string[] = [];
  let start = from;
  while (values.length < keys.length) {
    const { delimiter } = keys[values.length] as DissectKey;
    if (delimiter === '') {
      values.push(text.slice(start));
      break;
    }
    const end = text.indexOf(delimiter, start);
    if (end === -1) return undefined;
    values.push(text.slice(start, end));
    start = end + delimiter.length;
    while (start < text.length && text.startsWith(delimiter, start)) {
      const { padded } = keys[values.length - 1] as DissectKey;
      if (!padded && values.length === keys.length) break;
      if (!padded) values.push('');
      start += delimiter.length;
    }
  }
  return values;
}

function named(
  keys: readonly DissectKey[],
  values: readonly string[],
  separator: string,
): Readonly<Record<string, string>> {
  // Names are the query's, and any text.
  const fields: Record<string, string> = Object.create(null);
  const appended = new Map<string, { readonly order: number; readonly value: string }[]>();
  for (const [index, { name, append }] of keys.entries()) {
    const value = values[index] as string;
    if (name === '') continue;
    if (append === undefined) {
      fields[name] = value;
      continue;
    }
    const parts = appended.get(name) ?? [];
    parts.push({ order: append.order ?? Number.NEGATIVE_INFINITY, value });
    appended.set(name, parts);
  }
  for (const [name, parts] of appended) {
    const sorted = parts.toSorted((one, other) => (one.order === other.order ? 0 : one.order - other.order));
    fields[name] = sorted.map(({ value }) => value).join(separator);
  }
  return fields;
}
