/** A checked ES|QL query as JavaScript. */
import { type Code, comment, indent, join, js } from '../../codegen/code.ts';
import { emitPredicate } from '../../codegen/emit-predicate.ts';
import { ModuleScope } from '../../codegen/module-scope.ts';
import { fold } from '../../passes/fold.ts';
import type { Predicate } from '../../predicate.ts';
import type { AggregateDefinition, Column, Plan, PlanCommand, PlanExpression } from '../plan.ts';
import { emitCommand } from './emit-command.ts';
import { SectionScope } from './emit-expression.ts';
import { emitField, emitMetadata } from './emit-from.ts';

/** Emits the parts of one query, which share how its rows are laid out. */
export class QueryEmitter {
  readonly #plan: Plan;
  readonly #module: ModuleScope;
  /** Conditions on events, which rows have behind their columns. */
  readonly #conditions: Predicate[] = [];
  /** Slots that are asked for. */
  readonly #used = new Set<number>();

  constructor(plan: Plan, module: ModuleScope) {
    this.#plan = plan;
    this.#module = module;
  }

  /**
   * What makes the operators of some of the query's commands.
   * @returns a function of the call sites
   */
  section(commands: readonly PlanCommand[]): Code {
    return this.#made((scope) =>
      list(commands.flatMap((command) => emitCommand(command, this.#plan.width, scope) ?? [])),
    );
  }

  /** What makes a function of a row, which computes a list of values. */
  cells(of: readonly PlanExpression[]): Code {
    return this.#made((scope) => js`(r) => ${list(of.map((each) => scope.value(each)))}`);
  }

  /**
   * What reads columns that an event has, without a row.
   * @returns a function of the event, its context and its head; undefined if not all are columns that are read from events
   */
  fields(of: readonly PlanExpression[]): Code | undefined {
    const [first] = this.#plan.commands;
    if (first?.kind !== 'from') return undefined;
    const fields = of.map((each) => {
      if (each.kind !== 'column') return undefined;
      return first.fields.find(({ column }) => column.slot === each.column.slot);
    });
    if (!fields.every((field) => field !== undefined)) return undefined;
    return js`(e, c, h) => ${list(fields.map((field) => emitField(field, this.#module)))}`;
  }

  /** What makes, for each aggregate, what makes its accumulators. */
  accumulators(aggregates: readonly AggregateDefinition[]): Code {
    return this.#made((scope) => list(aggregates.map((each) => scope.accumulator(each))));
  }

  /** @returns the same for expressions that give the same */
  keyOf(expression: PlanExpression): string {
    const scope = this.#scope();
    const value = scope.value(withoutSpans(expression));
    return join([...scope.declarations(), value], js`\n`).text;
  }

  /**
   * What makes a row of an event. It is emitted after all sections, which say what is asked of events.
   * @param shown columns that are asked for besides
   * @returns a function of the event, its context and its head
   */
  read(shown: readonly Column[]): Code {
    for (const { slot } of shown) this.#used.add(slot);
    const cells = Array.from({ length: this.#plan.width + this.#conditions.length }, () => js`null`);
    const [first] = this.#plan.commands;
    if (first?.kind === 'from') {
      for (const each of first.fields) {
        if (this.#used.has(each.column.slot)) cells[each.column.slot] = emitField(each, this.#module);
      }
      for (const { column, name, isKnown } of first.metadata) {
        if (isKnown && this.#used.has(column.slot))
          cells[column.slot] = emitMetadata(name, first, this.#module);
      }
    }
    for (const [index, predicate] of this.#conditions.entries()) {
      const condition = emitPredicate(fold(predicate), { node: js`e`, head: js`h` }, this.#module);
      cells[this.#plan.width + index] = condition;
    }
    return js`(e, c, h) => ${list(cells)}`;
  }

  #scope(): SectionScope {
    return new SectionScope(this.#module, {
      conditionSlot: (predicate) => this.#slotOf(predicate),
      use: (slot) => this.#used.add(slot),
    });
  }

  /** A function of the call sites, which makes them before what is emitted. */
  #made(emit: (scope: SectionScope) => Code): Code {
    const scope = this.#scope();
    const result = emit(scope);
    const body = [...scope.declarations(), js`return ${result};`];
    return js`(s) => {\n  ${indent(join(body, js`\n`))}\n}`;
  }

  #slotOf(predicate: Predicate): number {
    const known = this.#conditions.indexOf(predicate);
    const index = known === -1 ? this.#conditions.push(predicate) - 1 : known;
    return this.#plan.width + index;
  }
}

function list(of: readonly Code[]): Code {
  return of.length === 0 ? js`[]` : js`[\n  ${indent(join(of, js`,\n`))}\n]`;
}

/** Where a call stands is no part of what it gives. */
function withoutSpans(expression: PlanExpression): PlanExpression {
  const span = { start: 0, end: 0 };
  return expression.kind === 'call'
    ? { ...expression, span, args: expression.args.map(withoutSpans) }
    : { ...expression, span };
}

/**
 * @param runtime the specifier by which the module will import `match/runtime`
 * @returns the text of an ES module that exports `esqlQuery`, a `CompiledQuery`
 */
export function emitQueryModule(plan: Plan, runtime: string): string {
  const module = new ModuleScope();
  const emitter = new QueryEmitter(plan, module);
  const operators = emitter.section(plan.commands);
  const read = emitter.read(plan.columns);
  const columns = plan.columns.map(({ slot, name, type }) => js`${{ slot, name, type }}`);
  const ofEvents = plan.commands[0]?.kind !== 'row';
  const members = [
    js`ofEvents: ${ofEvents}`,
    js`operators: ${operators}`,
    js`read: ${read}`,
    js`columns: ${list(columns)}`,
  ];
  const parts = [
    comment('Generated from a query by Harrier.'),
    module.imports(runtime),
    module.constants(),
    js`export const esqlQuery = {\n  ${indent(join(members, js`,\n`))}\n};\n`,
  ];
  return join(parts, js`\n`).text;
}
