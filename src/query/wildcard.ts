/**
 * Patterns of EQL's `:` and `like`: `*` is any text, `?` any one character
 * (https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-syntax-wildcards). Nothing escapes them.
 */
import { foldCase } from './fold-case.ts';

/** What stands between two `*`: characters, or `null` for a `?`. */
type Piece = readonly (string | null)[];

/**
 * Time is linear in the value for any given pattern: between two `*` the leftmost place where a piece fits is as good
 * as any other, so nothing is tried again.
 *
 * @returns a test of whether a whole text matches
 */
export function compileWildcard(pattern: string, caseInsensitive: boolean): (text: string) => boolean {
  const fold = caseInsensitive ? foldCase : (text: string) => text;
  const pieces: Piece[] = fold(pattern)
    .split('*')
    .map((piece) => Array.from(piece, (character) => (character === '?' ? null : character)));
  const head = pieces[0] as Piece;
  const tail = pieces.at(-1) as Piece;
  const inner = pieces.slice(1, -1);
  return (text) => {
    const characters = Array.from(fold(text));
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
