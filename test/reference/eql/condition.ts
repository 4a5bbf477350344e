/**
 * Whether an event meets a condition, as Elasticsearch decides it since fields may have several values
 * (elastic/elasticsearch pull request 76610): a field beside a constant is looked up in the index, where any value
 * will do and `not` is over all of them, a missing field among what it lets through. Everything else is a script,
 * which holds if it is true for some choice of a value for each field; a field without values is null in it, and
 * `not` before a script is part of it.
 */
import type { Call, EqlComparison, EqlExpression, EqlField } from '../../../src/compile/eql/ast.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { blockOf } from '../address.ts';
import { intervalOf } from '../date.ts';
import { functions, isInBlock } from './functions.ts';
import { matchesTree } from './regex.ts';
import { constantOf, evaluate, fieldsIn, holdsBetween, isConstant, literally, matches } from './script.ts';
import { compare, EqlRefusal, type FieldTypes, typed, type Value, valuesOf } from './values.ts';

/** @param condition as `prepared` (check.ts) makes it */
export function holds(condition: EqlExpression, document: JsonObject, types: FieldTypes): boolean {
  return holdsFor(simplified(condition, types), document, types);
}

function holdsFor(condition: EqlExpression, document: JsonObject, types: FieldTypes): boolean {
  if (isConstant(condition)) return constantOf(condition) === true;
  switch (condition.kind) {
    case 'and':
      return condition.of.every((each) => holdsFor(each, document, types));
    case 'or':
      return condition.of.some((each) => holdsFor(each, document, types));
    case 'not':
      if (isScript(condition.of)) return holdsAsScript(condition, document, types);
      return !holdsFor(condition.of, document, types);
    default:
      return isScript(condition)
        ? holdsAsScript(condition, document, types)
        : lookUp(condition, document, types);
  }
}

/** Whether a condition is no look-up, nor made of look-ups by `and` and `or`. */
function isScript(condition: EqlExpression): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return false;
    case 'not':
      return isScript(condition.of);
    case 'comparison':
      return !(condition.left.kind === 'field' && isConstant(condition.right));
    case 'in':
      return !(condition.value.kind === 'field' && condition.list.every(isConstant));
    case 'match':
      return condition.value.kind !== 'field';
    case 'call': {
      const [subject, ...others] = condition.args;
      const looksUp = ['startswith', 'endswith', 'stringcontains', 'cidrmatch'];
      return !(
        looksUp.includes(condition.name.toLowerCase()) &&
        subject?.kind === 'field' &&
        others.every(isConstant)
      );
    }
    default:
      return true;
  }
}

/**
 * Constants on the right, `field` as `field == true`, several patterns as several conditions, and constants and
 * comparisons of conditions with true and false away.
 */
function simplified(condition: EqlExpression, types: FieldTypes): EqlExpression {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const neutral = condition.kind === 'and';
      const of = condition.of
        .map((each) => simplified(each, types))
        .filter((each) => !(isConstant(each) && constantOf(each) === neutral));
      const decided = of.find((each) => isConstant(each) && constantOf(each) === !neutral);
      const [only = { kind: 'boolean', value: neutral, span: condition.span } as const, ...more] = of;
      return decided ?? (more.length === 0 ? only : { ...condition, of });
    }
    case 'not': {
      const of = simplified(condition.of, types);
      return of.kind === 'not' ? of.of : { ...condition, of };
    }
    case 'match': {
      const one = condition.patterns.map((pattern) => ({ ...condition, patterns: [pattern] }));
      return one.length === 1 ? condition : { kind: 'or', of: one, span: condition.span };
    }
    case 'in': {
      if (!condition.caseInsensitive || condition.list.length === 1) return condition;
      const one = condition.list.map((each) => ({ ...condition, list: [each] }));
      return { kind: 'or', of: one, span: condition.span };
    }
    case 'field':
      return {
        kind: 'comparison',
        op: '==',
        left: condition,
        right: { kind: 'boolean', value: true, span: condition.span },
        span: condition.span,
      };
    case 'comparison': {
      const { op, left, right, span } = turned(condition);
      if (!isConstant(right) || isConstant(left) || left.kind === 'field' || (op !== '==' && op !== '!=')) {
        return { kind: 'comparison', op, left, right, span };
      }
      const value = constantOf(right);
      if (typeof value !== 'boolean') return { kind: 'comparison', op, left, right, span };
      const of = simplified(left, types);
      if (value === (op === '==')) return of;
      return of.kind === 'not' ? of.of : { kind: 'not', of, span };
    }
    default:
      return condition;
  }
}

function turned(comparison: EqlComparison): EqlComparison {
  if (!isConstant(comparison.left) || isConstant(comparison.right)) return comparison;
  const opposite = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' } as const;
  return { ...comparison, op: opposite[comparison.op], left: comparison.right, right: comparison.left };
}

function holdsAsScript(condition: EqlExpression, document: JsonObject, types: FieldTypes): boolean {
  let choices: ReadonlyMap<string, Value>[] = [new Map()];
  for (const name of fieldsIn(condition)) {
    const type = types.of(name) ?? 'keyword';
    const values = valuesOf(document, name, type).map((value) =>
      type === 'date' ? new Date(Number(value)) : value,
    );
    choices = choices.flatMap((choice) =>
      (values.length === 0 ? [null] : values).map((value) => new Map([...choice, [name, value]])),
    );
  }
  return choices.some((choice) => evaluate(condition, choice) === true);
}

function lookUp(condition: EqlExpression, document: JsonObject, types: FieldTypes): boolean {
  const valuesFor = ({ name }: EqlField) => valuesOf(document, name, types.of(name) ?? 'keyword');
  switch (condition.kind) {
    case 'comparison': {
      const field = condition.left as EqlField;
      const wanted = constantOf(condition.right);
      const values = valuesFor(field);
      if (wanted === null) {
        if (condition.op === '==') return values.length === 0;
        return condition.op === '!=' && values.length > 0;
      }
      const type = types.of(field.name) ?? 'keyword';
      if (condition.op === '!=') return !values.some((value) => compares('==', value, wanted, type));
      return values.some((value) => compares(condition.op, value, wanted, type));
    }
    case 'in': {
      const field = condition.value as EqlField;
      const type = types.of(field.name) ?? 'keyword';
      const list = condition.list.map(constantOf).filter((each) => each !== null);
      return valuesFor(field).some((value) =>
        list.some((wanted) =>
          condition.caseInsensitive && typeof value === 'string'
            ? matchesTree(literally(String(wanted)), value, true)
            : compares('==', value, wanted, type),
        ),
      );
    }
    case 'match':
      return valuesFor(condition.value as EqlField).some((value) => matches(value, condition) === true);
    case 'call':
      return valuesFor(condition.args[0] as EqlField).some((value) => holdsCall(condition, value));
    default:
      throw new Error(`no look-up: ${condition.kind}`);
  }
}

function holdsCall({ name, args, caseInsensitive }: Call, value: Value): boolean {
  const constants = args.slice(1).map(constantOf);
  return (
    !constants.includes(null) &&
    functions[name.toLowerCase()]?.run([value, ...constants], caseInsensitive) === true
  );
}

/** A value of a field beside a constant, which is read as the field's type. */
function compares(op: EqlComparison['op'], value: Value, wanted: Value, type: string): boolean {
  if (wanted === null || wanted instanceof Date || value === null) return false;
  if (type === 'ip' && op === '==') return isInBlock(blockOf(String(value))?.[0], String(wanted));
  if ((type === 'date' || type === 'date_nanos') && typeof wanted === 'string') {
    const named = intervalOf(wanted, 0);
    if (named === undefined) throw new EqlRefusal(`${wanted} is no ${type}`);
    const [at, first, last] = [Number(value), ...named];
    if (op === '==') return at >= first && at <= last;
    return {
      '!=': at < first || at > last,
      '<': at < first,
      '<=': at <= last,
      '>': at > last,
      '>=': at >= first,
    }[op];
  }
  const constant = typed(wanted, type);
  if (constant === null) throw new EqlRefusal(`${String(wanted)} is no ${type}`);
  return holdsBetween(op, compare(value, constant, type)) === true;
}
