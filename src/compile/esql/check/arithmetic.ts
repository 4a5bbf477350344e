/** `+`, `-`, `*`, `/` and `%`, with one operand or two. */
import type { Arithmetic, Expression, Negate } from '../ast.ts';
import type { PlanExpression } from '../plan.ts';
import { asType, isTextLiteral, readAmount } from './cast.ts';
import { applied, pair } from './operator.ts';
import { nothing } from './report.ts';
import { inWords, isAmount, isNumber, isText } from './types.ts';
import type { ExpressionPlace, Typing } from './typing.ts';

export function typeArithmetic(
  { op, left, right, span }: Arithmetic,
  place: ExpressionPlace,
  typing: Typing,
): PlanExpression {
  const dashed = op === '-' ? dashedName(left, right, place) : undefined;
  if (dashed !== undefined) {
    const hint = `if the name is \`${dashed}\`, write it in backquotes; otherwise put blanks around the \`-\``;
    typing.report.error('unknown-column', `there is no column \`${dashed.split('-')[0]}\``, span, hint);
    return nothing(span);
  }
  const [one, other] = pair(left, right, place, typing);
  const args = [operand(one, left, other, typing), operand(other, right, one, typing)];
  const result = applied(op, args, span, typing);
  if (result !== undefined) return result;
  const words = args.map(({ type }) => inWords(type));
  typing.report.error(
    'type-mismatch',
    `\`${op}\` does not take ${words.join(' and ')}`,
    span,
    hintFor(op, args),
  );
  return nothing(span);
}

function hintFor(op: Arithmetic['op'], args: readonly PlanExpression[]): string {
  const isWithText = args.some(({ type }) => isText(type));
  if (op === '+' && isWithText) {
    return 'texts are joined by `CONCAT(a, b)`; convert numbers with `TO_LONG(…)`';
  }
  if (isWithText && args.some(({ type }) => isNumber(type))) {
    return 'convert the text with `TO_LONG(…)` or `TO_DOUBLE(…)`; a name with `-` in it needs backquotes';
  }
  if (args.every(({ type }) => type === 'date')) {
    return 'the time between two dates is `DATE_DIFF("seconds", from, to)`';
  }
  return 'numbers take numbers, dates take amounts of time such as `1 day`';
}

/** A name with `-` in it, as it is read without backquotes: the difference of two columns, of which one is none. */
function dashedName(left: Expression, right: Expression, { scope }: ExpressionPlace): string | undefined {
  if (left.kind !== 'column' || right.kind !== 'column' || scope.isUncertain) return undefined;
  const isOne = left.span.end + 1 === right.span.start;
  return isOne && scope.find(left.name) === undefined ? `${left.name}-${right.name}` : undefined;
}

/** A constant text beside a date or an amount of time, read as an amount; beside an amount otherwise as a date. */
function operand(
  value: PlanExpression,
  written: Expression,
  beside: PlanExpression,
  { registry, report }: Typing,
): PlanExpression {
  if (value.kind !== 'literal' || !isTextLiteral(written)) return value;
  if (beside.type !== 'date' && !isAmount(beside.type)) return value;
  const amount = readAmount(value);
  if (amount !== undefined) return { ...value, ...amount };
  // What is none stays one, so that nothing else is told of it.
  return isAmount(beside.type) ? { ...asType(value, 'date', registry, report), type: 'date' } : value;
}

export function typeNegate(
  { of: written, span }: Negate,
  place: ExpressionPlace,
  typing: Typing,
): PlanExpression {
  const of = typing.type(written, place, 'long');
  const result = applied('NEG', [of], span, typing);
  if (result !== undefined) return result;
  const message = `\`-\` takes a number, found ${inWords(of.type)}`;
  typing.report.error('type-mismatch', message, span, 'convert it with `TO_LONG(…)`');
  return nothing(span);
}
