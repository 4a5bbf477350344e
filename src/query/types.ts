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

/** A value at run time. A bigint only where a number would not be exact. */
export type Value = bigint | boolean | number | string | null;

export function isWhole(type: Type): boolean {
  return type === 'integer' || type === 'long';
}
