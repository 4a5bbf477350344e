/**
 * ES|QL's syntax tree to typed expressions: names become columns and functions, and what does not fit is told. What has
 * been told becomes null, which fits everywhere, so that one mistake is told once.
 */
import type { EsqlAggregate } from '../../../query/esql/aggregate.ts';
import type { EsqlType } from '../../../query/esql/value.ts';
import type { Span } from '../../problem.ts';
import type { Call, Comparison, Expression, Like, Logical, Match, Membership } from '../ast.ts';
import type { PlanExpression } from '../plan.ts';
import { type Callable, called, comparisonHint, fitted } from './call.ts';
import {
  amountFunctions,
  asType,
  castFunction,
  isReadFromText,
  isTextLiteral,
  readAmount,
  toAmount,
} from './cast.ts';
import { readAs, readBeside } from './dynamic.ts';
import { conditionOnEvent } from './kql.ts';
import { literal } from './literal.ts';
import { nothing, type Report } from './report.ts';
import type { EsqlSchema } from './schema.ts';
import type { Scope } from './scope.ts';
import { type Registry, unknownFunction } from './signature.ts';
import { inWords, isAccepted, isAmount, isNumber, isText } from './types.ts';

/** Where an expression stands. */
export interface Place {
  readonly scope: Scope;
  /** In `STATS`, where groups can be made of ranges. */
  readonly isStats?: boolean;
  /** What becomes of an aggregate; absent where none can stand. */
  readonly aggregate?: (of: EsqlAggregate, call: Call) => PlanExpression;
  /** What an expression stands for as a whole, before its parts are looked at. */
  readonly known?: (expression: Expression) => PlanExpression | undefined;
}

/** Make groups, and can stand nowhere else. */
const groupingFunctions: ReadonlySet<string> = new Set(['BUCKET', 'BIN']);

export class ExpressionChecker {
  readonly registry: Registry;
  readonly report: Report;
  readonly #schema: EsqlSchema;
  /** Values of columns that are constants, by their slots. */
  readonly #constants = new Map<number, PlanExpression>();
  /** Fields of which this has been told. */
  readonly #neverSet = new Set<string>();

  constructor(schema: EsqlSchema, registry: Registry, report: Report) {
    this.#schema = schema;
    this.registry = registry;
    this.report = report;
  }

  /** An expression that has to be a condition. */
  condition(expression: Expression, place: Place): PlanExpression {
    const typed = this.type(expression, place, 'boolean');
    if (isAccepted(typed.type, ['boolean'])) return typed;
    const hint = isText(typed.type) ? 'compare it: `column == "value"`' : 'compare it with a value';
    this.report.error('no-condition', `this is ${inWords(typed.type)} and no condition`, typed.span, hint);
    return nothing(typed.span);
  }

  /** @param as what a field that no mapping lists is read as */
  type(expression: Expression, place: Place, as?: EsqlType): PlanExpression {
    const known = place.known?.(expression);
    if (known !== undefined) return known;
    const { span } = expression;
    switch (expression.kind) {
      case 'string':
      case 'integer':
      case 'decimal':
      case 'boolean':
      case 'null':
      case 'timespan':
      case 'list':
        return literal(expression, this.report);
      case 'column':
        return this.column(expression.name, span, place.scope, as);
      case 'call':
        return this.#call(expression, place);
      case 'cast': {
        const name = castFunction(expression, this.report);
        const of = this.type(expression.of, place);
        if (name === undefined) return nothing(span);
        const written = { nameSpan: expression.type.span, span, args: [expression.of] };
        return this.#converted(name, [of], written);
      }
      case 'arithmetic':
        return this.#arithmetic(expression.op, [expression.left, expression.right], span, place);
      case 'negate':
        return this.#negate(expression.of, span, place);
      case 'comparison':
        return this.#comparison(expression, place);
      case 'in':
        return this.#membership(expression, place);
      case 'like':
      case 'rlike':
        return this.#like(expression, place);
      case 'is-null':
        return this.#operator(
          expression.negated ? 'IS NOT NULL' : 'IS NULL',
          [this.type(expression.of, place)],
          span,
        );
      case 'match':
        return this.#match(expression, place);
      case 'and':
      case 'or':
        return this.#logical(expression, place);
      case 'not':
        return this.#operator('NOT', [this.condition(expression.of, place)], span);
    }
  }

  /** @returns null if there is no such column, which is told */
  column(name: string, span: Span, scope: Scope, as?: EsqlType): PlanExpression {
    const entry = scope.find(name);
    if (entry !== undefined) {
      const { constant, isDynamic, isNeverSet } = entry.traits;
      if (isNeverSet && !this.#neverSet.has(name)) {
        this.#neverSet.add(name);
        const message = `\`${name}\` is never set: nothing that reaches Harrier has it`;
        this.report.warning('field-never-set', message, span);
      }
      const column = entry.column(isDynamic ? as : undefined);
      if (constant !== undefined) this.#constants.set(column.slot, constant);
      return { kind: 'column', column, type: column.type, span };
    }
    if (scope.isUncertain) return nothing(span);
    const found = this.#schema.column(name);
    const lost = this.report.isLong ? undefined : scope.hintFor(name);
    if (found !== undefined && 'message' in found) {
      this.report.error('no-value', found.message, span, found.hint);
    } else if (this.#schema.isNullable(name) && (lost === undefined || /^did you mean/.test(lost))) {
      this.report.warning('unknown-column', `no event has a field \`${name}\`: it is null`, span, lost);
    } else {
      this.report.error('unknown-column', `there is no column \`${name}\``, span, lost);
    }
    return nothing(span);
  }

  #call(call: Call, place: Place): PlanExpression {
    const upper = call.name.toUpperCase();
    if (upper === 'KQL') return conditionOnEvent(call, place.scope, this.#schema, this.report);
    const of = this.registry.functions.get(upper);
    const aggregate = this.registry.aggregates.get(upper);
    if (of === undefined && aggregate === undefined && !(upper in amountFunctions)) {
      // Whether it is an aggregate, whose arguments are other columns than those beside it, is not known.
      if (place.aggregate === undefined) for (const arg of call.args) this.type(arg, place);
      unknownFunction(call, this.registry, this.report);
      return nothing(call.span);
    }
    if (call.options !== null && call.options.length > 0) {
      const { start } = call.options[0]?.name.span ?? call.span;
      const message = `named arguments of \`${upper}\` are not supported`;
      this.report.error('named-arguments', message, { start, end: call.span.end - 1 }, 'drop the braces');
      return nothing(call.span);
    }
    if (aggregate !== undefined && of === undefined) return this.#aggregate(aggregate, call, place);
    if (call.star) {
      this.report.error(
        'argument-type',
        `\`${upper}\` takes no \`*\``,
        call.span,
        'name a column; `*` is for `COUNT(*)`',
      );
      return nothing(call.span);
    }
    if (groupingFunctions.has(upper) && place.isStats !== true) {
      const message = `\`${upper}\` groups, and stands in \`STATS\` alone`;
      this.report.error(
        'misplaced-grouping',
        message,
        call.span,
        'elsewhere write `DATE_TRUNC(1 hour, @timestamp)`',
      );
      return nothing(call.span);
    }
    return this.#converted(upper, this.args(of, call.args, place), call);
  }

  /** The arguments of a function or an aggregate, typed. */
  args(of: Callable | undefined, written: readonly Expression[], place: Place): readonly PlanExpression[] {
    return written.map((arg, index) => {
      const parameter = of?.parameters[Math.min(index, of.parameters.length - 1)];
      return this.type(arg, place, parameter === undefined ? undefined : readAs(parameter.accepts));
    });
  }

  /** Two operands: a field that no mapping lists is read as what is beside it. */
  #pair(left: Expression, right: Expression, place: Place): [PlanExpression, PlanExpression] {
    if (!this.#isDynamic(left, place)) {
      const one = this.type(left, place);
      return [one, this.type(right, place, readBeside(one.type))];
    }
    const other = this.type(right, place);
    return [this.type(left, place, readBeside(other.type)), other];
  }

  #isDynamic(expression: Expression, { scope }: Place): boolean {
    return expression.kind === 'column' && scope.find(expression.name)?.traits.isDynamic === true;
  }

  #aggregate(of: EsqlAggregate, call: Call, { aggregate }: Place): PlanExpression {
    if (aggregate !== undefined) return aggregate(of, call);
    const message = `\`${of.name}\` aggregates rows, and stands in \`STATS\` alone`;
    const hint = this.registry.functions.has(`MV_${of.name}`)
      ? `for the values of one row write \`MV_${of.name}\``
      : 'compute it with `STATS` or `INLINE STATS` before, and use its column';
    this.report.error('misplaced-aggregate', message, call.span, hint);
    return nothing(call.span);
  }

  /** A call of a function that is there, or of those that make amounts of time. */
  #converted(
    name: string,
    args: readonly PlanExpression[],
    written: { readonly nameSpan: Span; readonly span: Span; readonly args: readonly Expression[] },
  ): PlanExpression {
    const amount = amountFunctions[name];
    const [only] = args;
    if (amount !== undefined && only !== undefined && args.length === 1) {
      return toAmount(this.constantOf(only), amount, written.span, this.report);
    }
    const of = this.registry.functions.get(name);
    if (of === undefined) {
      this.report.error('unknown-function', `there is no function \`${name}\``, written.nameSpan);
      return nothing(written.span);
    }
    const fits = fitted(of, args, written, (arg) => this.constantOf(arg), this.registry, this.report);
    return fits === undefined
      ? nothing(written.span)
      : called(of, fits.args, fits.type, written.span, this.report);
  }

  /** The value of a column that is a constant, where a constant has to stand. */
  constantOf(expression: PlanExpression): PlanExpression {
    if (expression.kind !== 'column') return expression;
    const constant = this.#constants.get(expression.column.slot);
    return constant === undefined ? expression : { ...constant, span: expression.span };
  }

  /** @returns null if the operator does not take the types; the caller has told so */
  #operator(name: string, args: readonly PlanExpression[], span: Span): PlanExpression {
    const of = this.registry.functions.get(name);
    const type = of?.result(args.map((arg) => arg.type));
    if (of === undefined || type === undefined) return nothing(span);
    return called(of, args, type, span, this.report);
  }

  #accepts(name: string, args: readonly PlanExpression[]): boolean {
    const of = this.registry.functions.get(name);
    if (of === undefined) throw new Error(`the operator ${name} is not there`);
    const { parameters } = of;
    const fit = args.every(({ type }, index) =>
      isAccepted(type, parameters[Math.min(index, parameters.length - 1)]?.accepts ?? ['any']),
    );
    return fit && of.result(args.map(({ type }) => type)) !== undefined;
  }

  #arithmetic(
    op: string,
    operands: readonly [Expression, Expression],
    span: Span,
    place: Place,
  ): PlanExpression {
    const dashed = op === '-' ? this.#dashed(operands, place) : undefined;
    if (dashed !== undefined) {
      const hint = `if the name is \`${dashed}\`, write it in backquotes; otherwise put blanks around the \`-\``;
      this.report.error('unknown-column', `there is no column \`${dashed.split('-')[0]}\``, span, hint);
      return nothing(span);
    }
    const [one, other] = this.#pair(operands[0], operands[1], place);
    const args = [this.#operand(one, operands[0], other), this.#operand(other, operands[1], one)];
    if (this.#accepts(op, args)) return this.#operator(op, args, span);
    const [left, right] = args.map(({ type }) => inWords(type));
    const isJoining = op === '+' && args.some(({ type }) => isText(type));
    const numberText = args.some(({ type }) => isText(type)) && args.some(({ type }) => isNumber(type));
    const hint = isJoining
      ? 'texts are joined by `CONCAT(a, b)`; convert numbers with `TO_LONG(…)`'
      : numberText
        ? 'convert the text with `TO_LONG(…)` or `TO_DOUBLE(…)`; a name with `-` in it needs backquotes'
        : args.every(({ type }) => type === 'date')
          ? 'the time between two dates is `DATE_DIFF("seconds", from, to)`'
          : 'numbers take numbers, dates take amounts of time such as `1 day`';
    this.report.error('type-mismatch', `\`${op}\` does not take ${left} and ${right}`, span, hint);
    return nothing(span);
  }

  /** A name with `-` in it, as it is read without backquotes: the difference of two columns, of which one is none. */
  #dashed([left, right]: readonly [Expression, Expression], { scope }: Place): string | undefined {
    if (left.kind !== 'column' || right.kind !== 'column' || scope.isUncertain) return undefined;
    const isOne = left.span.end + 1 === right.span.start;
    return isOne && scope.find(left.name) === undefined ? `${left.name}-${right.name}` : undefined;
  }

  /** A constant text beside a date, an amount or an address, read as what it can be added to. */
  #operand(value: PlanExpression, written: Expression, beside: PlanExpression): PlanExpression {
    if (value.kind !== 'literal' || !isTextLiteral(written)) return value;
    const amount = beside.type === 'date' || isAmount(beside.type) ? readAmount(value) : undefined;
    return amount === undefined ? value : { ...value, ...amount };
  }

  #negate(written: Expression, span: Span, place: Place): PlanExpression {
    const of = this.type(written, place, 'long');
    if (this.#accepts('NEG', [of])) return this.#operator('NEG', [of], span);
    this.report.error(
      'type-mismatch',
      `\`-\` takes a number, found ${inWords(of.type)}`,
      span,
      'convert it with `TO_LONG(…)`',
    );
    return nothing(span);
  }

  #comparison({ op, left, right, span }: Comparison, place: Place): PlanExpression {
    const [one, other] = this.#pair(left, right, place);
    const args = [this.#readLike(one, left, other), this.#readLike(other, right, one)];
    if (this.#accepts(op, args)) return this.#operator(op, args, span);
    const [a, b] = [args[0]?.type ?? 'null', args[1]?.type ?? 'null'];
    const booleans = a === 'boolean' && b === 'boolean';
    const message = booleans ? 'booleans have no order' : `${inWords(a)} is compared with ${inWords(b)}`;
    const hint = booleans ? 'compare them with `==` or `!=`' : comparisonHint(a, b);
    this.report.error('type-mismatch', message, span, hint);
    return nothing(span);
  }

  /** A constant text as what it is compared with. */
  #readLike(value: PlanExpression, written: Expression, beside: PlanExpression): PlanExpression {
    if (value.kind !== 'literal' || !isTextLiteral(written) || !isReadFromText(beside.type)) return value;
    return asType(value, beside.type, this.registry, this.report);
  }

  #membership({ value, list, span }: Membership, place: Place): PlanExpression {
    const isDynamic = this.#isDynamic(value, place);
    const before = isDynamic ? undefined : this.type(value, place);
    const others = list.map((each) => this.type(each, place, before && readBeside(before.type)));
    const typed =
      before ??
      this.type(value, place, readBeside(others.find(({ type }) => type !== 'null')?.type ?? 'null'));
    const sample = others.find(({ type }) => isReadFromText(type)) ?? typed;
    const first = this.#readLike(typed, value, sample);
    const args = others.map((each, index) => this.#readLike(each, list[index] ?? value, first));
    for (const each of args) {
      if (this.#accepts('IN', [first, each])) continue;
      const message = `${inWords(first.type)} is compared with ${inWords(each.type)}`;
      this.report.error('type-mismatch', message, each.span, comparisonHint(first.type, each.type));
      return nothing(span);
    }
    return this.#operator('IN', [first, ...args], span);
  }

  #like({ kind, value, patterns, span }: Like, place: Place): PlanExpression {
    const typed = this.type(value, place);
    const name = kind.toUpperCase();
    if (!isAccepted(typed.type, ['string'])) {
      const message = `${inWords(typed.type)} is compared with patterns, which match texts only`;
      const hint = isNumber(typed.type)
        ? 'compare with `==`, `<`, `>` or `IN`'
        : 'convert it with `TO_STRING(…)`';
      this.report.error('pattern-type', message, typed.span, hint);
      return nothing(span);
    }
    const texts = patterns.map(
      ({ text, span: at }): PlanExpression => ({ kind: 'literal', value: text, type: 'keyword', span: at }),
    );
    return this.#operator(name, [typed, ...texts], span);
  }

  #match({ of, query, span }: Match, place: Place): PlanExpression {
    const args = [this.type(of, place), literal(query, this.report)];
    return this.#converted('MATCH', args, { nameSpan: span, span, args: [of, query] });
  }

  /** Halves of halves, so that trees are not deep however many conditions there are. */
  #logical({ kind, of, span }: Logical, place: Place): PlanExpression {
    const name = kind.toUpperCase();
    const join = (conditions: readonly PlanExpression[]): PlanExpression => {
      const [only] = conditions;
      if (conditions.length === 1 && only !== undefined) return only;
      const half = Math.ceil(conditions.length / 2);
      const [left, right] = [join(conditions.slice(0, half)), join(conditions.slice(half))];
      const at = conditions.length === of.length ? span : { start: left.span.start, end: right.span.end };
      return this.#operator(name, [left, right], at);
    };
    return join(of.map((each) => this.condition(each, place)));
  }
}
