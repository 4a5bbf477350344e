/**
 * Expressions over one value for each field, in three-valued logic: what Elasticsearch runs as a script where a
 * condition is more than a field beside a constant. Null is unknown, and unknown is what is made of it, but for
 * `and`, `or`, and comparison with the constant `null`, which asks whether there is a value.
 */
import type { EqlComparison, EqlExpression, EqlMatch } from '../../../src/compile/eql/ast.ts';
import { functions } from './functions.ts';
import { matchesRegex, matchesTree, type Tree } from './regex.ts';
import { compare, isNumber, type Value } from './values.ts';

/** The one value each field has now. */
export type Assignment = ReadonlyMap<string, Value>;

const nothing: Assignment = new Map();

/** The names of the fields in an expression, each once. */
export function fieldsIn(expression: EqlExpression): readonly string[] {
  return [...new Set(nodesIn(expression).flatMap((node) => (node.kind === 'field' ? [node.name] : [])))];
}

export function nodesIn(expression: EqlExpression): readonly EqlExpression[] {
  return [expression, ...childrenOf(expression).flatMap(nodesIn)];
}

export function childrenOf(expression: EqlExpression): readonly EqlExpression[] {
  switch (expression.kind) {
    case 'call':
      return expression.args;
    case 'arithmetic':
    case 'comparison':
      return [expression.left, expression.right];
    case 'negate':
    case 'not':
      return [expression.of];
    case 'in':
      return [expression.value, ...expression.list];
    case 'match':
      return [expression.value, ...expression.patterns];
    case 'and':
    case 'or':
      return expression.of;
    default:
      return [];
  }
}

/** An expression changed node by node, from the leaves up. */
export function rewritten(
  expression: EqlExpression,
  change: (node: EqlExpression) => EqlExpression,
): EqlExpression {
  const of = (each: EqlExpression) => rewritten(each, change);
  switch (expression.kind) {
    case 'call':
      return change({ ...expression, args: expression.args.map(of) });
    case 'arithmetic':
    case 'comparison':
      return change({ ...expression, left: of(expression.left), right: of(expression.right) });
    case 'negate':
    case 'not':
      return change({ ...expression, of: of(expression.of) });
    case 'in':
      return change({ ...expression, value: of(expression.value), list: expression.list.map(of) });
    case 'match':
      return change({ ...expression, value: of(expression.value) });
    case 'and':
    case 'or':
      return change({ ...expression, of: expression.of.map(of) });
    default:
      return change(expression);
  }
}

export function isConstant(expression: EqlExpression): boolean {
  return fieldsIn(expression).length === 0;
}

/** The value of an expression without fields. */
export function constantOf(expression: EqlExpression): Value {
  return evaluate(expression, nothing);
}

export function isConstantNull(expression: EqlExpression): boolean {
  return isConstant(expression) && constantOf(expression) === null;
}

export function evaluate(expression: EqlExpression, fields: Assignment): Value {
  const of = (each: EqlExpression): Value => evaluate(each, fields);
  switch (expression.kind) {
    case 'string':
    case 'boolean':
    case 'decimal':
      return expression.value;
    case 'integer':
      return BigInt(expression.value);
    case 'null':
      return null;
    case 'field':
      return fields.get(expression.name) ?? null;
    case 'call': {
      const called = functions[expression.name.toLowerCase()];
      const args = expression.args.map(of);
      if (called === undefined || (called.nulls !== true && args.includes(null))) return null;
      return called.run(args, expression.caseInsensitive);
    }
    case 'arithmetic': {
      const names = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '%': 'modulo' };
      return functions[names[expression.op]]?.run([of(expression.left), of(expression.right)], false) ?? null;
    }
    case 'negate': {
      const value = of(expression.of);
      return isNumber(value) ? -value : null;
    }
    case 'comparison':
      return compared(expression, fields);
    case 'in':
      return isIn(of(expression.value), expression.list.map(of), expression.caseInsensitive);
    case 'match':
      return matches(of(expression.value), expression);
    case 'and':
      return all(expression.of.map(of));
    case 'or':
      return not(all(expression.of.map((each) => not(of(each)))));
    case 'not':
      return not(of(expression.of));
  }
}

function all(values: readonly Value[]): Value {
  return values.includes(false) ? false : values.includes(null) ? null : true;
}

function not(value: Value): Value {
  return value === null ? null : value !== true;
}

function compared({ op, left, right }: EqlComparison, fields: Assignment): Value {
  const [a, b] = [evaluate(left, fields), evaluate(right, fields)];
  if (op === '==' || op === '!=') {
    const asksForNull = isConstantNull(right) ? a : isConstantNull(left) ? b : undefined;
    if (asksForNull !== undefined) return (asksForNull === null) === (op === '==');
  }
  return holdsBetween(op, compare(a, b));
}

/** @param order of the two sides, null where unknown */
export function holdsBetween(op: EqlComparison['op'], order: number | null): boolean | null {
  if (order === null) return null;
  switch (op) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function isIn(value: Value, list: readonly Value[], ignoreCase: boolean): Value {
  if (value === null) return null;
  const same = (each: Value) =>
    ignoreCase && typeof value === 'string' && typeof each === 'string'
      ? matchesTree(literally(each), value, true)
      : compare(value, each) === 0;
  return list.some(same) ? true : list.includes(null) ? null : false;
}

/** Whether a text matches any of the patterns; unknown for no text. */
export function matches(value: Value, { op, patterns }: EqlMatch): Value {
  if (value === null) return null;
  return patterns.some((pattern) => {
    if (pattern.kind !== 'string') return false;
    const ignoreCase = op === ':' || op.endsWith('~');
    return op.startsWith('regex')
      ? matchesRegex(pattern.value, String(value), ignoreCase)
      : matchesTree(wildcards(pattern.value), String(value), ignoreCase);
  });
}

export function literally(text: string): Tree {
  return { kind: 'text', text };
}

function wildcards(pattern: string): Tree {
  const of = Array.from(pattern, (each): Tree => {
    if (each === '*') return { kind: 'everything' };
    return each === '?' ? { kind: 'any' } : { kind: 'character', text: each };
  });
  return { kind: 'concat', of };
}
