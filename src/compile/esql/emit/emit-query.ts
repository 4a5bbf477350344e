/** A checked ES|QL query as JavaScript. */
import { type Code, comment, indent, join, js } from '../../codegen/code.ts';
import { emitPredicate } from '../../codegen/emit-predicate.ts';
import { ModuleScope } from '../../codegen/module-scope.ts';
import { fold } from '../../passes/fold.ts';
import type { Predicate } from '../../predicate.ts';
import type { Plan, PlanCommand } from '../plan.ts';
import { emitCommand } from './emit-command.ts';
import { SectionScope } from './emit-expression.ts';
import { emitField, emitMetadata } from './emit-from.ts';

/** Emits the parts of one query, which share how its rows are laid out. */
export class QueryEmitter {
  readonly #plan: Plan;
  readonly #module: ModuleScope;
  /** Conditions on events, which rows have behind their columns. */
  readonly #conditions: Predicate[] = [];

  constructor(plan: Plan, module: ModuleScope) {
    this.#plan = plan;
    this.#module = module;
  }

  /**
   * What makes the operators of some of the query's commands.
   * @returns a function of the call sites
   */
  section(commands: readonly PlanCommand[]): Code {
    const scope = new SectionScope(this.#module, (predicate) => this.#slotOf(predicate));
    const operators = commands.flatMap((command) => emitCommand(command, this.#plan.width, scope) ?? []);
    const body = [...scope.declarations(), js`return [\n  ${indent(join(operators, js`,\n`))}\n];`];
    return js`(s) => {\n  ${indent(join(body, js`\n`))}\n}`;
  }

  /**
   * What makes a row of an event. It is emitted after all sections, which say what is asked of events.
   * @returns a function of the event, its context and its head
   */
  read(): Code {
    const cells = Array.from({ length: this.#plan.width + this.#conditions.length }, () => js`null`);
    const [first] = this.#plan.commands;
    if (first?.kind === 'from') {
      for (const each of first.fields) cells[each.column.slot] = emitField(each, this.#module);
      for (const { column, name } of first.metadata)
        cells[column.slot] = emitMetadata(name, first, this.#module);
    }
    for (const [index, predicate] of this.#conditions.entries()) {
      const condition = emitPredicate(fold(predicate), { node: js`e`, head: js`h` }, this.#module);
      cells[this.#plan.width + index] = condition;
    }
    const row = js`[\n  ${indent(join(cells, js`,\n`))}\n]`;
    return js`(e, c, h = ${this.#module.use('headOf')}(e, c.partial)) => ${row}`;
  }

  #slotOf(predicate: Predicate): number {
    const known = this.#conditions.indexOf(predicate);
    const index = known === -1 ? this.#conditions.push(predicate) - 1 : known;
    return this.#plan.width + index;
  }
}

/**
 * @param runtime the specifier by which the module will import `match/runtime`
 * @returns the text of an ES module that exports `query`, a `CompiledQuery`
 */
export function emitQueryModule(plan: Plan, runtime: string): string {
  const module = new ModuleScope();
  const emitter = new QueryEmitter(plan, module);
  const operators = emitter.section(plan.commands);
  const read = emitter.read();
  const columns = plan.columns.map(({ slot, name, type }) => js`${{ slot, name, type }}`);
  const members = [
    js`operators: ${operators}`,
    js`read: ${read}`,
    js`columns: [\n  ${indent(join(columns, js`,\n`))}\n]`,
  ];
  const parts = [
    comment('Generated from a query by Harrier.'),
    module.imports(runtime),
    module.constants(),
    js`export const query = {\n  ${indent(join(members, js`,\n`))}\n};\n`,
  ];
  return join(parts, js`\n`).text;
}
