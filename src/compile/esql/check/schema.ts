/** What a query can ask of the events or documents that `FROM` reads. */
import type { EsqlType } from '../../../query/esql/value.ts';
import { documentReader } from '../../../schema/document-reader.ts';
import type { Field, FieldType } from '../../../schema/field.ts';
import type { Reader } from '../../../schema/reader.ts';
import { auditRoot, dataStreams, eksRoot } from '../../../schema/table.ts';
import { matchesPattern } from '../../../schema/wildcard.ts';

export interface SourceColumn {
  readonly field: Field;
  readonly type: EsqlType;
}

export interface EsqlSchema {
  /** What `KQL("…")` is asked of. */
  readonly reader: Reader;
  /** @returns undefined if nothing is known of such a column; a reason if it is known that it can be none */
  column(name: string): SourceColumn | { readonly message: string; readonly hint: string } | undefined;
  /** The columns that `*` stands for, and that a query has which names none, sorted. */
  names(): readonly string[];
  /** Further names, for suggestions. */
  known(): readonly string[];
  /** Whether a column that nothing is known of is null, which is told as a warning; an error otherwise. */
  isNullable(name: string): boolean;
  /** Names of `METADATA` that are known of the events or documents. */
  readonly metadata: ReadonlySet<string>;
  /**
   * @param patterns behind `FROM`
   * @returns what `_index` is where an event does not say it itself; null if that is not known
   */
  indexOf(patterns: readonly string[]): string | null;
}

/**
 * Audit events.
 * @param reader of the events
 * @param present the columns that `*` stands for: those that some event of the input has; without it all of the table
 */
export function auditSchema(reader: Reader, present: readonly string[] = reader.names()): EsqlSchema {
  const names = [...new Set(present)].filter((name) => typeOf(reader.resolve(name)) !== undefined).sort();
  return {
    reader,
    column: (name) => {
      const field = reader.resolve(name);
      return field === undefined ? undefined : columnOf(name, field);
    },
    names: () => names,
    known: () => reader.names(),
    isNullable: (name) => name.startsWith(`${auditRoot}.`) || name.startsWith(`${eksRoot}.`),
    metadata: new Set(['_id', '_index', '_version']),
    indexOf: dataStreamOf,
  };
}

/**
 * Documents of any shape.
 * @param types of all of their columns, by name
 * @param reader of the documents, which knows these columns
 */
export function documentSchema(
  types: Readonly<Record<string, EsqlType>>,
  reader: Reader = documentReader(
    Object.fromEntries(Object.entries(types).map(([name, type]) => [name, fieldType(type)])),
  ),
): EsqlSchema {
  const names = Object.keys(types).sort();
  return {
    reader,
    column: (name) => {
      const type = Object.hasOwn(types, name) ? types[name] : undefined;
      const field = reader.resolve(name);
      return type === undefined || field === undefined ? undefined : { field, type };
    },
    names: () => names,
    known: () => names,
    isNullable: () => false,
    // An index of which nothing else is said is in standard mode.
    metadata: new Set(['_id', '_index', '_index_mode', '_source', '_version']),
    indexOf: onlyIndexOf,
  };
}

/** How a column's values are read. */
function fieldType(type: EsqlType): FieldType {
  switch (type) {
    case 'integer':
      return 'long';
    case 'null':
    case 'date_period':
    case 'time_duration':
      return 'keyword';
    default:
      return type;
  }
}

function columnOf(name: string, field: Field): SourceColumn | { message: string; hint: string } {
  const type = typeOf(field);
  if (type !== undefined) return { field, type };
  return {
    message: `\`${name}\` has fields below it and no value of its own`,
    hint: `name one of them: \`${name}.…\``,
  };
}

/** @returns undefined for fields that have other fields below them alone */
function typeOf(field: Field | undefined): EsqlType | undefined {
  switch (field?.type) {
    case undefined:
    case 'nested':
    case 'object':
      return undefined;
    // What no mapping lists is text, as it is below a flattened field.
    case 'dynamic':
    case 'flattened':
      return 'keyword';
    default:
      return field?.type;
  }
}

/** The data stream that events are taken for. */
function dataStreamOf(patterns: readonly string[]): string | null {
  const named = dataStreams.find(({ index }) =>
    patterns.some((pattern) => matchesPattern(index, pattern.split('*'))),
  );
  return (named ?? dataStreams[0])?.index ?? null;
}

/** The name of one index, without a cluster, wildcards or date math. */
function onlyIndexOf(patterns: readonly string[]): string | null {
  const [name = '', ...others] = patterns;
  return others.length === 0 && !/[*?:<>]|^-/.test(name) && name !== '' ? name : null;
}
