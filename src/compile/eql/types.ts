/** Which types go together, and what they are called. */
import type { Accepts } from '../../query/functions/function.ts';
import { isWhole, type Type } from '../../query/types.ts';
import type { FieldType } from '../../schema/field.ts';
import type { Expression } from '../expression.ts';

/** Types whose values can be compared with one another. */
export type Family = 'boolean' | 'date' | 'ip' | 'number' | 'string' | 'version';

const families: Readonly<Record<Exclude<Type, 'null'>, Family>> = {
  boolean: 'boolean',
  date: 'date',
  double: 'number',
  integer: 'number',
  ip: 'ip',
  keyword: 'string',
  long: 'number',
  text: 'string',
  version: 'version',
};

/**
 * @returns undefined for what can be of any family: null, and fields whose values say what they are
 */
export function familyOf(expression: Expression): Family | undefined {
  if (expression.type === 'null' || isDynamic(expression)) return undefined;
  return families[expression.type];
}

export function isDynamic(expression: Expression): boolean {
  return expression.kind === 'field' && expression.field.type === 'dynamic';
}

/** What values of a field are in an expression; undefined for fields that have other fields below them alone. */
export function valueType(type: FieldType): Type | undefined {
  switch (type) {
    case 'nested':
    case 'object':
      return undefined;
    case 'flattened':
    case 'dynamic':
      return 'keyword';
    default:
      return type;
  }
}

/** What a dynamic field is read as where this is asked for; JSON's numbers are mostly whole. */
const readAs: Readonly<Record<Accepts, Type>> = {
  any: 'keyword',
  boolean: 'boolean',
  ip: 'ip',
  number: 'long',
  string: 'keyword',
  whole: 'long',
};

/** A dynamic field as what is asked of it; any other expression as it is. */
export function as(expression: Expression, accepts: Accepts): Expression {
  return expression.kind === 'field' && isDynamic(expression)
    ? { ...expression, type: readAs[accepts] }
    : expression;
}

export function isAccepted(expression: Expression, accepts: Accepts): boolean {
  const family = familyOf(expression);
  if (family === undefined || accepts === 'any') return true;
  if (accepts === 'whole') return isWhole(expression.type);
  if (accepts === 'ip') return family === 'ip' || family === 'string';
  return family === accepts;
}

const nouns: Readonly<Record<Accepts | Family, string>> = {
  any: 'a value',
  boolean: 'a boolean',
  date: 'a date',
  ip: 'an IP address',
  number: 'a number',
  string: 'a text',
  version: 'a version',
  whole: 'a whole number',
};

export function inWords(kind: Accepts | Family): string {
  return nouns[kind];
}
