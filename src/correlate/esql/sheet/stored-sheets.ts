/** The sheets of a rule on a cluster in the store: under which keys they are, and how they are read. */
import { type KeyPart, keyOf, sortRange } from '../../../state/key.ts';
import type { Key } from '../../../state/store.ts';
import type { Memory } from '../../memory.ts';
import { type Heading, headingFrom, weightIn } from './heading.ts';
import { tableOf } from './sheet.ts';
import type { NamedTable, Reach } from './stored-entries.ts';

export class StoredSheets {
  readonly #name: readonly KeyPart[];
  readonly #columns: number;

  /**
   * @param name of the book. No other has the same
   * @param columns how many each sheet has
   */
  constructor(name: readonly KeyPart[], columns: number) {
    this.#name = name;
    this.#columns = columns;
  }

  /**
   * @param reach of all windows that hold an event of the delivery
   * @param own names of the delivery's sheets
   * @returns the headings of others' sheets
   */
  async headings(
    [first, last]: Reach,
    memory: Memory,
    own: ReadonlySet<string>,
  ): Promise<readonly Heading[]> {
    const { partition } = this.headingKey(0, 'any');
    const { from, to } = sortRange([first], [last]);
    const items = await memory.store.range(partition, from, to);
    return items.flatMap((item) => {
      const name = `${partition} ${item.key.sort}`;
      const known = memory.sheets.headings.get(name);
      const heading = known ?? headingFrom(item);
      if (known === undefined) memory.sheets.headings.set(name, heading, 1 + heading.tags.length);
      return own.has(heading.name) ? [] : heading;
    });
  }

  /** @returns the sheets that may have a group with one of the tags */
  async tables(
    headings: readonly Heading[],
    tags: ReadonlySet<number>,
    { store, sheets }: Memory,
  ): Promise<readonly NamedTable[]> {
    const wanted = headings.filter((heading) => [...tags].some((tag) => weightIn(heading, tag) > 0));
    const missing = wanted
      .filter(({ name, sheet }) => sheet === undefined && sheets.tables.get(name) === undefined)
      .map(({ name }) => this.sheetKey(name));
    const found = missing.length === 0 ? [] : await store.get(missing);
    // What is not there yet is being written, by somebody who reads afterwards.
    const read = new Map(
      found.flatMap((item) => (item === undefined ? [] : [[item.key.sort, item] as const])),
    );
    return wanted.flatMap(({ name, sheet }) => {
      const key = this.sheetKey(name);
      const item = read.get(key.sort) ?? (sheet && { key, value: sheet, expiresAt: 0, version: '' });
      const table = sheets.tables.get(name) ?? (item && tableOf(item, this.#columns));
      if (table === undefined) return [];
      sheets.tables.set(name, table, 1 + table.ats.length);
      return { name, table };
    });
  }

  sheetKey(name: string): Key {
    return keyOf(['sheet', ...this.#name], [name]);
  }

  headingKey(cell: number, name: string): Key {
    return keyOf(['heading', ...this.#name], [cell, name]);
  }
}
