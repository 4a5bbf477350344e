/** Checked queries over a small table, and what they look like. */

import { documentSchema, type EsqlSchema } from '../../../src/compile/esql/check/schema.ts';
import type { Column, Plan, PlanCommand, PlanExpression } from '../../../src/compile/esql/plan.ts';
import { type Planned, planEsql } from '../../../src/compile/esql/plan-esql.ts';
import { esqlAggregates } from '../../../src/query/esql/aggregates/index.ts';
import { esqlFunctions } from '../../../src/query/esql/functions/index.ts';
import type { EsqlType, Scalar } from '../../../src/query/esql/value.ts';

export const registry = { functions: esqlFunctions, aggregates: esqlAggregates };

/** A column of each type. */
export const types: Readonly<Record<string, EsqlType>> = {
  '@timestamp': 'date',
  allowed: 'boolean',
  code: 'integer',
  'node.version': 'version',
  ratio: 'double',
  size: 'long',
  'source.ip': 'ip',
  'user.agent': 'text',
  'user.id': 'keyword',
  'user.name': 'keyword',
};

export function planned(text: string, schema: EsqlSchema = documentSchema(types)): Planned {
  return planEsql(text, schema, registry);
}

/** @throws if the query has mistakes */
export function planOf(text: string, schema?: EsqlSchema): Plan {
  const { plan, problems } = planned(text, schema);
  if (plan === undefined) throw new Error(`${text}\n${JSON.stringify(problems)}`);
  return plan;
}

/** The columns of the result, as `name:type`. */
export function columnsOf({ columns }: Plan): readonly string[] {
  return columns.map(({ name, type }) => `${name}:${type}`);
}

/** A line for each command. */
export function shownPlan({ commands, columns, width }: Plan): string {
  return `${[...commands.map(shownCommand), `= ${columns.map(shownColumn).join(', ')} (${width})`].join('\n')}\n`;
}

function shownCommand(command: PlanCommand): string {
  switch (command.kind) {
    case 'from': {
      const fields = command.fields.map(({ column, field }) => `${shownColumn(column)} of ${field.type}`);
      const metadata = command.metadata.map(({ column, name }) => `${shownColumn(column)} of ${name}`);
      return `from ${command.patterns.join(', ')}: ${[...fields, ...metadata].join(', ')}`;
    }
    case 'row':
    case 'eval':
      return `${command.kind} ${command.of.map(({ column, expression }) => defined(column, expression)).join(', ')}`;
    case 'where':
      return `where ${shown(command.condition)}`;
    case 'stats': {
      const of = command.aggregates.map(({ column, aggregate, args, where }) => {
        const filter = where === undefined ? '' : ` where ${shown(where)}`;
        return `${shownColumn(column)} = ${aggregate.name}(${args.map(shown).join(', ')})${filter}`;
      });
      const by = command.by.map(({ column, expression }) => defined(column, expression));
      return `${command.inline ? 'inline ' : ''}stats ${of.join(', ')} by ${by.join(', ')}`;
    }
    case 'project':
      return `project ${command.of
        .map(({ from, to }) => (from === to ? shownColumn(to) : `${shownColumn(to)} = ${shownColumn(from)}`))
        .join(', ')}`;
    case 'mv-expand':
      return `mv-expand ${shownColumn(command.to)} = ${shownColumn(command.from)}`;
    case 'sort':
      return `sort ${command.by
        .map(({ expression, descending, nullsFirst }) => {
          return `${shown(expression)}${descending ? ' desc' : ''}${nullsFirst ? ' nulls first' : ' nulls last'}`;
        })
        .join(', ')}`;
    case 'limit':
      return `limit ${command.count}`;
    case 'dissect':
    case 'grok': {
      const { kind, input, pattern, appendSeparator, outputs } = command;
      const separator = appendSeparator === undefined ? '' : ` by ${JSON.stringify(appendSeparator)}`;
      const to = outputs.map(({ name, column }) => `${shownColumn(column)} = ${name}`);
      return `${kind} ${shown(input)} ${JSON.stringify(pattern)}${separator} to ${to.join(', ')}`;
    }
  }
}

function defined(column: Column, expression: PlanExpression): string {
  return `${shownColumn(column)} = ${shown(expression)}`;
}

function shownColumn({ slot, name }: Column): string {
  return `${name}#${slot}`;
}

function shown(expression: PlanExpression): string {
  switch (expression.kind) {
    case 'literal': {
      const { value, type } = expression;
      const values = Array.isArray(value)
        ? `[${value.map(shownScalar).join(', ')}]`
        : shownScalar(value as Scalar);
      return type === 'null' || type === 'boolean' || type === 'keyword' ? values : `${values}:${type}`;
    }
    case 'column':
      return shownColumn(expression.column);
    case 'call':
      return `${expression.function.name}(${expression.args.map(shown).join(', ')}):${expression.type}`;
    case 'kql':
      return `kql ${JSON.stringify(expression.predicate.kind)}`;
  }
}

function shownScalar(value: Scalar | null): string {
  return typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
}
