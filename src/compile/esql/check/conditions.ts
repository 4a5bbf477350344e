/** Comparisons, `IN`, `LIKE`, `RLIKE`, `AND` and `OR`. */
import type { Comparison, Like, Logical, Membership } from '../ast.ts';
import type { PlanExpression } from '../plan.ts';
import { isReadFromText } from './cast.ts';
import { readBeside } from './dynamic.ts';
import { applied, apply, comparisonHint, isDynamic, pair, readLike } from './operator.ts';
import { nothing } from './report.ts';
import { inWords, isAccepted, isNumber } from './types.ts';
import type { ExpressionPlace, Typing } from './typing.ts';

export function typeComparison(
  { op, left, right, span }: Comparison,
  place: ExpressionPlace,
  typing: Typing,
): PlanExpression {
  const [one, other] = pair(left, right, place, typing);
  const args = [readLike(one, left, other, typing), readLike(other, right, one, typing)] as const;
  const result = applied(op, args, span, typing);
  if (result !== undefined) return result;
  const [a, b] = [args[0].type, args[1].type];
  const booleans = a === 'boolean' && b === 'boolean';
  const message = booleans ? 'booleans have no order' : `${inWords(a)} is compared with ${inWords(b)}`;
  const hint = booleans ? 'compare them with `==` or `!=`' : comparisonHint(a, b);
  typing.report.error('type-mismatch', message, span, hint);
  return nothing(span);
}

export function typeMembership(
  { value, list, span }: Membership,
  place: ExpressionPlace,
  typing: Typing,
): PlanExpression {
  const before = isDynamic(value, place) ? undefined : typing.type(value, place);
  const others = list.map((each) => typing.type(each, place, before && readBeside(before.type)));
  const beside = others.find(({ type }) => type !== 'null')?.type ?? 'null';
  const typed = before ?? typing.type(value, place, readBeside(beside));
  const sample = others.find(({ type }) => isReadFromText(type)) ?? typed;
  const first = readLike(typed, value, sample, typing);
  const args = others.map((each, index) => readLike(each, list[index] ?? value, first, typing));
  const result = applied('IN', [first, ...args], span, typing);
  if (result !== undefined) return result;
  const known = [first, ...args].find(({ type }) => type !== 'null') ?? first;
  for (const each of args) {
    if (applied('IN', [known, each], span, typing) !== undefined) continue;
    const message = `${inWords(known.type)} is compared with ${inWords(each.type)}`;
    typing.report.error('type-mismatch', message, each.span, comparisonHint(known.type, each.type));
    return nothing(span);
  }
  return nothing(span);
}

export function typeLike(
  { kind, value, patterns, span }: Like,
  place: ExpressionPlace,
  typing: Typing,
): PlanExpression {
  const typed = typing.type(value, place);
  if (!isAccepted(typed.type, ['string'])) {
    const message = `${inWords(typed.type)} is compared with patterns, which match texts only`;
    const hint = isNumber(typed.type)
      ? 'compare with `==`, `<`, `>` or `IN`'
      : 'convert it with `TO_STRING(…)`';
    typing.report.error('pattern-type', message, typed.span, hint);
    return nothing(span);
  }
  const texts = patterns.map(
    ({ text, span: at }): PlanExpression => ({ kind: 'literal', value: text, type: 'keyword', span: at }),
  );
  return apply(kind.toUpperCase(), [typed, ...texts], span, typing);
}

/** Halves of halves, so that trees are not deep however many conditions there are. */
export function typeLogical(
  { kind, of, span }: Logical,
  place: ExpressionPlace,
  typing: Typing,
): PlanExpression {
  const join = (conditions: readonly PlanExpression[]): PlanExpression => {
    const [only] = conditions;
    if (conditions.length === 1 && only !== undefined) return only;
    const half = Math.ceil(conditions.length / 2);
    const [left, right] = [join(conditions.slice(0, half)), join(conditions.slice(half))];
    const at = conditions.length === of.length ? span : { start: left.span.start, end: right.span.end };
    return apply(kind.toUpperCase(), [left, right], at, typing);
  };
  return join(of.map((each) => typing.condition(each, place)));
}
