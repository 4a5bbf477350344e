/** A sheet that a delivery adds, and what it has of each group. */
import { textOf } from './dictionary.ts';
import type { KnownGroup } from './known-group.ts';
import { entryId, type Table } from './table.ts';
import type { SheetGroup, SheetWriter } from './writer.ts';

/** A sheet of the delivery. */
export interface Written {
  readonly cell: number;
  readonly writer: SheetWriter;
}

/** A sheet of the delivery, with what is to become of its rows. */
export interface OwnSheet extends Written {
  readonly table: Table;
  /** What is known of those groups that are known one by one. */
  readonly known: Map<SheetGroup, { readonly name: string; readonly group: KnownGroup }>;
  /** Rows that are written; undefined for all. */
  readonly rows: readonly number[] | undefined;
}

/** What one sheet of the delivery has of a group. */
export interface Part {
  readonly group: SheetGroup;
  readonly writer: SheetWriter;
  readonly table: Table;
  readonly cell: number;
}

/** @returns all parts of those groups of which not all is known to be of no use */
export function aliveOf(sheets: readonly OwnSheet[]): readonly Part[] {
  const alive: Part[] = [];
  const dead: Part[] = [];
  for (const { writer, known, table, cell } of sheets) {
    for (const group of writer.groups) {
      const isDead = known.get(group)?.group.isDeadIn(cell) === true;
      (isDead ? dead : alive).push({ group, writer, table, cell });
    }
  }
  // What is dead in one cell may be alive in windows that do not hold it.
  if (dead.length === 0 || sheets.length === 1) return alive;
  const names = new Set(alive.map(nameOf));
  return [...alive, ...dead.filter((part) => names.has(nameOf(part)))];
}

export function idOf({ ats, hashes }: Pick<Table, 'ats' | 'hashes'>, row: number): string {
  return entryId(ats[row] as number, hashes[row] as number);
}

export function* rareRows(
  { groups }: SheetWriter,
  written: ReadonlySet<number> | undefined,
): Iterable<number> {
  for (const group of groups) {
    if (group.isRare) for (const row of group.rows) if (written?.has(row) !== false) yield row;
  }
}

export function nameOf({ group, writer }: Part): string {
  return writer.keyOf(group).map(textOf).join('\0');
}
