/** A sheet in the making: rows are added, and with them it is known which groups they are of. */
import type { GroupingCode, Least } from '../../../match/rule-query.ts';
import { isList, listOf } from '../../../query/esql/order.ts';
import type { GroupKey } from '../../../query/esql/run/groups.ts';
import type { EsqlValue, Scalar } from '../../../query/esql/value.ts';
import type { EventSummary } from '../../../signal.ts';
import type { EsqlMatch } from '../match.ts';
import { Column } from './column.ts';
import { type Told, tagBits } from './heading.ts';
import type { Showing } from './shown.ts';
import type { Table, TableColumn } from './table.ts';

/** A group that rows of the sheet are of. */
export class SheetGroup implements Told {
  readonly tag: number;
  /** Its values' codes, by grouping expression. */
  readonly codes: readonly number[];
  readonly rows: number[] = [];
  weight = 0;
  isRare = false;

  constructor(codes: readonly number[], tag: number) {
    this.codes = codes;
    this.tag = tag;
  }
}

/** So much is in a sheet, roughly: an item of DynamoDB has 400 KB at most. */
const mostBytes = 200_000;
/** Elasticsearch's limit on the values of a document that it groups by. */
const mostGroups = 100;

export class SheetWriter {
  readonly matches: EsqlMatch[] = [];
  readonly ats: number[] = [];
  readonly hashes: number[] = [];
  readonly numbers: number[] = [];
  readonly #columns: readonly Column[];
  readonly #grouping: GroupingCode;
  readonly #keys: readonly Column[];
  readonly #groups = new Map<number | string, SheetGroup>();
  readonly #summaries = new Map<string, EventSummary>();

  constructor(grouping: GroupingCode, cells: number) {
    this.#grouping = grouping;
    this.#columns = Array.from({ length: cells }, () => new Column());
    this.#keys = grouping.keys.map((cell) => this.#columns[cell] as Column);
  }

  get groups(): Iterable<SheetGroup> {
    return this.#groups.values();
  }

  get isFull(): boolean {
    const rows = this.ats.length * (2 * this.#columns.length + 10);
    return this.#columns.reduce((sum, { bytes }) => sum + bytes, rows) >= mostBytes;
  }

  /**
   * @param number of the row among its event's
   * @returns whether the row is in as many groups as it should be
   */
  add(match: EsqlMatch, at: number, hash: number, number: number, cells: readonly EsqlValue[]): boolean {
    const row = this.matches.push(match) - 1;
    this.ats.push(at);
    this.hashes.push(hash);
    this.numbers.push(number);
    const columns = this.#columns;
    for (let index = 0; index < columns.length; index++) (columns[index] as Column).add(cells[index] ?? null);
    const { least, rare } = this.#grouping;
    const weight = weightOf(cells, least);
    const isRare = rare !== undefined && listOf(cells[rare.cell] ?? null).some((value) => value !== rare.usual);
    const groups = this.#groupsOf(row, cells);
    for (const group of groups.slice(0, mostGroups)) {
      group.rows.push(row);
      group.weight += weight;
      if (isRare) group.isRare = true;
    }
    return groups.length <= mostGroups;
  }

  /** @returns the values that the group has in common */
  keyOf({ codes }: SheetGroup): GroupKey {
    return codes.map((code, index) => ((this.#keys[index] as Column).values[code] ?? null) as Scalar | null);
  }

  summarise(id: string, summary: EventSummary): void {
    this.#summaries.set(id, summary);
  }

  table(showing: Showing): Table {
    return {
      columns: this.#columns.map((column): TableColumn => ({
        codes: column.codes,
        size: column.values.length,
        shownAt: (code) => column.shownOf(code, showing).shown,
        whichAt: (code) => column.shownOf(code, showing).which,
      })),
      ats: this.ats,
      hashes: this.hashes,
      numbers: this.numbers,
      summaries: this.#summaries,
    };
  }

  /** @returns rows of which not all is shown */
  cutRows(showing: Showing): readonly number[] {
    const withLists = this.#columns.filter(({ hasLists }) => hasLists);
    return this.ats.flatMap((_, row) =>
      withLists.some((column) => column.shownOf(column.codes[row] as number, showing).isCut) ? [row] : [],
    );
  }

  #groupsOf(row: number, cells: readonly EsqlValue[]): readonly SheetGroup[] {
    const keys = this.#keys;
    if (!this.#grouping.keys.some((cell) => isList(cells[cell] ?? null))) {
      return [this.#group(keys.map(({ codes }) => codes[row] as number))];
    }
    // Each value of a list is one to group by. One more group than there may be shows that there are too many.
    let all: readonly (readonly number[])[] = [[]];
    for (const [index, cell] of this.#grouping.keys.entries()) {
      const column = keys[index] as Column;
      const value = cells[cell] ?? null;
      const each = isList(value) ? new Set(value.slice(0, mostGroups + 1)) : [value];
      const codes = [...each].map((one) => column.codeOf(one));
      all = all.flatMap((key) => codes.map((code) => [...key, code])).slice(0, mostGroups + 1);
    }
    return all.map((codes) => this.#group(codes));
  }

  #group(codes: readonly number[]): SheetGroup {
    const [first = 0, second = 0] = codes;
    const name = codes.length < 3 ? first * mostCodes + second : codes.join();
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    let tag = 0;
    for (let index = 0; index < codes.length; index++)
      tag = Math.imul(tag, 0x9e3779b1) + (this.#keys[index] as Column).hashOf(codes[index] as number);
    const group = new SheetGroup(codes, Math.imul(tag, 0x85ebca6b) >>> (32 - tagBits));
    this.#groups.set(name, group);
    return group;
  }
}

/** More than a sheet has rows. */
const mostCodes = 2 ** 26;

function weightOf(cells: readonly EsqlValue[], least: Least | undefined): number {
  if (least?.cell === undefined) return 1;
  const value = cells[least.cell] ?? null;
  return isList(value) ? value.length : 1;
}
