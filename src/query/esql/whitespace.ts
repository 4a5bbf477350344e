/**
 * Whitespace as Java has it, which non-breaking spaces are not.
 * https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Character.html#isWhitespace(int)
 */
const others = /[\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]/;

function isWhitespace(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit < 128) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || (unit >= 0x1c && unit <= 0x1f);
  return others.test(text[index] as string);
}

/** @returns where a text begins behind its leading whitespace */
export function startOf(text: string): number {
  let start = 0;
  while (start < text.length && isWhitespace(text, start)) start++;
  return start;
}

/** @returns where a text ends before its trailing whitespace */
export function endOf(text: string): number {
  let end = text.length;
  while (end > 0 && isWhitespace(text, end - 1)) end--;
  return end;
}
