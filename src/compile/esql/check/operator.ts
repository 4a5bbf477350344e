/** What the operators share: whether they take operands, and how a constant or a field is read beside a value. */
import type { Span } from '../../problem.ts';
import type { Expression } from '../ast.ts';
import type { PlanExpression } from '../plan.ts';
import { called } from './call.ts';
import { asType, isReadFromText, isTextLiteral } from './cast.ts';
import { readBeside } from './dynamic.ts';
import { nothing } from './report.ts';
import { isAccepted, isNumber, isText } from './types.ts';
import type { ExpressionPlace, Typing } from './typing.ts';

/** @returns undefined if the operator does not take the operands' types, which is for the caller to tell */
export function applied(
  name: string,
  args: readonly PlanExpression[],
  span: Span,
  typing: Typing,
): PlanExpression | undefined {
  const of = typing.registry.functions.get(name);
  if (of === undefined) throw new Error(`the operator ${name} is not there`);
  const { parameters } = of;
  const types = args.map(({ type }) => type);
  const fit = types.every((type, index) =>
    isAccepted(type, parameters[Math.min(index, parameters.length - 1)]?.accepts ?? ['any']),
  );
  const type = fit ? of.result(types) : undefined;
  return type === undefined ? undefined : called(of, args, type, span, typing.report);
}

/** Of operands that any type can be of, or whose types have been looked at. */
export function apply(
  name: string,
  args: readonly PlanExpression[],
  span: Span,
  typing: Typing,
): PlanExpression {
  return applied(name, args, span, typing) ?? nothing(span);
}

/** Two operands: a field that no mapping lists is read as what is beside it. */
export function pair(
  left: Expression,
  right: Expression,
  place: ExpressionPlace,
  typing: Typing,
): [PlanExpression, PlanExpression] {
  if (!isDynamic(left, place)) {
    const one = typing.type(left, place);
    return [one, typing.type(right, place, readBeside(one.type))];
  }
  const other = typing.type(right, place);
  return [typing.type(left, place, readBeside(other.type)), other];
}

export function isDynamic(expression: Expression, { scope }: ExpressionPlace): boolean {
  return expression.kind === 'column' && scope.find(expression.name)?.traits.isDynamic === true;
}

/** A constant text as what it is compared with. */
export function readLike(
  value: PlanExpression,
  written: Expression,
  beside: PlanExpression,
  { registry, report }: Typing,
): PlanExpression {
  if (value.kind !== 'literal' || !isTextLiteral(written) || !isReadFromText(beside.type)) return value;
  return asType(value, beside.type, registry, report);
}

/** How to make values of two types comparable. */
export function comparisonHint(one: PlanExpression['type'], other: PlanExpression['type']): string {
  if (isNumber(one) && isText(other)) {
    return 'write the number without quotes, or convert one: `TO_STRING(…)`, `TO_LONG(…)`';
  }
  if (isText(one) && isNumber(other)) {
    return 'write the number in quotes, or convert one: `TO_STRING(…)`, `TO_LONG(…)`';
  }
  if (isText(one) || isText(other)) return 'convert one of them: `TO_STRING(…)`';
  const isDate = one === 'date' || other === 'date';
  if (isDate && (isNumber(one) || isNumber(other))) {
    return 'milliseconds since 1970 are a date by `TO_DATETIME(…)`';
  }
  return 'convert one of them to the type of the other';
}
