/** An ES|QL query's text to a checked query, or to everything that is wrong with it. */
import type { Problem } from '../problem.ts';
import type { Command } from './ast.ts';
import { Columns } from './check/columns.ts';
import type { Checked, Context } from './check/context.ts';
import { ExpressionChecker } from './check/expression.ts';
import { checkDissect, checkGrok } from './check/extract.ts';
import { checkFields } from './check/fields.ts';
import { checkFrom } from './check/from.ts';
import { checkDrop, checkKeep, checkRename } from './check/project.ts';
import { Report } from './check/report.ts';
import type { EsqlSchema } from './check/schema.ts';
import { Scope } from './check/scope.ts';
import type { Registry } from './check/signature.ts';
import { checkStats } from './check/stats.ts';
import { inWords, isAmount } from './check/types.ts';
import { parseCommands } from './parse.ts';
import type { Plan } from './plan.ts';
import { pruned } from './prune.ts';
import { refusal } from './refusals.ts';

export interface Planned {
  /** Absent if any problem is an error. */
  readonly plan?: Plan;
  /** In the order of the text, to which their spans refer. */
  readonly problems: readonly Problem[];
}

/**
 * @param text the query
 * @param schema of the events or documents behind `FROM`
 * @param registry functions and aggregates
 * @returns the query with every name resolved and every function chosen. Where commands cannot be read, those before
 * are checked all the same.
 */
export function planEsql(text: string, schema: EsqlSchema, registry: Registry): Planned {
  const parsed = parseCommands(text);
  const report = new Report(text);
  const columns = new Columns();
  const checker = new ExpressionChecker(schema, registry, report);
  let scope = new Scope([]);
  const pending = parsed.commands.flatMap((command) => {
    const checked = checkCommand(command, { text, schema, checker, columns, report, scope });
    scope = checked.scope;
    return checked.commands;
  });
  const problems = [...parsed.problems, ...report.problems].sort(
    (one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0),
  );
  if (problems.some(({ severity }) => severity === 'error')) return { problems };
  const result = scope.entries().map((entry) => entry.column());
  // From the last on, because what a command makes is asked for by those behind it.
  const commands = pending.toReversed().map((make) => make());
  const plan = { commands: commands.toReversed(), columns: result, width: columns.width };
  return { plan: pruned(plan), problems };
}

function checkCommand(command: Command, context: Context): Checked {
  const { scope, checker, columns, report } = context;
  const { span } = command;
  switch (command.kind) {
    case 'from':
      return checkFrom(command, context);
    case 'row':
    case 'eval':
      return { commands: [checkFields(command.kind, command.fields, context)], scope };
    case 'where': {
      const condition = checker.condition(command.condition, { scope });
      return { commands: [() => ({ kind: 'where', condition, span })], scope };
    }
    case 'stats':
      return checkStats(command, context);
    case 'keep':
      return checkKeep(command, context);
    case 'drop':
      return checkDrop(command, context);
    case 'rename':
      return checkRename(command, context);
    case 'sort': {
      const by = command.by.map(({ expression, descending, nulls }) => {
        const typed = checker.type(expression, { scope });
        if (isAmount(typed.type)) {
          const message = `rows cannot be sorted by ${inWords(typed.type)}`;
          report.error('argument-type', message, typed.span, 'sort by a date, a number or a text');
        }
        // Null is above every value.
        return { expression: typed, descending, nullsFirst: nulls === null ? descending : nulls === 'first' };
      });
      return { commands: [() => ({ kind: 'sort', by, span })], scope };
    }
    case 'limit':
      return { commands: [() => ({ kind: 'limit', count: command.count, span })], scope };
    case 'mv-expand': {
      const { text: name, span: at } = command.column;
      const found = checker.column(name, at, scope);
      if (found.kind !== 'column') return { commands: [], scope };
      const entry = columns.entry(name, found.type);
      scope.replace(entry);
      return {
        commands: [() => ({ kind: 'mv-expand', from: found.column, to: entry.column(), span })],
        scope,
      };
    }
    case 'grok':
      return checkGrok(command, context);
    case 'dissect':
      return checkDissect(command, context);
    case 'missing': {
      const { start } = span;
      report.problems.push(refusal('command', { start, end: start + command.name.length }, command.name));
      scope.isUncertain = true;
      return { commands: [], scope };
    }
  }
}
