/** What the checks of commands share. */
import type { PlanCommand } from '../plan.ts';
import type { Columns } from './columns.ts';
import type { ExpressionChecker } from './expression.ts';
import type { Report } from './report.ts';
import type { EsqlSchema } from './schema.ts';
import type { Scope } from './scope.ts';

export interface Context {
  /** The query's. */
  readonly text: string;
  readonly schema: EsqlSchema;
  readonly checker: ExpressionChecker;
  readonly columns: Columns;
  readonly report: Report;
  /** What there is before the command. */
  readonly scope: Scope;
}

/** A command, once it is known which columns are used behind it. */
export type Pending = () => PlanCommand;

/** What a command makes, and what there is after it. */
export interface Checked {
  readonly commands: readonly Pending[];
  readonly scope: Scope;
}
