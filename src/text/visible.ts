/**
 * Text from audit events in places where people read it: e-mails, terminals, chat. The values are the attacker's,
 * so whatever a reader would not see, or would see in another order than it stands, is written as an escape.
 */

/** Controls, formats (bidirectional overrides, zero-width, tags), line separators, surrogates, unassigned. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u;
/** As `invisible`, for replacing. */
export const everyInvisible = new RegExp(invisible, 'gu');

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** @returns one line of text in which every character is one that can be seen; escapes are `\n` and `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(everyInvisible, escapeCharacter);
}

/** @returns `\n`, `\u{202e}` */
export function escapeCharacter(character: string): string {
  return short[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/**
 * As `visible`, cut to a length; an escape is never cut in two.
 * @param limit of the result, in UTF-16 code units, the ellipsis included
 */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit && !invisible.test(text)) return text;
  let kept = '';
  let last = 0;
  for (const character of text.slice(0, limit + 1)) {
    const shown = invisible.test(character) ? escapeCharacter(character) : character;
    if (kept.length + shown.length > limit)
      return `${kept.slice(0, kept.length < limit ? kept.length : last)}…`;
    last = kept.length;
    kept += shown;
  }
  return kept;
}

const plainName = /^[\w.:/@+=,*~%-]+$/;

/**
 * A name as part of a sentence. One with spaces or quotes in it is quoted, so that it cannot pretend to be more of
 * the sentence than it is.
 */
export function named(text: string, limit = 80): string {
  const shown = shortened(text, limit);
  return plainName.test(shown.endsWith('…') ? shown.slice(0, -1) : shown)
    ? shown
    : `"${shown.replaceAll('"', '\\"')}"`;
}
