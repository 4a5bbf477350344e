/** What of the input could not be decoded, told at the end of a command. */

import type { UndecodableReason, UndecodableRecord } from '../decode/batch.ts';
import { visible } from '../text/visible.ts';
import { count } from './count.ts';
import { note, rest, type Tally } from './tally.ts';

const nouns: Readonly<Record<UndecodableReason, readonly [one: string, several: string]>> = {
  'not-json': ['record is not JSON', 'records are not JSON'],
  'not-an-audit-event': ['record is JSON, but no audit event', 'records are JSON, but no audit events'],
  'too-long': ['record is too long', 'records are too long'],
  'too-deep': ['record nests too deep', 'records nest too deep'],
  'bad-compression': ['file is corrupt', 'files are corrupt'],
  'truncated-stream': ['file is cut', 'files are cut'],
};

export class Undecodable {
  readonly #records = new Map<UndecodableReason, Tally<UndecodableRecord>>();

  add(record: UndecodableRecord): void {
    const known = this.#records.get(record.reason) ?? { count: 0, examples: [] };
    note(known, record);
    this.#records.set(record.reason, known);
  }

  get isEmpty(): boolean {
    return this.#records.size === 0;
  }

  has(reason: UndecodableReason): boolean {
    return this.#records.has(reason);
  }

  /** @returns for each reason how many records there are, and where some of them */
  lines(): readonly string[] {
    return [...this.#records].flatMap(([reason, { count: records, examples }]) => [
      count(records, ...nouns[reason]),
      ...examples.map(
        ({ origin, position, detail }) => `  ${visible(`${origin.source}:${position}`)}: ${visible(detail)}`,
      ),
      ...rest(records, examples, '  '),
    ]);
  }
}
