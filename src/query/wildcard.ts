/** Patterns of texts: `*` is any text, `?` any one character (code point). */
import { foldCase } from './fold-case.ts';

/** What stands between two `*`: characters, or `null` for a `?`. */
type Piece = readonly (string | null)[];

/**
 * Patterns of EQL's `:` and `like`, in which nothing escapes a wildcard.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-syntax-wildcards
 * @returns a test of whether a whole text matches
 */
export function compileWildcard(pattern: string, caseInsensitive: boolean): (text: string) => boolean {
  const fold = caseInsensitive ? foldCase : (text: string) => text;
  const pieces = fold(pattern)
    .split('*')
    .map((piece) => Array.from(piece, (character) => (character === '?' ? null : character)));
  const matches = matcherOf(pieces);
  return (text) => matches(fold(text));
}

/**
 * Patterns of ES|QL's `LIKE`, in which `\` makes a character of a wildcard or of itself.
 * https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/operators
 * @returns a test of whether a whole text matches
 * @throws {SyntaxError} if `\` stands before anything else, which says where
 */
export function compileLike(pattern: string): (text: string) => boolean {
  const pieces: (string | null)[][] = [[]];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string;
    if (character === '*') pieces.push([]);
    else if (character === '\\') {
      const next = characters[++at];
      if (next !== '*' && next !== '?' && next !== '\\')
        throw new SyntaxError(`\`\\\` at ${at - 1} escapes no wildcard`);
      pieces.at(-1)?.push(next);
    } else pieces.at(-1)?.push(character === '?' ? null : character);
  }
  return matcherOf(pieces);
}

/**
 * Time is linear in the value for any given pattern: between two `*` the leftmost place where a piece fits is as good
 * as any other, so nothing is tried again.
 * @param pieces what stands between the `*`
 */
function matcherOf(pieces: readonly Piece[]): (text: string) => boolean {
  const head = pieces[0] as Piece;
  const tail = pieces.at(-1) as Piece;
  const inner = pieces.slice(1, -1);
  return (text) => {
    const characters = Array.from(text);
    if (pieces.length === 1) return characters.length === head.length && fits(head, characters, 0);
    const end = characters.length - tail.length;
    if (end < head.length || !fits(head, characters, 0) || !fits(tail, characters, end)) return false;
    let from = head.length;
    for (const piece of inner) {
      while (from + piece.length <= end && !fits(piece, characters, from)) from++;
      from += piece.length;
      if (from > end) return false;
    }
    return true;
  };
}

function fits(piece: Piece, characters: readonly string[], at: number): boolean {
  return piece.every((wanted, index) => wanted === null || wanted === characters[at + index]);
}
