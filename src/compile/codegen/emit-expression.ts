/** The code of expressions. */
import type { Type, Value } from '../../query/types.ts';
import { hasLeaves } from '../../schema/read.ts';
import { type Comparison, type Expression, type FieldValue, fieldsIn } from '../expression.ts';
import { opposites, type Truth, whenTrue } from '../truth.ts';
import { type Code, join, js, name } from './code.ts';
import { emitTextTest } from './emit-test.ts';
import { type Base, emitValue } from './emit-value.ts';
import type { ModuleScope, RuntimeName } from './module-scope.ts';

/** What stands for the value that was chosen for a field. */
type Chosen = (field: FieldValue) => Code;

/**
 * An expression that is true if a boolean expression is, for some choice of a value for each field in it.
 * @param base what the fields are read from
 */
export function emitHolds(of: Expression, base: Base, scope: ModuleScope): Code {
  const fields = new Map(fieldsIn(of).map((field) => [keyOf(field), field]));
  const names = new Map([...fields.keys()].map((key, index) => [key, name(`v${index + 1}`)]));
  const chosen: Chosen = (field) => names.get(keyOf(field)) ?? js`null`;
  const test = js`(${join([...names.values()], js`, `)}) => ${emitTruth(whenTrue(of), chosen, scope)}`;
  const values = [...fields.values()].map((field) => emitValues(field, base, scope));
  return js`${scope.use('someChoice')}([${join(values, js`, `)}], ${scope.constant('holds', test)})`;
}

/** What is one field to an expression: the same access, read as the same type. */
function keyOf({ field, type }: FieldValue): string {
  return JSON.stringify([field.access, readers[type]]);
}

const readers: Readonly<Record<Type, RuntimeName>> = {
  boolean: 'booleans',
  date: 'dates',
  double: 'numbers',
  integer: 'longs',
  ip: 'addresses',
  keyword: 'texts',
  long: 'longs',
  null: 'texts',
  text: 'texts',
  version: 'texts',
};

function literal(value: Value): Code {
  return typeof value === 'bigint' ? js`BigInt(${String(value)})` : js`${value}`;
}

function literals(values: readonly Value[]): Code {
  return js`[${join(values.map(literal), js`,`)}]`;
}

function emitValues({ field, type }: FieldValue, base: Base, scope: ModuleScope): Code {
  const leaves = hasLeaves(field) ? js`, true` : js``;
  return js`${scope.use(readers[type])}(${emitValue(field, base, scope)}${leaves})`;
}

const comparisons = {
  eq: 'equal',
  ne: 'differ',
  lt: 'isBelow',
  lte: 'isAtMost',
  gt: 'isAbove',
  gte: 'isAtLeast',
} as const satisfies Readonly<Record<Comparison, RuntimeName>>;

function emitTruth(truth: Truth, chosen: Chosen, scope: ModuleScope): Code {
  const value = (of: Expression) => emitExpression(of, chosen, scope);
  switch (truth.kind) {
    case 'constant':
      return js`${truth.value}`;
    case 'and':
    case 'or': {
      const of = truth.of.map((each) => emitTruth(each, chosen, scope));
      return js`(${join(of, truth.kind === 'and' ? js` && ` : js` || `)})`;
    }
    case 'compare':
      return js`${scope.use(comparisons[truth.op])}(${value(truth.left)}, ${value(truth.right)})`;
    case 'is-null':
      return js`${value(truth.of)} ${truth.wanted ? js`===` : js`!==`} null`;
    case 'among': {
      const set = scope.constant('values', js`new Set(${literals(truth.list)})`);
      return js`${scope.use(truth.wanted ? 'isAmong' : 'isNotAmong')}(${value(truth.value)}, ${set})`;
    }
    case 'matches': {
      const test = scope.constant('text', js`(s) => ${emitTextTest(truth.test, js`s`, scope)}`);
      return js`${scope.use(truth.wanted ? 'passes' : 'fails')}(${value(truth.value)}, ${test})`;
    }
    case 'is':
      return js`${value(truth.of)} === ${truth.wanted}`;
  }
}

/** An expression for the value, each part once: null where it is unknown. */
function emitExpression(expression: Expression, chosen: Chosen, scope: ModuleScope): Code {
  switch (expression.kind) {
    case 'literal':
      return literal(expression.value);
    case 'field':
      return chosen(expression);
    case 'call': {
      const { function: called, args, caseInsensitive } = expression;
      const types = args.map(({ type }) => type);
      const context = scope.constant('context', js`${{ caseInsensitive, types }}`);
      const values = args.map((arg) => emitExpression(arg, chosen, scope));
      const runtimeName = `${called.name}Function` as RuntimeName;
      return js`${scope.use('call')}(${scope.use(runtimeName)}, [${join(values, js`, `)}], ${context})`;
    }
    case 'and':
    case 'or': {
      const values = expression.of.map((each) => emitExpression(each, chosen, scope));
      return js`${scope.use(expression.kind === 'and' ? 'both' : 'either')}(${join(values, js`, `)})`;
    }
    case 'not':
      return js`${scope.use('opposite')}(${emitExpression(expression.of, chosen, scope)})`;
    case 'compare': {
      const { op, left, right } = expression;
      const sides = [left, right].map((each) => emitExpression(each, chosen, scope));
      const [isTrue, isFalse] = [comparisons[op], comparisons[opposites[op]]].map((each) => scope.use(each));
      return js`${scope.use('compared')}(${join([isTrue as Code, isFalse as Code, ...sides], js`, `)})`;
    }
    case 'is-null':
      return js`(${emitExpression(expression.of, chosen, scope)} === null)`;
    case 'among': {
      const set = scope.constant('values', js`new Set(${literals(expression.list)})`);
      return js`${scope.use('membership')}(${emitExpression(expression.value, chosen, scope)}, ${set})`;
    }
    case 'matches': {
      const test = scope.constant('text', js`(s) => ${emitTextTest(expression.test, js`s`, scope)}`);
      return js`${scope.use('matched')}(${emitExpression(expression.value, chosen, scope)}, ${test})`;
    }
  }
}
