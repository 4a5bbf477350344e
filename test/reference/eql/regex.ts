/**
 * Lucene's regular expressions by their definition: an expression, a text and where it begins give the set of places
 * where a match may end. Slow in every way.
 */

export type Tree =
  | { readonly kind: 'character' | 'text'; readonly text: string }
  | { readonly kind: 'any' | 'nothing' | 'everything' | 'empty' }
  | {
      readonly kind: 'class';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    }
  | { readonly kind: 'interval'; readonly from: string; readonly to: string }
  | { readonly kind: 'or' | 'and' | 'concat'; readonly of: readonly Tree[] }
  | { readonly kind: 'not'; readonly of: Tree }
  | { readonly kind: 'repeat'; readonly of: Tree; readonly min: number; readonly max: number };

/** Whether a whole text matches. */
export function matchesTree(tree: Tree, text: string, caseInsensitive: boolean): boolean {
  const characters = Array.from(text);
  return ends(tree, characters, 0, caseInsensitive).has(characters.length);
}

export function matchesRegex(pattern: string, text: string, caseInsensitive: boolean): boolean {
  return matchesTree(readRegex(pattern), text, caseInsensitive);
}

function ends(tree: Tree, text: readonly string[], from: number, ci: boolean): Set<number> {
  const here = text[from];
  const one = (holds: boolean) => new Set(here !== undefined && holds ? [from + 1] : []);
  switch (tree.kind) {
    case 'character':
      return one(spellings(here ?? '', ci).includes(fold(tree.text, ci)));
    case 'any':
      return one(true);
    case 'class':
      return one(
        spellings(here ?? '', ci).some((each) =>
          tree.ranges.some(([low, high]) => code(low) <= code(each) && code(each) <= code(high)),
        ) !== tree.negated,
      );
    case 'nothing':
      return new Set();
    case 'empty':
      return new Set([from]);
    case 'everything':
      return places(text, from);
    case 'text': {
      const wanted = Array.from(tree.text, (each): Tree => ({ kind: 'character', text: each }));
      return ends({ kind: 'concat', of: wanted }, text, from, ci);
    }
    case 'interval':
      return new Set([...places(text, from)].filter((end) => isIn(tree, text.slice(from, end).join(''))));
    case 'or':
      return new Set(tree.of.flatMap((each) => [...ends(each, text, from, ci)]));
    case 'and':
      return tree.of
        .map((each) => ends(each, text, from, ci))
        .reduce((both, each) => both.intersection(each));
    case 'concat':
      return tree.of.reduce((starts, each) => after(each, starts, text, ci), new Set([from]));
    case 'not': {
      const matched = ends(tree.of, text, from, ci);
      return new Set([...places(text, from)].filter((end) => !matched.has(end)));
    }
    case 'repeat': {
      const found = new Set<number>(tree.min === 0 ? [from] : []);
      let reached = new Set([from]);
      // More rounds than characters reach nothing new.
      for (let round = 1; round <= Math.min(tree.max, tree.min + text.length + 1); round++) {
        reached = after(tree.of, reached, text, ci);
        if (round >= tree.min) for (const end of reached) found.add(end);
      }
      return found;
    }
  }
}

function after(tree: Tree, starts: ReadonlySet<number>, text: readonly string[], ci: boolean): Set<number> {
  return new Set([...starts].flatMap((start) => [...ends(tree, text, start, ci)]));
}

function places(text: readonly string[], from: number): Set<number> {
  return new Set(Array.from({ length: text.length - from + 1 }, (_, index) => from + index));
}

function isIn({ from, to }: { from: string; to: string }, found: string): boolean {
  if (!/^[0-9]+$/.test(found)) return false;
  if (from.length === to.length && found.length !== from.length) return false;
  const [low, high] = [BigInt(from), BigInt(to)].sort((a, b) => (a < b ? -1 : 1)) as [bigint, bigint];
  return low <= BigInt(found) && BigInt(found) <= high;
}

/** How a character may be written: in both cases, if case does not count. */
function spellings(character: string, ci: boolean): readonly string[] {
  if (!ci || character === '') return [character];
  const upper = character.toUpperCase();
  return [character, upper, character.toLowerCase(), upper.toLowerCase()].filter(
    (each) => Array.from(each).length === 1,
  );
}

function fold(character: string, ci: boolean): string {
  if (!ci) return character;
  const lower = character.toUpperCase().toLowerCase();
  return Array.from(lower).length === 1 && Array.from(character.toUpperCase()).length === 1
    ? lower
    : character;
}

function code(character: string): number {
  return character.codePointAt(0) ?? -1;
}

/** Reads a pattern; what is none is not looked for. */
export function readRegex(pattern: string): Tree {
  const rest = Array.from(pattern);
  const more = () => rest.length > 0;
  const union = (): Tree => {
    const of = [intersection()];
    while (rest[0] === '|') rest.shift() && of.push(intersection());
    return { kind: 'or', of };
  };
  const intersection = (): Tree => {
    const of = [sequence()];
    while (rest[0] === '&') rest.shift() && of.push(sequence());
    return { kind: 'and', of };
  };
  const sequence = (): Tree => {
    const of: Tree[] = [];
    while (more() && !['|', '&', ')'].includes(rest[0] ?? '')) of.push(repetition());
    return { kind: 'concat', of };
  };
  const repetition = (): Tree => {
    let of = complement();
    for (;;) {
      const found = /^(?:[?*+]|\{(\d+)(,?)(\d*)\})/.exec(rest.join(''));
      if (found === null) return of;
      rest.splice(0, found[0].length);
      const [sign, min, comma, max] = found;
      const bounds =
        min === undefined
          ? [sign === '+' ? 1 : 0, sign === '?' ? 1 : 1e9]
          : [Number(min), comma === '' ? Number(min) : max === '' ? 1e9 : Number(max)];
      of = { kind: 'repeat', of, min: bounds[0] as number, max: bounds[1] as number };
    }
  };
  const complement = (): Tree => {
    if (rest[0] !== '~') return simple();
    rest.shift();
    return { kind: 'not', of: complement() };
  };
  const until = (end: string): string =>
    rest
      .splice(0, rest.indexOf(end) + 1)
      .slice(0, -1)
      .join('');
  const simple = (): Tree => {
    const found = rest.shift() ?? '';
    switch (found) {
      case '.':
        return { kind: 'any' };
      case '#':
        return { kind: 'nothing' };
      case '@':
        return { kind: 'everything' };
      case '"':
        return { kind: 'text', text: until('"') };
      case '<': {
        const [from = '', to = ''] = until('>').split('-');
        return { kind: 'interval', from, to };
      }
      case '(': {
        const of: Tree = rest[0] === ')' ? { kind: 'empty' } : union();
        rest.shift();
        return of;
      }
      case '[':
        return characterClass();
      case '\\': {
        const escaped = rest.shift() ?? '';
        const known = named[escaped.toLowerCase()];
        if (known === undefined || !/[dws]/i.test(escaped)) return { kind: 'character', text: escaped };
        return { kind: 'class', negated: escaped !== escaped.toLowerCase(), ranges: known };
      }
      default:
        return { kind: 'character', text: found };
    }
  };
  const characterClass = (): Tree => {
    const negated = rest[0] === '^';
    if (negated) rest.shift();
    const ranges: (readonly [string, string])[] = [];
    do {
      const found = rest.shift() ?? '';
      const from = found === '\\' ? (rest.shift() ?? '') : found;
      const known = found === '\\' ? named[from] : undefined;
      if (known !== undefined) ranges.push(...known);
      else if (rest[0] === '-' && rest[1] !== ']' && rest.length > 1) {
        rest.shift();
        const end = rest.shift() ?? '';
        ranges.push([from, end === '\\' ? (rest.shift() ?? '') : end]);
      } else ranges.push([from, from]);
    } while (rest[0] !== ']');
    rest.shift();
    return { kind: 'class', negated, ranges };
  };
  return union();
}

const named: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  d: [['0', '9']],
  w: [
    ['a', 'z'],
    ['A', 'Z'],
    ['0', '9'],
    ['_', '_'],
  ],
  s: [
    [' ', ' '],
    ['\t', '\t'],
    ['\n', '\n'],
    ['\r', '\r'],
  ],
};
