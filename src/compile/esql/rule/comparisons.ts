/** What a query compares the results of its aggregates with. */
import type { Column, PlanCommand, PlanExpression } from '../plan.ts';
import { expressionsOf } from './sections.ts';

export type Comparison = '!=' | '<' | '<=' | '==' | '>' | '>=';

export interface Compared {
  readonly op: Comparison;
  readonly with: PlanExpression;
  /** Whether every group has to fulfil it. */
  readonly isNeeded: boolean;
}

export interface Use {
  readonly comparisons: readonly Compared[];
  /** Whether it is used otherwise, too, than to be compared or shown. */
  readonly isComputedWith: boolean;
}

/** How columns are used in commands. */
export class Uses {
  readonly #uses = new Map<number, { comparisons: Compared[]; isComputedWith: boolean }>();
  /** What a column that is given another name was. */
  readonly #origins = new Map<number, number>();

  constructor(commands: readonly PlanCommand[]) {
    for (const command of commands) {
      if (command.kind === 'project') for (const { from, to } of command.of) this.#rename(from, to);
      else if (command.kind === 'where') this.#visit(command.condition, true);
      else if (command.kind === 'mv-expand') this.#at(command.from.slot).isComputedWith = true;
      else for (const each of expressionsOf([command])) this.#visit(each, false);
    }
  }

  of({ slot }: Pick<Column, 'slot'>): Use {
    return this.#at(slot);
  }

  /** @returns the slot of the column that this one was before it was given other names */
  origin(slot: number): number {
    return this.#origins.get(slot) ?? slot;
  }

  #rename(from: Column, to: Column): void {
    if (from.slot !== to.slot) this.#origins.set(to.slot, this.origin(from.slot));
  }

  #at(slot: number): { comparisons: Compared[]; isComputedWith: boolean } {
    const origin = this.origin(slot);
    const known = this.#uses.get(origin) ?? { comparisons: [], isComputedWith: false };
    this.#uses.set(origin, known);
    return known;
  }

  /** @param isNeeded whether the expression has to be true */
  #visit(expression: PlanExpression, isNeeded: boolean): void {
    if (expression.kind === 'column') this.#at(expression.column.slot).isComputedWith = true;
    if (expression.kind !== 'call') return;
    const { function: called, args } = expression;
    const [left, right] = args;
    const op = comparisonOf(called.name);
    if (op !== undefined && left?.kind === 'column' && right !== undefined) {
      this.#at(left.column.slot).comparisons.push({ op, with: right, isNeeded });
      this.#visit(right, false);
      return;
    }
    if (op !== undefined && right?.kind === 'column' && left !== undefined) {
      this.#at(right.column.slot).comparisons.push({ op: flipped[op], with: left, isNeeded });
      this.#visit(left, false);
      return;
    }
    for (const arg of args) this.#visit(arg, isNeeded && called.name === 'AND');
  }
}

const flipped: Readonly<Record<Comparison, Comparison>> = {
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '==': '==',
  '>': '<',
  '>=': '<=',
};

function comparisonOf(name: string): Comparison | undefined {
  return Object.hasOwn(flipped, name) ? (name as Comparison) : undefined;
}
