/** A rule's query, taken apart at its first `STATS`: what runs event by event, and what runs for each group of a window. */

import type { Problem } from '../../problem.ts';
import type { Plan, PlanCommand, PlanExpression } from '../plan.ts';

export type StatsCommand = Extract<PlanCommand, { kind: 'stats' }>;

export interface Sections {
  readonly perEvent: readonly PlanCommand[];
  readonly stats?: StatsCommand;
  readonly perGroup: readonly PlanCommand[];
}

/** So many alerts are no list that somebody asked to be short. */
const leastLimit = 100;

/** @returns the sections and what of the query a rule cannot have; spans refer to the query's text */
export function sectionsOf({ commands }: Plan): Sections & { readonly problems: readonly Problem[] } {
  const problems = commands.flatMap((command, index) => problemOf(command, commands.slice(0, index)) ?? []);
  const at = commands.findIndex(({ kind }) => kind === 'stats');
  const stats = commands[at];
  const before = at === -1 ? commands : commands.slice(0, at);
  const after = at === -1 ? [] : commands.slice(at + 1);
  return {
    perEvent: before.filter(runs),
    ...(stats?.kind === 'stats' && { stats }),
    perGroup: after.filter(runs),
    problems,
  };
}

/** Rows of one event or of one group need no order, and their number is no matter of a rule. */
function runs({ kind }: PlanCommand): boolean {
  return kind !== 'sort' && kind !== 'limit';
}

function problemOf(command: PlanCommand, before: readonly PlanCommand[]): Problem | undefined {
  const error = (code: string, message: string, hint: string): Problem => ({
    severity: 'error',
    code,
    message,
    hint,
    span: command.span,
  });
  const isGrouped = before.some(({ kind }) => kind === 'stats');
  if (command.kind === 'row')
    return error(
      'no-events',
      'a rule is about events, and `ROW` makes a row of its own',
      'begin with `FROM`',
    );
  if (command.kind === 'stats' && command.inline)
    return error(
      'inline-stats',
      'a rule cannot have INLINE STATS: it needs all rows of a window again, and a window is kept by group',
      'use `STATS … BY …`, with `VALUES(…)` for what the alert should show',
    );
  if (command.kind === 'stats' && isGrouped)
    return error(
      'second-stats',
      'a rule can have one STATS: a second one needs all groups of a window at once, and each is kept by itself',
      'group by fewer columns in the first one',
    );
  if (command.kind !== 'limit' || command.count >= leastLimit) return undefined;
  return error(
    'limit-in-rule',
    `a rule that is to be about ${command.count} rows at most would leave events out, which ones depending on their order`,
    `drop it; \`LIMIT ${leastLimit}\` and more is taken for a limit on alerts, which Harrier needs none of`,
  );
}

/** @returns every expression in the commands, those within others left out */
export function expressionsOf(commands: readonly PlanCommand[]): readonly PlanExpression[] {
  return commands.flatMap((command): readonly PlanExpression[] => {
    switch (command.kind) {
      case 'where':
        return [command.condition];
      case 'row':
      case 'eval':
        return command.of.map(({ expression }) => expression);
      case 'sort':
        return command.by.map(({ expression }) => expression);
      case 'stats':
        return [
          ...command.by.map(({ expression }) => expression),
          ...command.aggregates.flatMap(({ args, where }) => [...args, ...(where ? [where] : [])]),
        ];
      case 'dissect':
      case 'grok':
        return [command.input];
      default:
        return [];
    }
  });
}
