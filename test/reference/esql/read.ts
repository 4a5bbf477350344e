/** Columns of documents, as an index gives them back. */
import type { Json, JsonObject } from '../../../src/schema/audit-event.ts';
import { distinct, sortedValues } from './functions/several.ts';
import { readText } from './literal.ts';
import type { Row } from './table.ts';
import { type One, Uncovered, type Value, type ValueType } from './value.ts';

export function readDocument(document: JsonObject, types: Readonly<Record<string, ValueType>>): Row {
  return new Map(Object.entries(types).map(([name, type]) => [name, read(at(document, name), type)]));
}

/** A name with dots is a key, or keys one below the other. */
function at(document: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(document, name)) return document[name];
  const dot = name.indexOf('.');
  const inner = dot === -1 ? undefined : document[name.slice(0, dot)];
  if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return undefined;
  return at(inner as JsonObject, name.slice(dot + 1));
}

/** Keywords and addresses come sorted and once each, numbers, dates and booleans sorted, texts as they are. */
function read(value: Json | undefined, type: ValueType): Value {
  const values = (Array.isArray(value) ? (value as readonly Json[]) : [value ?? null])
    .filter((each) => each !== null)
    .flatMap((each) => readOne(each as Json, type));
  if (type === 'text') return { type, of: values };
  const sorted = sortedValues(values, type);
  const isSet = type === 'keyword' || type === 'ip' || type === 'version';
  return { type, of: isSet ? distinct(sorted, type) : sorted };
}

function readOne(value: Json, type: ValueType): readonly One[] {
  if (type === 'integer' || type === 'double') return [Number(value)];
  if (type === 'long') return [BigInt(value as number)];
  if (type === 'date') return typeof value === 'number' ? [BigInt(value)] : readText(String(value), type);
  if (typeof value === 'boolean' || typeof value === 'string') return [value];
  throw new Uncovered(`${JSON.stringify(value)} as ${type}`);
}
