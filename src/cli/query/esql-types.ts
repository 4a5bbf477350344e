import type { EsqlType } from '../../query/esql/value.ts';
import type { FieldType } from '../../schema/field.ts';

/**
 * What ES|QL makes of Elasticsearch's types, where that differs from other languages.
 * https://www.elastic.co/docs/reference/query-languages/esql/limitations#esql-supported-types
 */
const narrower: Readonly<Record<string, EsqlType>> = {
  byte: 'integer',
  integer: 'integer',
  short: 'integer',
};

/**
 * @param types of all fields
 * @param given those that the user has named, in Elasticsearch's words
 * @returns the types of columns; none for fields that have others below them alone
 */
export function esqlTypes(
  types: ReadonlyMap<string, FieldType>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, EsqlType>> {
  const columns = [...types].flatMap(([name, type]): [string, EsqlType][] => {
    const word = Object.hasOwn(given, name) ? given[name] : undefined;
    const narrow = word !== undefined && Object.hasOwn(narrower, word) ? narrower[word] : undefined;
    if (narrow !== undefined) return [[name, narrow]];
    if (type === 'object' || type === 'nested') return [];
    return [[name, type === 'dynamic' || type === 'flattened' ? 'keyword' : type]];
  });
  return Object.fromEntries(columns);
}
