/**
 * The reference evaluator of ES|QL: whole tables, command after command, over the syntax tree. It shares no code with
 * what runs queries, checks nothing, and is written from Elastic's documentation. What it does not know it throws as
 * `Uncovered`.
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-commands
 */
import type { Field, Order, ProcessingCommand, Query } from '../../src/compile/esql/ast.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { truthOf } from './esql/condition.ts';
import { evaluate } from './esql/expression.ts';
import { readDocument } from './esql/read.ts';
import { stats } from './esql/stats.ts';
import { environmentOf, kept, matches, type Row, type Table, withColumns } from './esql/table.ts';
import { compare, nothing, type One, Uncovered, type Value, type ValueType } from './esql/value.ts';

export interface Input {
  /** The query's text, which names columns. */
  readonly text: string;
  readonly documents: readonly JsonObject[];
  /** Of all columns. */
  readonly types: Readonly<Record<string, ValueType>>;
  readonly now: number;
}

export function evaluateEsql({ source, commands }: Query, input: Input): Table {
  const names = Object.keys(input.types).sort();
  let table: Table;
  if (source.kind === 'row') {
    const none: Table = { columns: [], rows: [new Map()] };
    table = withFields(source.fields, none, input);
  } else if (source.kind === 'from' && source.metadata.length === 0) {
    table = { columns: names, rows: input.documents.map((each) => readDocument(each, input.types)) };
  } else throw new Uncovered(source.kind === 'from' ? 'METADATA' : source.name);
  return commands.reduce((before, command) => run(command, before, input), table);
}

function run(command: ProcessingCommand, table: Table, input: Input): Table {
  const { columns, rows } = table;
  const { now } = input;
  switch (command.kind) {
    case 'where':
      return {
        columns,
        rows: rows.filter((row) => truthOf(evaluate(command.condition, environmentOf(row, now))) === true),
      };
    case 'eval':
      return withFields(command.fields, table, input);
    case 'stats':
      return stats(command, table, (field) => nameOf(field, input), now);
    case 'keep':
      return { columns: kept(columns, command.patterns), rows };
    case 'drop':
      return {
        columns: columns.filter((name) => !command.patterns.some((each) => matches(each, name))),
        rows,
      };
    case 'rename':
      return command.clauses.reduce<Table>(
        (before, { from, to }) => renamed(before, from.text, to.text),
        table,
      );
    case 'mv-expand': {
      const { text: name } = command.column;
      const expanded = rows.flatMap((row) => {
        const { type, of } = row.get(name) ?? nothing;
        return of.length < 2 ? [row] : of.map((one) => new Map([...row, [name, { type, of: [one] }]]));
      });
      return { columns, rows: expanded };
    }
    case 'sort':
      return { columns, rows: sorted(rows, command.by, now) };
    case 'limit':
      return { columns, rows: rows.slice(0, command.count) };
    default:
      throw new Uncovered(command.kind === 'missing' ? command.name : command.kind.toUpperCase());
  }
}

/** Columns that are computed one after the other, each from those before. */
function withFields(fields: readonly Field[], { columns, rows }: Table, input: Input): Table {
  const computed = rows.map((row) => {
    const cells = new Map(row);
    for (const field of fields)
      cells.set(nameOf(field, input), evaluate(field.expression, environmentOf(cells, input.now)));
    return cells;
  });
  return {
    columns: fields.reduce((names, each) => withColumns(names, [nameOf(each, input)]), columns),
    rows: computed,
  };
}

/** Without a name it is the source text. */
function nameOf({ name, expression, span }: Field, { text }: Input): string {
  if (name !== null) return name.text;
  return expression.kind === 'column' ? expression.name : text.slice(span.start, span.end);
}

/** In its place; a column that had the name is gone. */
function renamed({ columns, rows }: Table, from: string, to: string): Table {
  if (from === to) return { columns, rows };
  return {
    columns: columns.filter((name) => name !== to).map((name) => (name === from ? to : name)),
    rows: rows.map(
      (row) =>
        new Map([
          ...[...row].filter(([name]) => name !== to && name !== from),
          [to, row.get(from) ?? nothing],
        ]),
    ),
  };
}

/** Of several values the least counts where it rises, the greatest where it falls; null is above all. */
function sorted(rows: readonly Row[], by: readonly Order[], now: number): readonly Row[] {
  const keyed = rows.map((row) => ({
    row,
    key: by.map(({ expression }) => evaluate(expression, environmentOf(row, now))),
  }));
  keyed.sort((one, other) => {
    for (const [index, { descending, nulls }] of by.entries()) {
      const [a, b] = [one.key[index], other.key[index]].map((value) => end(value ?? nothing, descending));
      if (a === undefined && b === undefined) continue;
      const nullsFirst = nulls === null ? descending : nulls === 'first';
      if (a === undefined || b === undefined) return (a === undefined) === nullsFirst ? -1 : 1;
      const order = compare(a, b, one.key[index]?.type ?? 'null');
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

function end({ type, of }: Value, greatest: boolean): One | undefined {
  const values = of.toSorted((one, other) => compare(one, other, type));
  return greatest ? values.at(-1) : values[0];
}
