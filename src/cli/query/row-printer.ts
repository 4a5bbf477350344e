/** Rows as text: JSON a line for programs, a table for people. */
import { styleText } from 'node:util';
import type { Query } from '../../compile/esql/ast.ts';
import type { Column, Plan } from '../../compile/esql/plan.ts';
import { toJson } from '../../query/esql/json.ts';
import { listOf } from '../../query/esql/order.ts';
import type { WorkRow } from '../../query/esql/run/operator.ts';
import type { EsqlValue, Scalar } from '../../query/esql/value.ts';
import { shortened, visible } from '../../text/visible.ts';
import { count } from '../count.ts';
import { inColumns, type Layout, layoutOf } from './columns.ts';
import type { Output, Printed, Setting } from './language.ts';

export interface ShownColumn extends Column {
  /** Whether the query asks for it; otherwise it is there only because it is a field of the events. */
  readonly isAsked: boolean;
  /** Whether its values are JSON text of whole documents, which is printed as it is. */
  readonly isSource: boolean;
}

/** @returns the columns of the result. Of audit events those which the query does not name are mostly null. */
export function shownOf({ columns, commands: planned }: Plan, { commands }: Query): readonly ShownColumn[] {
  const [from] = planned;
  const isListed = commands.some(
    (command) =>
      (command.kind === 'stats' && !command.inline) ||
      (command.kind === 'keep' && command.patterns.every(({ pieces }) => pieces.length === 1)),
  );
  const slots = new Set(from?.kind === 'from' ? from.fields.map(({ column }) => column.slot) : []);
  const sources = sourceSlots(planned);
  return columns.map((column) => ({
    ...column,
    isAsked: isListed || !slots.has(column.slot),
    isSource: sources.has(column.slot),
  }));
}

/** Where rows have `_source`, also by another name. */
function sourceSlots(commands: Plan['commands']): ReadonlySet<number> {
  const slots = new Set<number>();
  for (const command of commands) {
    if (command.kind === 'from') {
      for (const { column, name } of command.metadata) if (name === '_source') slots.add(column.slot);
    } else if (command.kind === 'project') {
      for (const { from, to } of command.of) if (slots.has(from.slot)) slots.add(to.slot);
    }
  }
  return slots;
}

type RowSetting = Pick<Setting, 'output' | 'source' | 'types'>;
type TableOutput = Extract<Output, { kind: 'table' }>;

export class RowPrinter {
  readonly #columns: readonly ShownColumn[];
  readonly #setting: RowSetting;
  #table: { readonly columns: readonly ShownColumn[]; readonly layout: Layout } | undefined;

  constructor(columns: readonly ShownColumn[], setting: RowSetting) {
    this.#columns = columns;
    this.#setting = setting;
  }

  /**
   * @param rows at least one
   * @param areAll whether no more will follow
   */
  print(rows: readonly WorkRow[], areAll: boolean): Printed {
    const { output } = this.#setting;
    const text =
      output.kind === 'ndjson'
        ? rows.map((row) => this.#line(row)).join('')
        : this.#lines(rows, areAll, output);
    return { text, results: rows.length };
  }

  notes(): readonly string[] {
    if (this.#table === undefined) return [];
    const { columns, layout } = this.#table;
    const hidden = columns.slice(layout.widths.length).map(({ name }) => visible(name));
    return hidden.length === 0
      ? []
      : [`no room for ${count(hidden.length, 'column')}: ${shortened(hidden.join(', '), 200)}`];
  }

  /** Documents have all columns in each row, as in Elasticsearch. */
  #line(row: WorkRow): string {
    const isSparse = this.#setting.types === undefined;
    const members = this.#columns.flatMap(({ slot, name, type, isAsked, isSource }) => {
      const value = row[slot] ?? null;
      if (value === null && isSparse && !isAsked) return [];
      return [`${JSON.stringify(name)}:${isSource ? value : toJson(value, type)}`];
    });
    return `{${members.join(',')}}\n`;
  }

  #lines(rows: readonly WorkRow[], areAll: boolean, { width, colour }: TableOutput): string {
    const isNew = this.#table === undefined;
    const { columns, layout } = this.#table ?? this.#begun(rows, width, areAll);
    const lines = rows.map((row) => inColumns(this.#cells(row, columns), layout));
    if (!isNew) return lines.join('');
    const heading = inColumns(headings(columns), layout);
    const strong = colour ? `${styleText('bold', heading.trimEnd(), { validateStream: false })}\n` : heading;
    return strong + lines.join('');
  }

  /** The first rows say how wide columns are, and which of those that nobody asked for have anything. */
  #begun(rows: readonly WorkRow[], width: number, areAll: boolean) {
    const asked = this.#columns.filter(({ isAsked }) => isAsked);
    const others = this.#columns.filter(
      ({ slot, isAsked }) => !isAsked && rows.some((row) => (row[slot] ?? null) !== null),
    );
    const columns = [...asked, ...telling(others)];
    const cells = rows.map((row) => this.#cells(row, columns));
    this.#table = { columns, layout: layoutOf([headings(columns), ...cells], width, areAll) };
    return this.#table;
  }

  #cells(row: WorkRow, columns: readonly ShownColumn[]): readonly string[] {
    return columns.map((column) => this.#cell(row[column.slot] ?? null, column));
  }

  /** Without its secrets: a table is for people. */
  #cell(value: EsqlValue, { type }: ShownColumn): string {
    if (value === null) return '-';
    const values = listOf(value).slice(0, cellLimit);
    const texts = values.map((each) => textOf(each, type === 'date'));
    const { source } = this.#setting;
    // What the query calls a column says nothing of what is in it.
    const shown = source.redactField('value', texts, {});
    return shortened(shown.join(', '), cellLimit);
  }
}

/** What tells most of a request goes first, for there is not room for all. */
const first: readonly string[] = [
  '@timestamp',
  'user.name',
  'event.action',
  'orchestrator.resource.type',
  'orchestrator.resource.name',
  'orchestrator.namespace',
  'source.ip',
];

function telling(columns: readonly ShownColumn[]): readonly ShownColumn[] {
  const named = first.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  return [...named, ...columns.filter((column) => !named.includes(column))];
}

/** The most that is shown of a cell. */
const cellLimit = 400;

function headings(columns: readonly ShownColumn[]): readonly string[] {
  return columns.map(({ name }) => shortened(name, cellLimit));
}

function textOf(value: Scalar, isDate: boolean): string {
  return isDate ? new Date(Number(value)).toISOString() : String(value);
}
