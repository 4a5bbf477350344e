/** Texts by code points: what ES|QL counts, where JavaScript counts UTF-16 code units. */

const beyondUnits = /[\ud800-\udbff][\udc00-\udfff]/;

/** Whether each code point of a text is one code unit. */
export function isPlain(text: string): boolean {
  return !beyondUnits.test(text);
}

export function countOf(text: string): number {
  if (isPlain(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/**
 * @param from from 0, both within the text
 * @param to not included
 */
export function slice(text: string, from: number, to: number): string {
  if (isPlain(text)) return text.slice(from, to);
  return Array.from(text).slice(from, to).join('');
}

/**
 * @param start of a text of ES|QL, from 1; 0 is 1, and below zero it is counted from the end
 * @returns the same from 0, within the text
 */
export function startAt(start: number, count: number): number {
  const index = start > 0 ? start - 1 : start < 0 ? count + start : 0;
  return Math.min(Math.max(index, 0), count);
}
