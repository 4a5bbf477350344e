/** The code of ES|QL's expressions. */
import type { EsqlValue, Scalar } from '../../../query/esql/value.ts';
import { type Code, join, js, name } from '../../codegen/code.ts';
import type { ModuleScope } from '../../codegen/module-scope.ts';
import type { Predicate } from '../../predicate.ts';
import type { Span } from '../../problem.ts';
import type { AggregateDefinition, Column, PlanExpression } from '../plan.ts';
import { runtimeNameOf } from './runtime-names.ts';

type Call = Extract<PlanExpression, { kind: 'call' }>;

/** How the rows of a query are laid out. */
export interface RowLayout {
  /** Where a row has whether a condition on its event holds. */
  conditionSlot(predicate: Predicate): number;
  /** Told of each slot that is asked for. */
  use(slot: number): void;
}

/**
 * The call sites of a section of a query, each of which is made once. Their code is within a function of `s`, which makes
 * them, and that of expressions within functions of a row, `r`.
 */
export class SectionScope {
  readonly module: ModuleScope;
  readonly #sites: Code[] = [];
  readonly #row: RowLayout;

  constructor(module: ModuleScope, row: RowLayout) {
    this.module = module;
    this.#row = row;
  }

  /** The declarations of the call sites. */
  declarations(): readonly Code[] {
    return this.#sites;
  }

  #site(of: Code): Code {
    const id = name(`f${this.#sites.length + 1}`);
    this.#sites.push(js`const ${id} = ${of};`);
    return id;
  }

  /** What a row has of a column. */
  slot({ slot }: Column): Code {
    this.#row.use(slot);
    return slotOf(slot);
  }

  /** An expression for the value in a row. */
  value(expression: PlanExpression): Code {
    switch (expression.kind) {
      case 'literal':
        return this.literal(expression.value);
      case 'column':
        return this.slot(expression.column);
      case 'kql':
        return js`r[${this.#row.conditionSlot(expression.predicate)}]`;
      case 'call':
        return this.#lazy(expression) ?? this.#call(expression);
    }
  }

  /** A JavaScript condition: whether the expression is true. */
  isTrue(expression: PlanExpression): Code {
    if (expression.kind === 'literal') return js`${expression.value === true}`;
    if (expression.kind === 'kql') return this.value(expression);
    const operator = expression.kind === 'call' ? logical[expression.function.name] : undefined;
    if (expression.kind !== 'call' || operator === undefined) return js`${this.value(expression)} === true`;
    return js`(${join(
      expression.args.map((arg) => this.isTrue(arg)),
      operator,
    )})`;
  }

  /** What makes the accumulator of an aggregate. */
  accumulator({ aggregate, args, column, span }: AggregateDefinition): Code {
    const runtimeName = this.module.useEsql(runtimeNameOf(aggregate));
    return this.#site(js`s.aggregate(${runtimeName}, ${this.#place(args, column.type, span)})`);
  }

  /** What tells of values that a command could not compute. */
  warning({ start, end }: Span): Code {
    return this.#site(js`s.warnings.at(${start}, ${end})`);
  }

  literal(value: EsqlValue): Code {
    if (!Array.isArray(value)) return scalar(value as Scalar | null);
    return this.module.constant('list', js`[${join((value as readonly Scalar[]).map(scalar), js`, `)}]`);
  }

  #call({ function: called, args, type, span }: Call): Code {
    const runtimeName = this.module.useEsql(runtimeNameOf(called));
    const site = this.#site(js`s.call(${runtimeName}, ${this.#place(args, type, span)})`);
    return js`${site}(${join(
      args.map((arg) => this.value(arg)),
      js`, `,
    )})`;
  }

  /** What takes the first of its arguments that will do, and computes no others. */
  #lazy(expression: Call): Code | undefined {
    const { args, function: called, type } = expression;
    // What is to become of another type is left to the function.
    if (args.some((arg, index) => isChosen(expression, index) && arg.type !== type && arg.type !== 'null'))
      return undefined;
    if (called.name === 'CASE') return this.#choice(args);
    if (called.name !== 'COALESCE') return undefined;
    const values = args.map((arg) => this.value(arg));
    return js`(${join(values, js` ?? `)})`;
  }

  /** `CASE`: what is not chosen is not computed. Without a last value it is null. */
  #choice(args: Call['args']): Code {
    const [first, second, ...others] = args;
    if (first === undefined) return js`null`;
    if (second === undefined) return this.value(first);
    const { start, end } = first.span;
    const condition = this.#site(js`s.condition(${{ start, end }})`);
    const otherwise = this.#choice(others);
    return js`(${condition}(${this.value(first)}) ? ${this.value(second)} : ${otherwise})`;
  }

  #place(args: readonly PlanExpression[], type: Call['type'], { start, end }: Span): Code {
    const constants = args.map((arg) => (arg.kind === 'literal' ? this.literal(arg.value) : js`undefined`));
    return js`{ types: ${args.map((arg) => arg.type)}, type: ${type}, constants: [${join(constants, js`, `)}], start: ${start}, end: ${end} }`;
  }
}

/** Whether the call's value may be that of the argument. */
function isChosen({ function: called, args }: Call, index: number): boolean {
  return called.name !== 'CASE' || index % 2 === 1 || index === args.length - 1;
}

/** Where a filter needs truth alone, two values are enough. */
const logical: Readonly<Record<string, Code>> = { AND: js` && `, OR: js` || ` };

/** Of a row, `r`. */
export function slotOf(slot: number): Code {
  return js`r[${slot}]`;
}

function scalar(value: Scalar | null): Code {
  if (typeof value === 'bigint') return js`BigInt(${`${value}`})`;
  if (typeof value === 'object' && value !== null) return js`${{ months: value.months, days: value.days }}`;
  return js`${value}`;
}
