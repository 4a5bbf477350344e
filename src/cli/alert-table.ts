/** Alerts of a replay for people: in the order of time, however many files they are of. */
import { once } from 'node:events';
import type { Alert } from '../alert/alert.ts';
import { lineHeading, renderBlock, renderLine } from '../alert/render-line.ts';
import type { Publisher } from '../publish/publisher.ts';
import type { Severity } from '../rule.ts';
import { lookup } from '../schema/lookup.ts';
import { visible } from '../text/visible.ts';
import { count } from './count.ts';

export const groupings = ['none', 'rule', 'actor', 'cluster'] as const;
export type Grouping = (typeof groupings)[number];

export const severities = ['low', 'medium', 'high', 'critical'] as const;

export interface TableOptions {
  /** Alerts below it are counted, and not shown. */
  readonly severity: Severity;
  readonly group: Grouping;
  /** Of the terminal; undefined where the output is none, and lines may be as long as they are. */
  readonly columns: number | undefined;
  readonly colour: boolean;
  /**
   * Whether alerts are printed before the next ones come, and so only in order of time among themselves: what is
   * remembered as told must have been.
   */
  readonly atOnce: boolean;
}

/** So many lines are sorted at once: a replay may have a million alerts. */
const sortedTogether = 50_000;

interface Row {
  readonly group: string;
  /** Epoch milliseconds; alerts without a time come last. */
  readonly at: number;
  readonly text: string;
}

/** On a terminal that can, unless `NO_COLOR` is set and not empty (https://no-color.org). */
export function isColoured({ isTTY }: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  return isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
}

export class AlertTable implements Publisher {
  readonly #output: NodeJS.WritableStream;
  readonly #options: TableOptions;
  #rows: Row[] = [];
  #headed = false;
  #day = '';

  constructor(output: NodeJS.WritableStream, options: TableOptions) {
    this.#output = output;
    this.#options = options;
  }

  async publish(alerts: readonly Alert[]): Promise<void> {
    const { severity, group, columns, colour } = this.#options;
    const from = severities.indexOf(severity);
    for (const alert of alerts) {
      if (severities.indexOf(alert.harrier.severity) < from) continue;
      const text = columns === undefined ? renderLine(alert, colour) : renderBlock(alert, columns, colour);
      this.#rows.push({ group: groupOf(alert, group), at: timeOf(alert), text });
    }
    if (this.#options.atOnce || this.#rows.length >= sortedTogether) await this.end();
  }

  /** Prints what there is. */
  async end(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    if (rows.length === 0) return;
    const groups = [...Map.groupBy(rows, ({ group }) => group)].toSorted(
      ([, a], [, b]) => b.length - a.length,
    );
    for (const [name, of] of groups) {
      if (this.#options.group !== 'none')
        await this.#write(`\n${visible(name)}: ${count(of.length, 'alert')}\n`);
      this.#day = '';
      for (const row of of.toSorted((a, b) => a.at - b.at))
        await this.#write(`${this.#heading(row)}${row.text}\n`);
    }
  }

  /** In lines the columns have a heading; blocks have one for each day. */
  #heading({ at }: Row): string {
    if (this.#options.columns === undefined) {
      if (this.#headed) return '';
      this.#headed = true;
      return `${lineHeading()}\n`;
    }
    const day = at === Number.POSITIVE_INFINITY ? 'without a time' : new Date(at).toISOString().slice(0, 10);
    if (day === this.#day) return '';
    const first = this.#day === '';
    this.#day = day;
    return `${first ? '' : '\n'}${day}\n`;
  }

  async #write(text: string): Promise<void> {
    if (!this.#output.write(text)) await once(this.#output, 'drain');
  }
}

function timeOf(alert: Alert): number {
  // An alert on events without a time has that of the clock.
  const isTimed = alert.harrier.events.some((event) => event['@timestamp'] !== undefined);
  return isTimed ? Date.parse(alert['@timestamp']) : Number.POSITIVE_INFINITY;
}

function groupOf(alert: Alert, by: Grouping): string {
  switch (by) {
    case 'none':
      return '';
    case 'rule':
      return `${alert.rule.name} (${alert.harrier.severity})`;
    case 'actor':
      return textOf(alert, 'user', 'name') ?? 'an unknown caller';
    case 'cluster':
      return textOf(alert, 'orchestrator', 'cluster', 'name') ?? 'an unknown cluster';
  }
}

function textOf(alert: Alert, ...path: readonly string[]): string | undefined {
  const value = lookup(alert as never, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
