/**
 * Kinds of values that occur in rule files. `description` completes "expected …" in messages; `code` is the
 * problem's code where the default of the schema's kind says too little; `hint` says how to mend it. What else is there
 * is for the JSON Schemas that editors read (docs/schemas/).
 */
import * as z from 'zod';

export interface ValueNotes {
  readonly description?: string | undefined;
  readonly code?: string | undefined;
  readonly hint?: string | undefined;
}

/** A table with these keys and no others. */
export function aTable<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape).meta({ description: 'a table' });
}

export function arrayOf<Element extends z.core.$ZodType>(element: Element) {
  return z.array(element).meta({ description: 'an array of tables' });
}

/** Text for people. Control characters would reach their terminals and mails. */
export const text = z
  .string()
  .refine((value) => !/[^\P{Cc}\t\n]/u.test(value))
  .meta({ description: 'text', code: 'control-character' });

export const oneLine = z
  .string()
  .refine((value) => value.trim() !== '' && !/\p{Cc}/u.test(value))
  .meta({ description: 'one line of text', code: 'not-one-line' });

export const nonEmpty = z.string().min(1).meta({ description: 'text that is not empty' });

export const texts = z.array(text).meta({ description: 'an array of texts' });

export const someTexts = z.array(nonEmpty).min(1).meta({ description: 'an array of at least one text' });

export const textOrTexts = z
  .union([nonEmpty, z.array(nonEmpty)])
  .meta({ description: 'text or an array of texts' });

export const flag = z.boolean().meta({ description: 'true or false' });

export const integer = z.int().meta({ description: 'an integer' });

export const riskScore = z.int().min(0).max(100).meta({ description: 'an integer from 0 to 100' });

export const positive = z.int().min(1).meta({ description: 'an integer of at least 1' });

/** A table Harrier looks no further into. */
export const table = z.record(z.string(), z.unknown()).meta({ description: 'a table' });

export const tables = z.array(table).meta({ description: 'an array of tables' });

/** Elastic's prebuilt rules have UUIDs in lower case; its alerts, exceptions and version lock refer to them. */
const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const uuid = z
  .string()
  .refine((value) => uuidForm.test(value))
  .meta({
    pattern: uuidForm.source,
    description: 'a UUID in lower case',
    code: 'invalid-rule-id',
    hint: 'the id names the rule for good, in alerts and in state: make a new one with uuidgen or randomUUID()',
  });

const dateMathForm = /^now(?:[+-]\d*[yMwdhHms]|\/[yMwdhHms])*$/;

/**
 * Elasticsearch date math that is anchored at `now`
 * (https://www.elastic.co/docs/reference/elasticsearch/rest-apis/common-options#date-math).
 */
export const dateMath = z
  .string()
  .refine((value) => dateMathForm.test(value))
  .meta({
    pattern: dateMathForm.source,
    description: 'date math that begins at now, such as "now-14d"',
    code: 'invalid-date-math',
  });

const intervalForm = /^[1-9]\d*[smhd]$/;
export const interval = z
  .string()
  .refine((value) => intervalForm.test(value))
  .meta({
    pattern: intervalForm.source,
    description: 'a whole number with a unit s, m, h or d, such as "5m"',
    code: 'invalid-interval',
  });

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words).meta({ description: listed(words) });
}

/** `"a"`, `"a" or "b"`, `"a", "b" or "c"`. */
export function listed(words: readonly string[]): string {
  const quoted = words.map((word) => JSON.stringify(word));
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}
