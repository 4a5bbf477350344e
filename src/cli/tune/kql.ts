/** Conditions in KQL about values that come from events, which callers wrote in part. */
import { printTerm } from '../../compile/kql/print.ts';

const span = { start: 0, end: 0 };
const plain = /^[\w-]+$/;
const keywords = /^(?:and|or|not|true|false|null)$/i;

/** Whether a value can stand in a TOML string between three quotes: it would end at these, and has no controls. */
export function isWritable(value: string): boolean {
  return !/\p{Cc}|\p{Cs}|'''/u.test(value);
}

/** @returns the condition that a field has the value */
export function is(field: string, value: string): string {
  return `${field}:${term(value)}`;
}

/** @returns the condition that a field has one of the values */
export function isOneOf(field: string, values: readonly string[]): string {
  const [only, ...others] = values;
  if (only !== undefined && others.length === 0) return is(field, only);
  return `${field}:(${values.map(term).join(' or ')})`;
}

/** @returns the condition that a field begins with the text */
export function like(field: string, prefix: string): string {
  return `${field}:${printTerm({ kind: 'wildcard', pieces: [prefix, ''], span })}`;
}

/** @returns the condition that a field has no value */
export function isMissing(field: string): string {
  return `not ${field}:*`;
}

function term(value: string): string {
  const quoted = !plain.test(value) || keywords.test(value);
  return printTerm({ kind: 'literal', value, quoted, span });
}
