/** The value of an expression in a row. */
import type { Expression } from '../../../src/compile/esql/ast.ts';
import { arithmetic, negated } from './arithmetic.ts';
import type { Call } from './call.ts';
import {
  allOf,
  beside,
  compared,
  isLike,
  isRlike,
  ofTruth,
  someOf,
  type Truth,
  truthOf,
} from './condition.ts';
import { casts, cidrMatch, conversions } from './functions/convert.ts';
import { bucket, dateFunctions } from './functions/date.ts';
import { numberFunctions } from './functions/number.ts';
import { severalFunctions } from './functions/several.ts';
import { textFunctions } from './functions/text.ts';
import { isLiteral, literal } from './literal.ts';
import { commonType, isNumber, Uncovered, type Value, widened } from './value.ts';

export interface Environment {
  column(name: string): Value;
  readonly now: number;
  /** What is known of an expression otherwise: an aggregate, or what rows are grouped by. */
  known?(expression: Expression): Value | undefined;
}

const functions: Readonly<Record<string, Call>> = {
  ...conversions,
  ...dateFunctions,
  ...numberFunctions,
  ...severalFunctions,
  ...textFunctions,
  BUCKET: bucket,
  CIDR_MATCH: cidrMatch,
};

export function evaluate(expression: Expression, environment: Environment): Value {
  const known = environment.known?.(expression);
  if (known !== undefined) return known;
  if (isLiteral(expression)) return literal(expression);
  const value = (of: Expression) => evaluate(of, environment);
  const truth = (of: Expression) => truthOf(value(of));
  switch (expression.kind) {
    case 'column':
      return environment.column(expression.name);
    case 'arithmetic':
      return arithmetic(expression.op, value(expression.left), value(expression.right));
    case 'negate':
      return negated(value(expression.of));
    case 'comparison':
      return ofTruth(comparedWith(expression.left, [expression.right], value, expression.op)[0] ?? null);
    case 'in':
      return ofTruth(someOf(comparedWith(expression.value, expression.list, value, '==')));
    case 'like':
    case 'rlike': {
      const { of } = value(expression.value);
      if (of.length !== 1) return ofTruth(null);
      const matches = expression.kind === 'like' ? isLike : isRlike;
      return ofTruth(expression.patterns.some(({ text }) => matches(String(of[0]), text)));
    }
    case 'is-null':
      return ofTruth((value(expression.of).of.length === 0) !== expression.negated);
    case 'and':
      return ofTruth(allOf(expression.of.map(truth)));
    case 'or':
      return ofTruth(someOf(expression.of.map(truth)));
    case 'not': {
      const of = truth(expression.of);
      return ofTruth(of === null ? null : !of);
    }
    case 'cast': {
      const cast = casts[expression.type.text.toLowerCase()];
      if (cast === undefined) throw new Uncovered(`:: ${expression.type.text}`);
      return cast([value(expression.of)], environment.now);
    }
    case 'call':
      return called(expression.name.toUpperCase(), expression.args, value, environment);
    case 'match':
      throw new Uncovered(':');
  }
}

/** Each of the others; a text that is written is read as what it is compared with. */
function comparedWith(
  first: Expression,
  others: readonly Expression[],
  value: (of: Expression) => Value,
  op: Parameters<typeof compared>[0],
): readonly Truth[] {
  return others.map((other) => {
    const [a, b] = [value(first), value(other)];
    return compared(op, beside(a, first, b), beside(b, other, a));
  });
}

function called(
  name: string,
  args: readonly Expression[],
  value: (of: Expression) => Value,
  { now }: Environment,
): Value {
  const values = args.map(value);
  if (name === 'CASE') return chosen(values);
  const of = functions[name];
  if (of === undefined) throw new Uncovered(name);
  return of(values, now);
}

/** The value behind the first condition that is true, or the last without one. */
function chosen(values: readonly Value[]): Value {
  const isResult = (index: number) => index % 2 === 1 || index === values.length - 1;
  const type = commonType(values.filter((_, index) => isResult(index)).map((each) => each.type));
  const at = values.findIndex((each, index) =>
    index % 2 === 0 && index < values.length - 1 ? truthOf(each) === true : false,
  );
  const found = at === -1 ? (values.length % 2 === 1 ? values.at(-1) : undefined) : values[at + 1];
  const of = found?.of ?? [];
  return { type, of: isNumber(type) ? of.map((one) => widened(one, type)) : of };
}
