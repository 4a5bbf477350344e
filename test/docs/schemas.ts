/** The JSON Schemas by which editors know the files that users write, made of the shapes that the files are read by. */
import { readFileSync } from 'node:fs';
import { type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import * as z from 'zod';
import { defaults } from '../../infra/settings.ts';
import { type Settings, settingsSchema } from '../../infra/settings-schema.ts';
import { exceptionCaseFile } from '../../src/cli/cases/case-file.ts';
import { exceptionFile } from '../../src/compile/exceptions/schema.ts';
import { everyType } from '../../src/compile/rules/schema/rule-keys.ts';
import { fileSchema, ruleTypes } from '../../src/compile/rules/schema/rule-types.ts';
import { tuningShape } from '../../src/compile/tuning/schema.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** @returns by the name of their files in docs/schemas/ */
export function schemas(): Readonly<Record<string, Schema>> {
  return {
    rule: { title: 'A rule of Harrier', ...ruleSchema() },
    exceptions: { title: 'Exceptions from rules of Harrier', ...schemaOf(exceptionFile) },
    tests: { title: 'Tests of a rule or of exceptions of Harrier', ...schemaOf(exceptionCaseFile) },
    settings: { title: 'Settings of Harrier', ...settings() },
  };
}

/** Editors know draft 7 best. What only our own messages say is left out. */
function schemaOf(schema: z.ZodType): Schema {
  const override = ({ jsonSchema }: { jsonSchema: Schema }) => {
    delete jsonSchema.code;
    delete jsonSchema.hint;
    delete jsonSchema.propertyNames;
  };
  return z.toJSONSchema(schema, { target: 'draft-7', unrepresentable: 'any', override });
}

/** Which keys `[rule]` may have depends on its type. Completion knows all of them, validation those of the type. */
function ruleSchema(): Schema {
  const files = ruleTypes.map((type) => ({ type, schema: schemaOf(fileSchema(type)) }));
  const [first] = files;
  if (first === undefined) throw new Error('there are no types of rules');
  const tables = files.map(({ type, schema }) => ({ type, table: schema.properties?.rule as Schema }));
  const properties = together(tables.map(({ table }) => table.properties ?? {}));
  const conditions = tables.map(({ type, table }) => ({
    if: { properties: { type: { const: type } }, required: ['type'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's word
    then: { properties: ofType(table, properties), required: table.required },
  }));
  const rule = {
    type: 'object',
    description: 'the rule; which keys it has depends on its type',
    properties: { ...properties, type: { enum: ruleTypes, description: 'the type of the rule' } },
    required: ['type', ...Object.entries(everyType).flatMap(([key, of]) => (isOptional(of) ? [] : [key]))],
    additionalProperties: false,
    allOf: conditions,
  };
  return { ...first.schema, properties: { ...first.schema.properties, rule: rule as unknown as Schema } };
}

/** The keys of all, each with the forms that it has anywhere. */
function together(tables: readonly Record<string, unknown>[]): Record<string, unknown> {
  const keys = new Set(tables.flatMap(Object.keys));
  const entries = [...keys].map((key) => {
    const written = tables.flatMap((table) => (key in table ? [JSON.stringify(table[key])] : []));
    const [form, ...others] = [...new Set(written)].map((text) => JSON.parse(text));
    return [key, others.length === 0 ? form : { anyOf: [form, ...others] }];
  });
  return Object.fromEntries(entries);
}

function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success;
}

/** What is otherwise in rules of one type: keys that they cannot have, or with other values. */
function ofType({ properties: own = {} }: Schema, all: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(all).flatMap(([key, of]): [string, unknown][] => {
    if (key === 'type') return [];
    const mine = own[key];
    if (mine === undefined) return [[key, false]];
    return JSON.stringify(mine) === JSON.stringify(of) ? [] : [[key, mine]];
  });
  return Object.fromEntries(entries);
}

/** Those of a deployment and those on rules, with the words and the defaults of harrier.yml. */
function settings(): Schema {
  const shape = { ...settingsSchema.shape, ...tuningShape };
  const schema = schemaOf(z.strictObject(shape));
  const words = comments();
  const properties = Object.entries(schema.properties ?? {}).map(([name, of]) => [
    name,
    { ...(of as object), description: words.get(name), default: defaults[name as keyof Settings] },
  ]);
  return { ...schema, properties: Object.fromEntries(properties), required: [] };
}

/** Of each setting what harrier.yml says above it; below one another, settings share what is said. */
function comments(): ReadonlyMap<string, string> {
  const text = readFileSync(new URL('../../harrier.yml', import.meta.url), 'utf8');
  const { items, commentBefore } = parseDocument(text).contents as YAMLMap;
  const found = new Map<string, string>();
  let said = commentBefore ?? '';
  for (const { key } of items as Pair<Scalar<string>>[]) {
    said = key.commentBefore ?? said;
    const [last = ''] = said.split(/\n\s*\n/).slice(-1);
    found.set(key.value, last.replaceAll(/\s+/g, ' ').trim());
  }
  return found;
}
