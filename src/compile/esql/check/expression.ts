/**
 * ES|QL's syntax tree to typed expressions: names become columns and functions, and what does not fit is told. What has
 * been told becomes null, which fits everywhere, so that one mistake is told once.
 */
import type { EsqlAggregate } from '../../../query/esql/aggregate.ts';
import type { EsqlType } from '../../../query/esql/value.ts';
import type { Span } from '../../problem.ts';
import type { Call, Expression } from '../ast.ts';
import type { PlanExpression } from '../plan.ts';
import { typeArithmetic, typeNegate } from './arithmetic.ts';
import { type Callable, called, fitted, type Written } from './call.ts';
import { asType, castFunction, isTextLiteral } from './cast.ts';
import { typeComparison, typeLike, typeLogical, typeMembership } from './conditions.ts';
import { readAs } from './dynamic.ts';
import { conditionOnEvent } from './kql.ts';
import { literal } from './literal.ts';
import { apply } from './operator.ts';
import { nothing, Report } from './report.ts';
import type { EsqlSchema } from './schema.ts';
import type { Scope } from './scope.ts';
import { type Registry, unknownFunction } from './signature.ts';
import { inWords, isAccepted, isText } from './types.ts';
import type { ExpressionPlace, Typing } from './typing.ts';

/** Make groups, and can stand nowhere else. */
const groupingFunctions: ReadonlySet<string> = new Set(['BUCKET', 'BIN']);

export class ExpressionChecker implements Typing {
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
  condition(expression: Expression, place: ExpressionPlace): PlanExpression {
    const typed = this.type(expression, place, 'boolean');
    if (isAccepted(typed.type, ['boolean'])) return typed;
    const hint = isText(typed.type) ? 'compare it: `column == "value"`' : 'compare it with a value';
    this.report.error('no-condition', `this is ${inWords(typed.type)} and no condition`, typed.span, hint);
    return nothing(typed.span);
  }

  /** @param as what a field that no mapping lists is read as */
  type(expression: Expression, place: ExpressionPlace, as?: EsqlType): PlanExpression {
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
        return typeArithmetic(expression, place, this);
      case 'negate':
        return typeNegate(expression, place, this);
      case 'comparison':
        return typeComparison(expression, place, this);
      case 'in':
        return typeMembership(expression, place, this);
      case 'like':
      case 'rlike':
        return typeLike(expression, place, this);
      case 'is-null':
        return apply(
          expression.negated ? 'IS NOT NULL' : 'IS NULL',
          [this.type(expression.of, place)],
          span,
          this,
        );
      case 'match':
        return this.#match([expression.of, expression.query], expression, place);
      case 'and':
      case 'or':
        return typeLogical(expression, place, this);
      case 'not':
        return apply('NOT', [this.condition(expression.of, place)], span, this);
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

  #call(call: Call, place: ExpressionPlace): PlanExpression {
    const upper = call.name.toUpperCase();
    if (upper === 'KQL') return conditionOnEvent(call, place.scope, this.#schema, this.report);
    const of = this.registry.functions.get(upper);
    const aggregate = this.registry.aggregates.get(upper);
    if (of === undefined && aggregate === undefined) {
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
    if (of?.name === 'MATCH') return this.#match(call.args, call, place);
    return this.#converted(upper, this.args(of, call.args, place), call);
  }

  /** The arguments of a function or an aggregate, typed. */
  args(
    of: Callable | undefined,
    written: readonly Expression[],
    place: ExpressionPlace,
  ): readonly PlanExpression[] {
    return written.map((arg, index) => {
      const parameter = of?.parameters[Math.min(index, of.parameters.length - 1)];
      return this.type(arg, place, parameter === undefined ? undefined : readAs(parameter.accepts));
    });
  }

  #aggregate(of: EsqlAggregate, call: Call, { aggregate }: ExpressionPlace): PlanExpression {
    if (aggregate !== undefined) return aggregate(of, call);
    const message = `\`${of.name}\` aggregates rows, and stands in \`STATS\` alone`;
    const hint = this.registry.functions.has(`MV_${of.name}`)
      ? `for the values of one row write \`MV_${of.name}\``
      : 'compute it with `STATS` or `INLINE STATS` before, and use its column';
    this.report.error('misplaced-aggregate', message, call.span, hint);
    return nothing(call.span);
  }

  /** A call of a function that is there. */
  #converted(name: string, args: readonly PlanExpression[], written: Written): PlanExpression {
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

  /** The value of a column that is a constant, or of a call of such, where a constant has to stand. */
  constantOf(expression: PlanExpression): PlanExpression {
    if (expression.kind === 'column') {
      const constant = this.#constants.get(expression.column.slot);
      return constant === undefined ? expression : { ...constant, span: expression.span };
    }
    if (expression.kind !== 'call') return expression;
    const args = expression.args.map((arg) => this.constantOf(arg));
    if (!args.every(({ kind }) => kind === 'literal')) return expression;
    // What is wrong with the values is told when the query is run, as of other columns.
    const { function: of, type, span } = expression;
    const value = called(of, args, type, span, new Report(''));
    return value.kind === 'literal' && value.value !== null ? value : expression;
  }

  /** A constant text is looked for as a value of the column's type. */
  #match(
    args: readonly Expression[],
    { span }: { readonly span: Span },
    place: ExpressionPlace,
  ): PlanExpression {
    const [field, ...others] = this.args(this.registry.functions.get('MATCH'), args, place);
    const typed = others.map((each, index) => {
      const written = args[index + 1];
      const isRead = each.kind === 'literal' && written !== undefined && isTextLiteral(written);
      if (!isRead || field === undefined || isText(field.type) || field.type === 'null') return each;
      return asType(each, field.type, this.registry, this.report);
    });
    const all = field === undefined ? typed : [field, ...typed];
    return this.#converted('MATCH', all, { nameSpan: span, span, args });
  }
}
