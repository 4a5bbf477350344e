/** Names that EQL gives a meaning, and names that need backquotes. */

/** These are no names of fields or functions unless in backquotes, not even as part of a dotted name. */
export const keywords: ReadonlySet<string> = new Set([
  'and',
  'any',
  'by',
  'false',
  'in',
  'join',
  'like',
  'maxspan',
  'not',
  'null',
  'of',
  'or',
  'regex',
  'sample',
  'sequence',
  'true',
  'until',
  'where',
  'with',
]);

const plain = /^[A-Za-z_@][A-Za-z0-9_]*$/;

/** Whether a name can stand without quotes, as one part of a field's name or as a category. */
export function isPlainName(name: string): boolean {
  return plain.test(name) && !keywords.has(name);
}
