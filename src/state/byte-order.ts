/**
 * Compares as DynamoDB and SQLite order strings: by UTF-8 bytes. That is the order of code points; JavaScript's own
 * comparison of UTF-16 units differs where a surrogate pair meets U+E000 to U+FFFF.
 * @returns negative, 0 or positive, as for `sort`; both strings are well-formed
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Moves surrogates behind every other unit. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit > 0xdfff ? unit - 0x800 : unit + 0x2000;
}
