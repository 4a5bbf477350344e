/** Sigma's strings: wildcards, escapes, and what modifiers make of them. */
import type { Piece } from './tree.ts';

/**
 * `*` and `?` are wildcards, and a backslash before one of them, or before another backslash, takes its meaning away.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md#escape-character
 */
export function piecesOf(value: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') pieces.push({ text });
    text = '';
  };
  for (let index = 0; index < value.length; index++) {
    const character = value.charAt(index);
    const next = value.charAt(index + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      text += next;
      index++;
    } else if (character === '*' || character === '?') {
      flush();
      pieces.push({ wild: character });
    } else text += character;
  }
  flush();
  return pieces;
}

/** @returns undefined if there is a wildcard */
export function plainText(pieces: readonly Piece[]): string | undefined {
  return pieces.every((piece) => 'text' in piece)
    ? pieces.map((piece) => ('text' in piece ? piece.text : '')).join('')
    : undefined;
}

const any: Piece = { wild: '*' };

function isAny(piece: Piece | undefined): boolean {
  return piece !== undefined && 'wild' in piece && piece.wild === '*';
}

/** With any text before it. */
export function openBefore(pieces: readonly Piece[]): readonly Piece[] {
  return isAny(pieces[0]) ? pieces : [any, ...pieces];
}

/** With any text behind it. */
export function openBehind(pieces: readonly Piece[]): readonly Piece[] {
  return isAny(pieces.at(-1)) ? pieces : [...pieces, any];
}

const dashes = ['-', '/', '\u2013', '\u2014', '\u2015'];

/** So many dashes of a value are written in all ways; each makes five times as many values. */
export const mostDashes = 3;

/** @returns undefined if there are too many dashes */
export function withDashes(pieces: readonly Piece[]): readonly (readonly Piece[])[] | undefined {
  // Where text is plain; a dash that begins a parameter has no letter or digit before it, and one behind it.
  let found = 0;
  const parts: (readonly Piece[])[][] = pieces.map((piece) => {
    if (!('text' in piece)) return [[piece]];
    const cut = piece.text.split(/\B[-/]\b/);
    found += cut.length - 1;
    return cut
      .slice(1)
      .reduce<string[]>(
        (before, rest) =>
          found > mostDashes ? before : before.flatMap((each) => dashes.map((dash) => each + dash + rest)),
        cut.slice(0, 1),
      )
      .map((text): readonly Piece[] => [{ text }]);
  });
  if (found > mostDashes) return undefined;
  return parts.reduce<readonly (readonly Piece[])[]>(
    (before, part) => before.flatMap((each) => part.map((more) => [...each, ...more])),
    [[]],
  );
}

/** What a text is as bytes, for the modifiers that encode it. */
export type Encoding = 'utf16' | 'utf16be' | 'utf16le' | 'utf8';

export function bytesOf(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf8':
      return Buffer.from(text, 'utf8');
    case 'utf16le':
      return Buffer.from(text, 'utf16le');
    case 'utf16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'utf16':
      return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  }
}

/**
 * What is the same in every Base64 text in which the bytes stand at any place: three forms, by how many bytes modulo three
 * come before them, without the characters that depend on their neighbours.
 */
export function base64AtAnyPlace(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const end = [text.length, -3, -2][(bytes.length + before) % 3];
    return text.slice([0, 2, 3][before], end);
  });
}
