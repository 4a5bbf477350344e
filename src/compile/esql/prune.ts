/**
 * Takes out of a query what computes columns that nothing behind asks for, as Elasticsearch does: it is not evaluated, and
 * nothing is told of it.
 */
import type { Plan, PlanCommand, PlanExpression } from './plan.ts';
import { expressionsOf } from './rule/sections.ts';

/** Which columns are asked for, by their slots. */
type Needed = Set<number>;

export function pruned(plan: Plan): Plan {
  const needed: Needed = new Set(plan.columns.map(({ slot }) => slot));
  const commands: PlanCommand[] = [];
  for (const command of plan.commands.toReversed()) {
    const left = leftOf(command, needed);
    if (left === undefined) continue;
    commands.push(left);
    for (const expression of expressionsOf([left])) note(expression, needed);
  }
  return { ...plan, commands: commands.toReversed() };
}

/**
 * @param needed by the commands behind it; what is copied or read whole by this one is added, what is computed is not
 * @returns undefined if nothing of it is
 */
function leftOf(command: PlanCommand, needed: Needed): PlanCommand | undefined {
  switch (command.kind) {
    case 'eval': {
      // A column may be computed of columns before it, so the last is looked at first.
      const of = command.of.toReversed().filter(({ column, expression }) => {
        const isNeeded = needed.has(column.slot);
        if (isNeeded) note(expression, needed);
        return isNeeded;
      });
      return of.length === 0 ? undefined : { ...command, of: of.toReversed() };
    }
    case 'project': {
      const of = command.of.filter(({ to }) => needed.has(to.slot));
      for (const { from } of of) needed.add(from.slot);
      return { ...command, of };
    }
    case 'dissect':
    case 'grok':
      return command.outputs.some(({ column }) => needed.has(column.slot)) ? command : undefined;
    case 'mv-expand':
      // How many rows there are depends on it, also where nobody reads its column.
      needed.add(command.from.slot);
      return command;
    default:
      return command;
  }
}

function note(expression: PlanExpression, needed: Needed): void {
  if (expression.kind === 'column') needed.add(expression.column.slot);
  else if (expression.kind === 'call') for (const arg of expression.args) note(arg, needed);
}
