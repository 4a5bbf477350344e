/** From a checked query to what a rule is of it. */
import { hash } from 'node:crypto';
import type { Field } from '../../../schema/field.ts';
import { fold } from '../../passes/fold.ts';
import type { Predicate } from '../../predicate.ts';
import type { Problem } from '../../problem.ts';
import { type FieldOf, filterOf } from '../filter.ts';
import type { Column, Plan, PlanCommand, PlanExpression } from '../plan.ts';
import { Uses } from './comparisons.ts';
import { type Sections, sectionsOf } from './sections.ts';

/** What of a rule's query is emitted. */
export interface EsqlRuleQuery extends Sections {
  readonly plan: Plan;
  /** Where the lines of its text begin. */
  readonly lines: readonly number[];
  /** Holds for every event of which rows are left. */
  readonly predicate: Predicate;
  /** Whether rows are left of every event for which it holds. */
  readonly isExact: boolean;
  /** Of the result: those that an alert's document does not have anyway. */
  readonly columns: readonly Column[];
  /** Whether a group is of a stretch of time. */
  readonly isBucket: boolean;
  /** Names of columns that say how many, which the query has conditions on. */
  readonly counts: readonly string[];
  readonly revision: string;
}

export interface LoweredEsql {
  readonly kind: 'esql';
  /** Spans refer to the query's text. */
  readonly problems: readonly Problem[];
  /** Absent if any problem is an error. */
  readonly query?: EsqlRuleQuery;
}

/**
 * @param text of the query
 * @param found what is wrong with it so far
 */
export function lowerEsqlRule(plan: Plan, text: string, found: readonly Problem[]): LoweredEsql {
  const { problems: own, ...sections } = sectionsOf(plan);
  const problems = [...found, ...own];
  if (problems.some(({ severity }) => severity === 'error')) return { kind: 'esql', problems };
  const { stats, perGroup } = sections;
  const perEvent = sections.perEvent.flatMap(oneByOne);
  const fieldOf = fieldsOf(plan);
  const filters = perEvent.map((command) =>
    command.kind === 'where' ? filterOf(command.condition, fieldOf) : undefined,
  );
  const uses = new Uses(perGroup);
  const query: EsqlRuleQuery = {
    ...sections,
    plan,
    lines: [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)],
    perEvent: perEvent.filter((_, index) => filters[index]?.isExact !== true),
    predicate: fold({ kind: 'and', of: filters.flatMap((filter) => filter?.predicate ?? []) }),
    isExact: filters.every((filter) => filter?.isExact !== false),
    columns: plan.columns.filter((column) => stats !== undefined || !isOfEvent(column, plan)),
    isBucket: stats?.by.some(({ expression }) => isBucket(expression, perEvent)) ?? false,
    counts: plan.columns
      .filter(({ slot }) => {
        const counted = stats?.aggregates.find(({ column }) => column.slot === uses.origin(slot));
        return (
          counted !== undefined && uses.of(counted.column).comparisons.length > 0 && isNumber(counted.column)
        );
      })
      .map(({ name }) => name),
    revision: hash('sha256', text, 'base64url').slice(0, 12),
  };
  return { kind: 'esql', problems, query };
}

/** Conditions that all have to be true are commands of their own: what a predicate says exactly need not be asked of rows. */
function oneByOne(command: PlanCommand): readonly PlanCommand[] {
  if (command.kind !== 'where') return [command];
  const { condition } = command;
  if (condition.kind !== 'call' || condition.function.name !== 'AND') return [command];
  return condition.args.flatMap((each) => oneByOne({ ...command, condition: each }));
}

function fieldsOf({ commands }: Plan): FieldOf {
  const [from] = commands;
  const fields = new Map<number, Field>(
    from?.kind === 'from' ? from.fields.map(({ column, field }) => [column.slot, field]) : [],
  );
  return (slot) => fields.get(slot);
}

/** Whether an expression is the beginning of a stretch of time. */
function isBucket(expression: PlanExpression, before: readonly PlanCommand[]): boolean {
  if (expression.kind === 'call') return ['BUCKET', 'DATE_TRUNC'].includes(expression.function.name);
  if (expression.kind !== 'column') return false;
  const definition = before
    .flatMap((command) => (command.kind === 'eval' ? command.of : []))
    .find(({ column }) => column.slot === expression.column.slot);
  return definition !== undefined && isBucket(definition.expression, before);
}

/** Whether an event's document says it itself, under the same name or by being that document. */
function isOfEvent({ slot, name }: Column, { commands: [from] }: Plan): boolean {
  if (from?.kind !== 'from') return false;
  const isField = from.fields.some(({ column }) => column.slot === slot && column.name === name);
  return isField || from.metadata.some(({ column }) => column.slot === slot);
}

function isNumber({ type }: Column): boolean {
  return type === 'integer' || type === 'long' || type === 'double';
}
