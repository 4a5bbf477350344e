/** The entries of a group in stored sheets, as far as this process has read them: each sheet is gone through once. */
import { type Entry, mergeEntries } from '../../windows/entry.ts';
import { type RememberedRows, rememberedRows } from '../remembered-rows.ts';
import type { Table } from './table.ts';

type RowEntry = Entry<RememberedRows>;

/** A table, under the name of its sheet: another sheet has another name, and a sheet never changes. */
export interface NamedTable {
  readonly name: string;
  readonly table: Table;
}

/** The first and the last cell of all windows that may be asked for. */
export type Reach = readonly [first: number, last: number];

export class StoredEntries {
  #reach: Reach = [0, -1];
  readonly #taken = new Set<string>();
  readonly #byId = new Map<string, RowEntry>();
  #inOrder: readonly RowEntry[] | undefined = [];

  get weight(): number {
    return this.#taken.size + 3 * this.#byId.size;
  }

  /**
   * @param reach of the tables; what was known of another reach is forgotten
   * @param entriesIn those of the group in a table
   * @returns those that were not known
   */
  take(
    reach: Reach,
    tables: readonly NamedTable[],
    entriesIn: (table: Table) => readonly RowEntry[],
  ): readonly RowEntry[] {
    if (reach[0] !== this.#reach[0] || reach[1] !== this.#reach[1]) {
      this.#reach = reach;
      this.#taken.clear();
      this.#byId.clear();
      this.#inOrder = undefined;
    }
    const fresh: RowEntry[] = [];
    for (const { name, table } of tables) {
      if (this.#taken.has(name)) continue;
      this.#taken.add(name);
      for (const entry of entriesIn(table)) {
        fresh.push(entry);
        const before = this.#byId.get(entry.id);
        this.#byId.set(entry.id, before === undefined ? entry : together(before, entry));
        this.#inOrder = undefined;
      }
    }
    return fresh;
  }

  /** @returns all of them with those of a delivery, each once, by time */
  with(own: readonly RowEntry[]): readonly RowEntry[] {
    this.#inOrder ??= mergeEntries([...this.#byId.values()], rememberedRows);
    const ids = new Set(own.map(({ id }) => id));
    const isApart = ids.size === own.length && own.every(({ id }) => !this.#byId.has(id));
    const all = [...this.#inOrder, ...own];
    return isApart
      ? all.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
      : mergeEntries(all, rememberedRows);
  }
}

function together(one: RowEntry, other: RowEntry): RowEntry {
  return mergeEntries([one, other], rememberedRows)[0] as RowEntry;
}
