/** The file that says of which types fields are. */
import { readFileSync } from 'node:fs';
import { suggest } from '../../compile/suggest.ts';
import type { FieldType } from '../../schema/field.ts';
import { UsageError } from '../command.ts';
import { explain } from '../inputs.ts';

/**
 * Elasticsearch's types, and what they are here.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/field-data-types
 */
const fieldTypes: Readonly<Record<string, FieldType>> = {
  boolean: 'boolean',
  byte: 'long',
  constant_keyword: 'keyword',
  date: 'date',
  date_nanos: 'date',
  double: 'double',
  flattened: 'flattened',
  float: 'double',
  half_float: 'double',
  integer: 'long',
  ip: 'ip',
  keyword: 'keyword',
  long: 'long',
  match_only_text: 'text',
  nested: 'nested',
  object: 'object',
  scaled_float: 'double',
  short: 'long',
  text: 'text',
  unsigned_long: 'long',
  version: 'version',
  wildcard: 'keyword',
};

export interface GivenTypes {
  /** In Elasticsearch's words. */
  readonly names: Readonly<Record<string, string>>;
  readonly fields: ReadonlyMap<string, FieldType>;
}

export const noTypes: GivenTypes = { names: {}, fields: new Map() };

/**
 * @param path of a file such as `{"client.ip": "ip"}`
 * @throws UsageError if the file is not of that form
 */
export function readTypes(path: string): GivenTypes {
  const wrong = (what: string): never => {
    throw new UsageError(`\`--types\` ${path}: ${what}`);
  };
  const found = parsed(path, wrong);
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    return wrong('expected an object of types by field, such as {"client.ip": "ip"}');
  const entries = Object.entries(found as Record<string, unknown>);
  const fields = entries.map(([name, type]): readonly [string, FieldType] => {
    if (typeof type !== 'string') return wrong(`the type of \`${name}\` is a string, such as "keyword"`);
    const known = Object.hasOwn(fieldTypes, type) ? fieldTypes[type] : undefined;
    if (known !== undefined) return [name, known];
    const meant = suggest(type, Object.keys(fieldTypes));
    const hint =
      meant === undefined ? `there are ${Object.keys(fieldTypes).join(', ')}` : `did you mean \`${meant}\`?`;
    return wrong(`there is no type \`${type}\` for \`${name}\`; ${hint}`);
  });
  return { names: Object.fromEntries(entries) as Record<string, string>, fields: new Map(fields) };
}

function parsed(path: string, wrong: (what: string) => never): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return wrong(explain(error));
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    return wrong(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
