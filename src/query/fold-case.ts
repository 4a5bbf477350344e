/**
 * Comparing without regard to case, one character at a time: two characters are the same if their capital letters
 * are. `ß` and `SS` are not; `ı` and `i` are, and so are `ſ` and `s`, so that a look-alike does not slip through.
 */

/** Above this no character has another case (Unicode 16, Adlam). */
export const lastCased = 0x1e943;

/** @returns the code point that stands for all that differ from it in case alone */
export function foldCodePoint(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  if (code > lastCased) return code;
  const upper = [...String.fromCodePoint(code).toUpperCase()];
  const [folded, ...more] = upper.length === 1 ? [...(upper[0] as string).toLowerCase()] : [];
  return folded === undefined || more.length > 0 ? code : (folded.codePointAt(0) as number);
}

const ascii = /^[\0-\x7f]*$/;

/** @returns a text of the same length, equal for texts that differ in case alone */
export function foldCase(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return Array.from(text, (character) =>
    String.fromCodePoint(foldCodePoint(character.codePointAt(0) as number)),
  ).join('');
}
