/** What a query can ask of the events or documents that `FROM` reads. */
import type { EsqlType } from '../../../query/esql/value.ts';
import { documentReader } from '../../../schema/document-reader.ts';
import type { Field, FieldType } from '../../../schema/field.ts';
import type { Reader } from '../../../schema/reader.ts';
import { auditRoot, eksRoot } from '../../../schema/table.ts';

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
