/** Results as text: JSON a line for programs, a table for people. */
import { styleText } from 'node:util';
import type { Field } from '../../schema/field.ts';
import { auditRoot } from '../../schema/table.ts';
import { named, shortened } from '../../text/visible.ts';
import { count } from '../count.ts';
import { inColumns, type Layout, layoutOf } from './columns.ts';
import type { EventOrder } from './event-order.ts';
import type { Found } from './found.ts';
import type { Printed, Setting } from './language.ts';
import { documentView, requestView, type View } from './view.ts';

export interface Printer {
  /** @param areAll whether no others come */
  print(found: readonly Found[], areAll: boolean): Printed;
}

/** What results are of. */
export interface Shown {
  readonly order: EventOrder;
  /** Which the query names. */
  readonly fields: readonly Field[];
  /** Of a query for sequences or samples, which are groups of events. */
  readonly groups?: {
    /** Names of the join keys. */
    readonly by: readonly string[];
    /** What each event of a group is to be, as the query has it. */
    readonly steps: readonly string[];
  };
}

/** @param line how programs read a result */
export function printerOf(setting: Setting, shown: Shown, line: (found: Found) => string): Printer {
  const { output } = setting;
  if (output.kind === 'table') return new TablePrinter(setting, shown, output.width, output.colour);
  return { print: (found) => ({ text: found.map(line).join(''), results: found.length }) };
}

/** The most that is shown of the value of a join key. */
const keyLimit = 120;

class TablePrinter implements Printer {
  readonly #shown: Shown;
  readonly #view: View;
  readonly #width: number;
  readonly #colour: boolean;
  readonly #indent: string;
  #layout: Layout | undefined;
  #results = 0;

  constructor(setting: Setting, shown: Shown, width: number, colour: boolean) {
    const { order, fields, groups } = shown;
    const isOfRequests = setting.types === undefined || setting.types.has(auditRoot);
    this.#indent = groups === undefined ? '' : '  ';
    this.#width = width - this.#indent.length;
    this.#colour = colour;
    this.#shown = shown;
    this.#view = isOfRequests ? requestView(setting.source, order) : documentView(fields, setting, order);
  }

  print(found: readonly Found[], areAll: boolean): Printed {
    const rows = found.map(({ events }) => events.map((event) => event && this.#view.rowOf(event)));
    const lines: string[] = [];
    if (this.#layout === undefined && rows.length > 0) {
      const { headings } = this.#view;
      this.#layout = layoutOf([headings, ...rows.flat().filter((row) => row !== null)], this.#width, areAll);
      lines.push(this.#strong(inColumns(headings, this.#layout, this.#indent)));
    }
    for (const [index, result] of found.entries()) lines.push(this.#result(result, rows[index] ?? []));
    return { text: lines.join(''), results: found.length };
  }

  #result(found: Found, rows: readonly (readonly string[] | null)[]): string {
    const layout = this.#layout ?? { widths: [] };
    this.#results++;
    const { groups } = this.#shown;
    const lines = rows.map((row, step) =>
      row === null ? this.#missing(groups?.steps[step] ?? '') : inColumns(row, layout, this.#indent),
    );
    return groups === undefined
      ? lines.join('')
      : `\n${this.#groupHeading(found, groups.by)}${lines.join('')}`;
  }

  /** `3  user.name=alice  2 events within 12 s`, in further lines below the keys where it is long. */
  #groupHeading({ events, joinKeys }: Found, by: readonly string[]): string {
    const keys = joinKeys
      .map((value, index) => `${by[index]}=${value === null ? 'null' : named(value, keyLimit)}`)
      .join(', ');
    const present = events.filter((event) => event !== null);
    const times = present
      .map((event) => this.#shown.order.timeOf(event).at)
      .filter((at) => !Number.isNaN(at));
    const span = times.length < 2 ? '' : ` within ${duration(Math.max(...times) - Math.min(...times))}`;
    const number = String(this.#results);
    const text = [keys, `${count(present.length, 'event')}${span}`].filter(Boolean).join('  ');
    const room = this.#width - number.length;
    return inColumns([number, text], { widths: [number.length, room] })
      .split(/(?<=\n)/)
      .map((line) => this.#strong(line))
      .join('');
  }

  #missing(step: string): string {
    return `${this.#indent}${shortened(`no ${step}`, this.#width)}\n`;
  }

  #strong(text: string): string {
    return this.#colour ? `${styleText('bold', text.trimEnd(), { validateStream: false })}\n` : text;
  }
}

function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(1, milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 120) return `${Number(seconds.toFixed(1))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
