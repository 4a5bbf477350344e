import * as z from 'zod';
import type { Path } from '../../toml/places.ts';
import type { ValueNotes } from './values.ts';

/** What the schema says about the value at `path`. Empty where the schema does not reach. */
export function notesAt(schema: z.core.$ZodType, path: Path): ValueNotes {
  const found = schemaAt(schema, path);
  return found === undefined ? {} : notesOf(found);
}

/** The keys that the table at `path` may have. */
export function keysAt(schema: z.core.$ZodType, path: Path): readonly string[] {
  const found = schemaAt(schema, path);
  const inner = found === undefined ? undefined : required(found);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function schemaAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType | undefined {
  let found: z.core.$ZodType | undefined = schema;
  for (const step of path) {
    const inner = required(found);
    if (inner instanceof z.ZodObject && Object.hasOwn(inner.shape, step)) found = inner.shape[step];
    else if (inner instanceof z.ZodArray) found = inner.element;
    else if (inner instanceof z.ZodRecord) found = inner.valueType;
    else return undefined;
    if (found === undefined) return undefined;
  }
  return found;
}

function notesOf(schema: z.core.$ZodType): ValueNotes {
  return z.globalRegistry.get(schema) ?? (isPerhaps(schema) ? notesOf(schema.unwrap()) : {});
}

/** What is inside: of a union, its form that has an inside. */
function required(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodUnion)
    return (
      schema.options.find(
        (each) => each instanceof z.ZodArray || each instanceof z.ZodObject || each instanceof z.ZodRecord,
      ) ?? schema
    );
  return isPerhaps(schema) ? required(schema.unwrap()) : schema;
}

function isPerhaps(schema: z.core.$ZodType): schema is z.ZodOptional | z.ZodNullable {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable;
}
