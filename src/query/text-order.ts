/**
 * The order of texts, as Lucene has it: by their bytes in UTF-8, which is by code points. JavaScript's own order is by
 * UTF-16 code units, and puts characters beyond U+FFFF, written as surrogates, before those from U+E000 on.
 */

/** @returns below zero, zero or above zero */
export function compareTexts(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [one.charCodeAt(index), other.charCodeAt(index)];
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

/** Code units in the order of the code points they begin: surrogates last. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Whether no text compares otherwise with this one by code units. */
export function isOrderedByUnits(text: string): boolean {
  return !/[\ud800-\uffff]/.test(text);
}
