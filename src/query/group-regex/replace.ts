/**
 * Replaces what an expression matches, as Java's `Matcher.replaceAll`.
 * https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Matcher.html
 */
import type { Program } from './program.ts';
import { Search } from './search.ts';

/** Text, or the number of a group. */
export type Replacement = readonly (number | string)[];

/**
 * Reads a replacement: `$1` and `${name}` are groups, a backslash makes the next character an ordinary one.
 * @throws {SyntaxError} if it names a group that the expression does not have
 */
export function parseReplacement(text: string, { slots, names }: Program): Replacement {
  const parts: (number | string)[] = [];
  const groups = slots / 2;
  let plain = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character !== '$' && character !== '\\') {
      plain += character;
      continue;
    }
    if (character === '\\') {
      if (++at === text.length) throw new SyntaxError('character to be escaped is missing');
      plain += text[at];
      continue;
    }
    const found = /^(?:\{(\w+)\}|(\d{1,6}))/.exec(text.slice(at + 1, at + 60));
    if (found === null)
      throw new SyntaxError('Illegal group reference: `$` needs a number, or a backslash before it');
    const [whole, name, digits] = found as unknown as readonly [
      string,
      string | undefined,
      string | undefined,
    ];
    const group = name === undefined ? longest(digits as string, groups) : named(name, names);
    if (group === undefined) throw new SyntaxError(`No group ${name ?? digits}`);
    parts.push(plain, group);
    plain = '';
    at += digits === undefined ? whole.length : String(group).length;
  }
  parts.push(plain);
  return parts;
}

/** The first digit is a group; further digits are part of its number as long as there is such a group. */
function longest(digits: string, groups: number): number | undefined {
  let group = Number(digits[0]);
  if (group >= groups) return undefined;
  for (const digit of digits.slice(1)) {
    if (group * 10 + Number(digit) >= groups) break;
    group = group * 10 + Number(digit);
  }
  return group;
}

function named(name: string, names: Program['names']): number | undefined {
  return names.find((each) => each.name === name)?.index;
}

/** @returns undefined if the result has more than `limit` UTF-16 code units */
export function replaceAll(
  program: Program,
  text: string,
  by: Replacement,
  limit: number,
): string | undefined {
  const search = new Search(program, text);
  const pieces: string[] = [];
  let [length, done] = [0, 0];
  const push = (piece: string): void => {
    pieces.push(piece);
    length += piece.length;
  };
  for (let from = 0; from <= text.length; ) {
    const found = search.find(from);
    if (found === undefined) break;
    const [start, end] = found;
    push(text.slice(done, start));
    for (const part of by) {
      push(
        typeof part === 'string' ? part : part === 0 ? text.slice(start, end) : (search.group(part) ?? ''),
      );
    }
    if (length > limit) return undefined;
    done = end;
    from = end > start ? end : end + 1;
  }
  push(text.slice(done));
  return length > limit ? undefined : pieces.join('');
}
