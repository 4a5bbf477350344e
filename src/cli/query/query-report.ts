/** What a query says at its end. */

import type { Batch } from '../../decode/batch.ts';
import { visible } from '../../text/visible.ts';
import { count } from '../count.ts';
import type { InputProblem } from '../inputs.ts';
import { isOfFile } from '../read.ts';
import { auditInput, type InputSource } from '../sources.ts';
import { Undecodable } from '../undecodable.ts';

export class QueryReport {
  readonly #started = performance.now();
  readonly #input: InputSource;
  readonly #unusable: InputProblem[];
  readonly #undecodable = new Undecodable();
  #events = 0;
  #results = 0;
  #isEndedEarly = false;

  /** @param unusable inputs that are not there */
  constructor(input: InputSource, unusable: readonly InputProblem[]) {
    this.#input = input;
    this.#unusable = [...unusable];
  }

  add({ events, undecodable }: Batch): void {
    this.#events += events.length;
    // What befell a file as a whole is told by its name.
    for (const record of undecodable) if (!isOfFile(record)) this.#undecodable.add(record);
  }

  addResults(results: number): void {
    this.#results += results;
  }

  addUnusable(unusable: readonly InputProblem[]): void {
    this.#unusable.push(...unusable);
  }

  /** What comes behind was not read, because it would change no result. */
  endedEarly(): void {
    this.#isEndedEarly = true;
  }

  /** Whether everything of the input was searched. */
  get isWhole(): boolean {
    return this.#unusable.length === 0 && this.#undecodable.isEmpty;
  }

  get #isOfOthers(): boolean {
    return this.#input === auditInput && this.#events === 0 && this.#undecodable.has('not-an-audit-event');
  }

  /** @param notes what else is to be known of the results */
  render(notes: readonly string[]): string {
    const seconds = Math.max((performance.now() - this.#started) / 1000, 0.001);
    const speed = count(Math.round(this.#events / seconds), 'event');
    const lines = [
      `${count(this.#results, 'result')} in ${count(this.#events, 'event')}, ${seconds.toFixed(1)} s (${speed} a second)`,
      ...(this.#isOfOthers
        ? ['note: JSON documents of other kinds are searched with `--format document`']
        : []),
      ...(this.#isEndedEarly
        ? ['note: these are all rows that `LIMIT` leaves; what comes behind was not read']
        : []),
      ...notes.map((note) => `note: ${visible(note)}`),
      ...this.#undecodable.lines(),
      ...this.#unusable.map(({ path, message }) => `${visible(path)}: ${visible(message)}`),
    ];
    return `\n${lines.join('\n')}\n`;
  }
}
