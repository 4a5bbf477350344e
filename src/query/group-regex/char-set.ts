/** Sets of characters (code points), by what tells whether one is in it. */
export type CharSet = (code: number) => boolean;

export const anyChar: CharSet = () => true;

export function range(from: number, to: number): CharSet {
  return (code) => code >= from && code <= to;
}

export function oneOf(characters: string): CharSet {
  const codes = new Set(Array.from(characters, (each) => each.codePointAt(0)));
  return (code) => codes.has(code);
}

export function not(set: CharSet): CharSet {
  return (code) => !set(code);
}

export function either(sets: readonly CharSet[]): CharSet {
  if (sets.length === 1) return sets[0] as CharSet;
  return (code) => sets.some((set) => set(code));
}

export function both(one: CharSet, other: CharSet): CharSet {
  return (code) => one(code) && other(code);
}

/** @returns the characters that are in a set in either case; case is that of ASCII, or of all letters */
export function withoutCase(set: CharSet, ascii: boolean): CharSet {
  return (code) => {
    if (set(code)) return true;
    if (ascii && code > 127) return false;
    const text = String.fromCodePoint(code);
    return isIn(text.toLowerCase(), set) || isIn(text.toUpperCase(), set);
  };
}

function isIn(text: string, set: CharSet): boolean {
  const code = text.codePointAt(0) as number;
  return String.fromCodePoint(code) === text && set(code);
}

/** @returns a set that looks its ASCII characters up in a table */
export function tabled(set: CharSet): CharSet {
  const table = Uint8Array.from({ length: 128 }, (_, code) => Number(set(code)));
  return (code) => (code < 128 ? table[code] === 1 : set(code));
}

/** @param name of a property of Unicode, as within `\p{…}`. @returns undefined if there is none */
export function property(name: string): CharSet | undefined {
  if (!/^[\w=]+$/.test(name)) return undefined;
  try {
    const test = new RegExp(`^\\p{${name}}$`, 'u');
    return (code) => test.test(String.fromCodePoint(code));
  } catch {
    return undefined;
  }
}
