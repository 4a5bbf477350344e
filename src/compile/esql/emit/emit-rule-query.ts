/** The query of a rule as JavaScript. */
import type { AggregateCode, GroupingCode, Least, Rare, ValueUse } from '../../../match/rule-query.ts';
import { type Code, indent, join, js, type LiteralData } from '../../codegen/code.ts';
import type { ModuleScope } from '../../codegen/module-scope.ts';
import type { AggregateDefinition, Column, PlanExpression } from '../plan.ts';
import { floorsOf, leastOf, rareOf } from '../rule/bounds.ts';
import { Uses } from '../rule/comparisons.ts';
import type { EsqlRuleQuery } from '../rule/lower-rule.ts';
import { deadFrom, firstSeenOf, needOf } from '../rule/needs.ts';
import type { StatsCommand } from '../rule/sections.ts';
import { QueryEmitter } from './emit-query.ts';

/**
 * @param every how often windows of the rule end, milliseconds
 * @returns an expression for a `RuleQuery`
 */
export function emitRuleQuery(query: EsqlRuleQuery, every: number, scope: ModuleScope): Code {
  const emitter = new QueryEmitter(query.plan, scope);
  const perEvent = emitter.section(query.perEvent);
  const grouping = query.stats && emitGrouping(query, query.stats, emitter);
  const used = query.stats === undefined ? query.columns : [];
  const members = [
    js`every: ${every}`,
    js`lines: ${query.lines}`,
    js`perEvent: ${perEvent}`,
    js`columns: ${columns(query.columns)}`,
    ...(grouping === undefined ? [] : [js`grouping: ${grouping}`]),
    js`read: ${emitter.read(used)}`,
  ];
  return js`${scope.useEsql('ruleQuery')}({\n  ${indent(join(members, js`,\n`))}\n})`;
}

function emitGrouping(query: EsqlRuleQuery, stats: StatsCommand, emitter: QueryEmitter): Code {
  const { aggregates } = stats;
  const uses = new Uses(query.perGroup);
  const values = new Values(emitter);
  const keys = stats.by.map(({ expression }) => values.cellOf(expression));
  const codes = aggregates.map((each): AggregateCode => {
    const { where, column, args } = each;
    const asked =
      each.aggregate.name === 'COUNT' || each.aggregate.name === 'COUNT_DISTINCT' ? 'which' : 'what';
    return {
      slot: column.slot,
      args: args.map((arg) => values.indexOf(arg, asked)),
      ...(where && { where: values.indexOf(where, 'which') }),
      type: args[0]?.type ?? 'null',
      need: needOf(each, uses),
    };
  });
  const dead = aggregates.flatMap((each, aggregate) => {
    const from = deadFrom(each, uses);
    return from === undefined ? [] : [{ aggregate, from }];
  });
  const members = [
    js`by: ${columns(stats.by.map(({ column }) => named(column, query)))}`,
    js`isBucket: ${query.isBucket}`,
    js`cells: ${emitter.cells(values.cells)}`,
    ...keyOf(stats, emitter),
    js`keys: ${keys}`,
    js`values: ${values.cellsOfValues}`,
    js`asked: ${values.asked}`,
    ...bounds(query, stats, values, uses),
    js`aggregates: ${codes.map((each) => each as unknown as LiteralData)}`,
    js`accumulators: ${emitter.accumulators(aggregates)}`,
    js`dead: ${dead}`,
    js`floors: ${floorsOf(aggregates, uses).map((each) => ({ ...each }))}`,
    ...firstSeen(aggregates, codes, uses),
    js`width: ${query.plan.width}`,
    js`perGroup: ${emitter.section(query.perGroup)}`,
  ];
  return js`{\n  ${indent(join(members, js`,\n`))}\n}`;
}

/** Of columns that are what the event has: whatever commands there are before, they make no other values of them. */
function keyOf({ by }: StatsCommand, emitter: QueryEmitter): readonly Code[] {
  const code = emitter.fields(by.map(({ expression }) => expression));
  return code === undefined ? [] : [js`keyOf: ${code}`];
}

function firstSeen(
  aggregates: readonly AggregateDefinition[],
  codes: readonly AggregateCode[],
  uses: Uses,
): readonly Code[] {
  const found = firstSeenOf(aggregates, uses);
  const value = found === undefined ? undefined : codes[found.aggregate]?.args[0];
  if (found === undefined || value === undefined) return [];
  const code: NonNullable<GroupingCode['firstSeen']> = { value, within: found.within };
  return [js`firstSeen: ${{ ...code }}`];
}

/** What every group must have that the query wants. */
function bounds(
  { plan }: EsqlRuleQuery,
  { aggregates }: StatsCommand,
  values: Values,
  uses: Uses,
): readonly Code[] {
  const least = leastOf(aggregates, uses);
  const rare = rareOf(aggregates, uses, plan);
  const wanted: Least | undefined = least && {
    count: least.count,
    ...(least.of && { cell: values.cellOf(least.of) }),
  };
  const found: Rare | undefined = rare && { cell: values.cellOf(rare.of), usual: rare.usual };
  return [
    ...(wanted === undefined ? [] : [js`least: ${{ ...wanted }}`]),
    ...(found === undefined ? [] : [js`rare: ${{ ...found } as LiteralData}`]),
  ];
}

/** What groups are told apart by and aggregates are given, each once. */
class Values {
  readonly #emitter: QueryEmitter;
  readonly #cells = new Map<string, number>();
  readonly #known = new Map<string, number>();
  readonly cells: PlanExpression[] = [];
  readonly cellsOfValues: number[] = [];
  readonly asked: ValueUse[] = [];

  constructor(emitter: QueryEmitter) {
    this.#emitter = emitter;
  }

  cellOf(expression: PlanExpression): number {
    const key = this.#emitter.keyOf(expression);
    const known = this.#cells.get(key);
    if (known !== undefined) return known;
    const index = this.cells.push(expression) - 1;
    this.#cells.set(key, index);
    return index;
  }

  indexOf(expression: PlanExpression, asked: ValueUse): number {
    const cell = this.cellOf(expression);
    const key = `${asked} ${cell}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const index = this.cellsOfValues.push(cell) - 1;
    this.asked.push(asked);
    this.#known.set(key, index);
    return index;
  }
}

/** What a column of a group is called in the result, if it is there. */
function named({ slot, name, type }: Column, { plan }: EsqlRuleQuery): Column {
  return { slot, type, name: plan.columns.find((column) => column.slot === slot)?.name ?? name };
}

function columns(of: readonly Column[]): LiteralData {
  return of.map(({ slot, name, type }) => ({ slot, name, type }));
}
