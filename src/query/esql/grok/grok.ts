/** Takes texts apart by patterns of `GROK`. */
import { compileExpression } from '../../group-regex/compile.ts';
import { oniguruma } from '../../group-regex/dialect.ts';
import type { Program } from '../../group-regex/program.ts';
import { Search } from '../../group-regex/search.ts';
import type { CallSite } from '../function.ts';
import { finite } from '../long.ts';
import { valueOfList } from '../order.ts';
import { notNumber, parseDouble, parseWhole } from '../parse-number.ts';
import type { EsqlType, EsqlValue, Scalar } from '../value.ts';

export interface GrokOutput {
  readonly name: string;
  readonly type: EsqlType;
  /** Of the expression's groups. */
  readonly group: number;
  readonly read: Read;
}

/** Null, and told, where a text has no value of the type. */
type Read = (text: string, warn: CallSite['warn']) => null | Scalar;

/** As Java reads them: a `float` has the digits of 32 bits. */
const types: Readonly<Record<string, { readonly type: EsqlType; readonly read: Read }>> = {
  int: { type: 'integer', read: (text, warn) => whole(text, 'integer', warn) },
  long: { type: 'long', read: (text, warn) => whole(text, 'long', warn) },
  float: {
    type: 'double',
    read: (text, warn) => {
      const value = parseDouble(text, warn);
      return value === null ? null : finite(Math.fround(value), warn);
    },
  },
  double: { type: 'double', read: parseDouble },
  boolean: { type: 'boolean', read: (text) => text.toLowerCase() === 'true' },
  string: { type: 'keyword', read: (text) => text },
};

function whole(text: string, type: 'integer' | 'long', warn: CallSite['warn']): null | Scalar {
  if (/^[+-]?\d+$/.test(text)) return parseWhole(text, type, warn);
  warn(`Cannot parse number [${text}]`, notNumber);
  return null;
}

/** Of columns, behind their names. */
export const typeNames: readonly string[] = /* @__PURE__ */ Object.keys(types);

/**
 * @param names of groups, `name` or `name:type`
 * @throws {SyntaxError} for an unknown type
 */
export function outputsOf(names: Program['names']): readonly GrokOutput[] {
  return names.map(({ name: whole, index }) => {
    const [name = '', type = 'string', ...more] = whole.split(':');
    const known = Object.hasOwn(types, type) && more.length === 0 ? types[type] : undefined;
    if (known === undefined) throw new SyntaxError(`\`${type}\` is no type of a \`GROK\` pattern`);
    return { name, ...known, group: index };
  });
}

/** @returns undefined if the text does not match; otherwise of several groups of one name all that took part */
export type GrokMatch = (
  text: string,
  warn: CallSite['warn'],
) => Readonly<Record<string, EsqlValue>> | undefined;

/** @param expression as `expandGrok` gives it */
export function compileGrok(expression: string): GrokMatch {
  const program = compileExpression(expression, oniguruma);
  const outputs = outputsOf(program.names);
  return (text, warn) => {
    const search = new Search(program, text);
    return search.find(0) === undefined ? undefined : fieldsOf(search, outputs, warn);
  };
}

function fieldsOf(
  search: Search,
  outputs: readonly GrokOutput[],
  warn: CallSite['warn'],
): Readonly<Record<string, EsqlValue>> {
  const found = new Map<string, Scalar[]>();
  for (const { name, group, read } of outputs) {
    const text = search.group(group);
    const value = text === undefined ? null : read(text, warn);
    if (value === null) continue;
    const values = found.get(name) ?? [];
    values.push(value);
    found.set(name, values);
  }
  // Names are the query's, and any text.
  const fields: Record<string, EsqlValue> = Object.create(null);
  for (const [name, values] of found) fields[name] = valueOfList(values);
  return fields;
}
