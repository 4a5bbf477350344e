/**
 * `STATS` and `INLINE STATS`. What is computed from aggregates is an `EVAL` behind the command, and grouping expressions
 * that aggregates use are one before it.
 */
import type { EsqlAggregate } from '../../../query/esql/aggregate.ts';
import { EsqlConstantError } from '../../../query/esql/function.ts';
import type { Aggregate, Call, Expression, Field, Stats } from '../ast.ts';
import type { AggregateDefinition, Column, Definition, PlanExpression } from '../plan.ts';
import { fitted } from './call.ts';
import { Entry } from './columns.ts';
import type { Checked, Context, Pending } from './context.ts';
import { columnar, nameOf } from './fields.ts';
import { project } from './project.ts';
import { nothing } from './report.ts';
import type { ExpressionPlace } from './typing.ts';

export function checkStats(command: Stats, context: Context): Checked {
  return new StatsCheck(command, context).checked();
}

interface Grouping {
  readonly name: string;
  readonly shape: string;
  /** Of the result. */
  readonly column: Column;
  /** What rows are grouped by. */
  expression: PlanExpression;
}

class StatsCheck {
  readonly #command: Stats;
  readonly #context: Context;
  readonly #groupings = new Map<string, Grouping>();
  readonly #before: Definition[] = [];
  readonly #aggregates: AggregateDefinition[] = [];
  readonly #after: Definition[] = [];
  /** Whether the result that is looked at uses what is grouped by. */
  #isOfGroup = false;

  constructor(command: Stats, context: Context) {
    this.#command = command;
    this.#context = context;
  }

  checked(): Checked {
    const { aggregates, by, inline, span } = this.#command;
    for (const field of by) this.#group(field);
    const results = aggregates.map((field) => this.#result(field));
    const groupings = [...this.#groupings.values()];
    const columns = [...results, ...groupings.map(({ column }) => column)];
    this.#warnOfShadowed(results);
    const entries = new Map<string, Entry>();
    for (const column of columns) {
      entries.delete(column.name);
      entries.set(column.name, new Entry(column.name, column.type, () => column));
    }
    const { scope } = this.#context;
    if (inline) for (const entry of entries.values()) scope.define(entry);
    const after = inline ? scope : scope.closed(entries.values(), 'STATS');
    const stats: Pending = () => ({
      kind: 'stats',
      inline,
      aggregates: this.#aggregates,
      by: groupings.map(({ column, expression }) => ({ column, expression })),
      span,
    });
    const commands: Pending[] = [
      ...this.#evaluated(this.#before),
      stats,
      ...this.#evaluated(this.#after),
      ...(inline || this.#after.length === 0 ? [] : [project(after, span)]),
    ];
    return { commands, scope: after };
  }

  #evaluated(of: readonly Definition[]): readonly Pending[] {
    return of.length === 0 ? [] : [() => ({ kind: 'eval', of, span: this.#command.span })];
  }

  #group(field: Field): void {
    const { checker, columns, scope, report } = this.#context;
    const place: ExpressionPlace = { scope, isStats: true };
    const expression = columnar(checker.type(field.expression, place), report);
    const name = nameOf(field, this.#context);
    // The last of a name is the one that is seen.
    this.#groupings.delete(name);
    const column = columns.make(name, expression.type);
    this.#groupings.set(name, { name, shape: shapeOf(field.expression), column, expression });
  }

  /** The column of an aggregate, or of what is computed from some. */
  #result(field: Aggregate): Column {
    const { checker, columns, scope, report } = this.#context;
    const name = nameOf(field, this.#context);
    const where = field.where === null ? undefined : checker.condition(field.where, this.#inside());
    const [before, made] = [report.problems.length, this.#aggregates.length];
    this.#isOfGroup = false;
    const direct = this.#aggregateOf(field.expression);
    if (direct !== undefined) {
      const definition = this.#define(direct.of, direct.call, where, name);
      return definition?.column ?? columns.make(name, 'null');
    }
    const place: ExpressionPlace = {
      scope,
      isStats: true,
      known: (expression) => this.#outside(expression),
      aggregate: (of, call) => {
        const definition = this.#define(of, call, where);
        if (definition === undefined) return nothing(call.span);
        const { column } = definition;
        return { kind: 'column', column, type: column.type, span: call.span };
      },
    };
    const expression = columnar(checker.type(field.expression, place), report);
    // What is computed from what is grouped by is one value a group, too; the key itself is there anyway.
    const isOfGroup = expression.kind !== 'column' && this.#isOfGroup;
    if (this.#aggregates.length === made && !isOfGroup && report.problems.length === before) {
      const message = 'there is no aggregate in this';
      report.error(
        'no-aggregate',
        message,
        field.span,
        'write, for example, `MAX(…)` or `VALUES(…)`, or put it behind `BY`',
      );
    }
    const column = columns.make(name, expression.type);
    this.#after.push({ column, expression });
    return column;
  }

  #aggregateOf(expression: Expression): { readonly of: EsqlAggregate; readonly call: Call } | undefined {
    if (expression.kind !== 'call') return undefined;
    const { functions, aggregates } = this.#context.checker.registry;
    const name = expression.name.toUpperCase();
    const of = functions.has(name) ? undefined : aggregates.get(name);
    return of === undefined || (expression.options?.length ?? 0) > 0 ? undefined : { of, call: expression };
  }

  /** @param name of its column; hidden without one */
  #define(
    of: EsqlAggregate,
    call: Call,
    where: PlanExpression | undefined,
    name?: string,
  ): AggregateDefinition | undefined {
    const { checker, columns, report } = this.#context;
    const place = this.#inside();
    const args = checker.args(of, call.args, place);
    if (call.star && of.name !== 'COUNT') {
      report.error(
        'argument-type',
        `\`${of.name}\` takes no \`*\``,
        call.span,
        'name a column; `*` is for `COUNT(*)`',
      );
      return undefined;
    }
    const fits = fitted(of, args, call, (arg) => checker.constantOf(arg), checker.registry, report);
    if (fits === undefined) return undefined;
    const constants = fits.args.map((arg) => (arg.kind === 'literal' ? arg.value : undefined));
    try {
      const types = fits.args.map((arg) => arg.type);
      of.at({ types, type: fits.type, constants, now: () => 0, warn: () => {} });
    } catch (error) {
      if (!(error instanceof EsqlConstantError)) throw error;
      report.error('constant-argument', error.message, fits.args[error.index]?.span ?? call.span, error.hint);
      return undefined;
    }
    const column = columns.make(name ?? `$$${this.#aggregates.length}`, fits.type);
    const definition = {
      column,
      aggregate: of,
      args: fits.args,
      ...(where !== undefined && { where }),
      span: call.span,
    };
    this.#aggregates.push(definition);
    return definition;
  }

  /** Within an aggregate and its condition there are the rows' columns, and what groupings are named. */
  #inside(): ExpressionPlace {
    const { report, scope } = this.#context;
    return {
      scope,
      isStats: true,
      known: (expression) => {
        const grouping = expression.kind === 'column' ? this.#groupings.get(expression.name) : undefined;
        return grouping === undefined ? undefined : { ...this.#ofRow(grouping), span: expression.span };
      },
      aggregate: (of, call) => {
        const message = `\`${of.name}\` stands inside of another aggregate`;
        report.error(
          'nested-aggregate',
          message,
          call.span,
          'compute the inner one with a `STATS` or `INLINE STATS` before',
        );
        return nothing(call.span);
      },
    };
  }

  /** What a row is grouped by, which is computed once. */
  #ofRow(grouping: Grouping): PlanExpression {
    const { expression, name } = grouping;
    if (expression.kind !== 'call') return expression;
    const column = this.#context.columns.make(name, expression.type);
    this.#before.push({ column, expression });
    grouping.expression = { kind: 'column', column, type: column.type, span: expression.span };
    return grouping.expression;
  }

  /** Outside of aggregates there are the groups' own columns alone. */
  #outside(expression: Expression): PlanExpression | undefined {
    const { span } = expression;
    const grouping =
      (expression.kind === 'column' ? this.#groupings.get(expression.name) : undefined) ??
      this.#groupedBy(expression);
    if (grouping !== undefined) {
      this.#isOfGroup = true;
      const { column } = grouping;
      return { kind: 'column', column, type: column.type, span };
    }
    if (expression.kind !== 'column') return undefined;
    const { report, scope } = this.#context;
    if (scope.find(expression.name) === undefined) return undefined;
    const message = `\`${expression.name}\` stands neither in \`BY\` nor inside of an aggregate`;
    const hint = `group by it, or take its values with \`VALUES(${expression.name})\``;
    report.error('not-grouped', message, span, hint);
    return nothing(span);
  }

  /** The same expression as in `BY`. */
  #groupedBy(expression: Expression): Grouping | undefined {
    const computed = [...this.#groupings.values()].filter(({ expression: { kind } }) => kind === 'call');
    if (computed.length === 0) return undefined;
    const shape = shapeOf(expression);
    return computed.find((grouping) => grouping.shape === shape);
  }

  #warnOfShadowed(results: readonly Column[]): void {
    const { aggregates, by } = this.#command;
    const last = new Map(results.map(({ name }, index) => [name, index]));
    for (const [index, { name }] of results.entries()) {
      if (last.get(name) === index && !this.#groupings.has(name)) continue;
      const span = aggregates[index]?.span ?? this.#command.span;
      const message = `another column \`${name}\` hides this one`;
      const hint =
        by.length > 0 && this.#groupings.has(name)
          ? 'what is grouped by has the name'
          : 'give it another name';
      this.#context.report.warning('hidden-column', message, span, hint);
    }
  }
}

/** The same for expressions that are the same, wherever they stand. */
function shapeOf(expression: Expression): string {
  return JSON.stringify(expression, (key, value) => {
    if (key === 'span' || key === 'nameSpan') return undefined;
    if (typeof value === 'bigint') return `${value}n`;
    return value?.kind === 'call' ? { ...value, name: value.name.toUpperCase() } : value;
  });
}
