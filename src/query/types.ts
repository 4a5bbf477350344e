/** Types of values in queries, as Elasticsearch's index mappings name them. */
export type Type =
  | 'boolean'
  | 'date'
  | 'double'
  | 'integer'
  | 'ip'
  | 'keyword'
  | 'long'
  | 'null'
  | 'text'
  | 'version';

/** A value at run time. Whole numbers beyond 2^53 are as exact as JSON's are in JavaScript. */
export type Value = boolean | number | string | null;

export function isWhole(type: Type): boolean {
  return type === 'integer' || type === 'long';
}
