/** A sheet in the making: rows are added, and with them it is known which groups they are of. */
import type { GroupingCode } from '../../../match/rule-query.ts';
import { isList } from '../../../query/esql/order.ts';
import type { GroupKey } from '../../../query/esql/run/groups.ts';
import type { EsqlValue, Scalar } from '../../../query/esql/value.ts';
import type { EventSummary } from '../../../signal.ts';
import type { EsqlMatch } from '../match.ts';
import { Column } from './column.ts';
import type { Dictionary } from './dictionary.ts';
import { type Told, tagBits } from './heading.ts';
import type { Table } from './table.ts';

/** A group that rows of the sheet are of. Most have one row. */
export class SheetGroup implements Told {
  readonly tag: number;
  /** Its values' codes, by grouping expression; undefined if they are those of its first row. */
  readonly codes: readonly number[] | undefined;
  readonly first: number;
  #more: number[] | undefined;
  weight = 0;
  isRare = false;

  constructor(first: number, codes: readonly number[] | undefined, tag: number) {
    this.first = first;
    this.codes = codes;
    this.tag = tag;
  }

  get hasMore(): boolean {
    return this.#more !== undefined;
  }

  get rows(): readonly number[] {
    return this.#more === undefined ? [this.first] : [this.first, ...this.#more];
  }

  add(row: number): void {
    if (row === this.first) return;
    if (this.#more === undefined) this.#more = [row];
    else this.#more.push(row);
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

  constructor(grouping: GroupingCode, dictionaries: readonly Dictionary[]) {
    this.#grouping = grouping;
    this.#columns = dictionaries.map((dictionary) => new Column(dictionary));
    this.#keys = grouping.keys.map((cell) => this.#columns[cell] as Column);
  }

  /** Whether a row may be in several groups. */
  isApart = false;

  get groups(): Iterable<SheetGroup> {
    return this.#groups.values();
  }

  get isFull(): boolean {
    let bytes = this.ats.length * (2 * this.#columns.length + 10);
    for (const column of this.#columns) bytes += column.bytes;
    return bytes >= mostBytes;
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
    const { least, rare, keys } = this.#grouping;
    const weight = least?.cell === undefined ? 1 : lengthOf(cells[least.cell]);
    const isRare = rare !== undefined && isOther(cells[rare.cell] ?? null, rare.usual);
    for (const cell of keys)
      if (isList(cells[cell] ?? null)) return this.#addToAll(row, cells, weight, isRare);
    put(this.#group(row, undefined), row, weight, isRare);
    return true;
  }

  /** @returns the values that the group has in common */
  keyOf(group: SheetGroup): GroupKey {
    return this.#keys.map((column, index) => {
      const code = group.codes?.[index] ?? (column.codes[group.first] as number);
      return column.valueAt(code) as Scalar | null;
    });
  }

  summarise(id: string, summary: EventSummary): void {
    this.#summaries.set(id, summary);
  }

  get table(): Table {
    return {
      columns: this.#columns,
      ats: this.ats,
      hashes: this.hashes,
      numbers: this.numbers,
      summaries: this.#summaries,
    };
  }

  /** Rows of which not all is shown. */
  get cutRows(): readonly number[] {
    const cut = this.#columns.filter(
      ({ hasLists, terms }) => hasLists && terms.some(({ shown }) => shown.isCut),
    );
    if (cut.length === 0) return [];
    return this.ats.flatMap((_, row) =>
      cut.some((column) => column.isCutAt(column.codes[row] as number)) ? [row] : [],
    );
  }

  /** Each value of a list is one to group by. One more group than there may be shows that there are too many. */
  #addToAll(row: number, cells: readonly EsqlValue[], weight: number, isRare: boolean): boolean {
    this.isApart = true;
    let all: readonly (readonly number[])[] = [[]];
    for (const [index, cell] of this.#grouping.keys.entries()) {
      const column = this.#keys[index] as Column;
      const value = cells[cell] ?? null;
      const each = isList(value) ? new Set(value.slice(0, mostGroups + 1)) : [value];
      const codes = [...each].map((one) => column.codeOf(one));
      all = all.flatMap((key) => codes.map((code) => [...key, code])).slice(0, mostGroups + 1);
    }
    for (const codes of all.slice(0, mostGroups)) put(this.#group(row, codes), row, weight, isRare);
    return all.length <= mostGroups;
  }

  /** @param codes of the group; undefined if they are those of the row */
  #group(row: number, codes: readonly number[] | undefined): SheetGroup {
    const keys = this.#keys;
    const codeAt = (index: number) => codes?.[index] ?? ((keys[index] as Column).codes[row] as number);
    const first = keys.length === 0 ? 0 : codeAt(0);
    const second = keys.length < 2 ? 0 : codeAt(1);
    const isShort = keys.length < 3 && first < mostCodes && second < mostCodes;
    const name = isShort ? first * mostCodes + second : keys.map((_, index) => codeAt(index)).join();
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    let tag = 0;
    for (let index = 0; index < keys.length; index++)
      tag = Math.imul(tag, 0x9e3779b1) + (keys[index] as Column).hashAt(codeAt(index));
    const group = new SheetGroup(row, codes, Math.imul(tag, 0x85ebca6b) >>> (32 - tagBits));
    this.#groups.set(name, group);
    return group;
  }
}

/** Two codes below it are a small integer together, which is quickly found in a map. */
const mostCodes = 2 ** 15;

function put(group: SheetGroup, row: number, weight: number, isRare: boolean): void {
  group.add(row);
  group.weight += weight;
  if (isRare) group.isRare = true;
}

function isOther(value: EsqlValue, usual: Scalar): boolean {
  return isList(value) ? value.some((each) => each !== usual) : value !== null && value !== usual;
}

function lengthOf(value: EsqlValue | undefined): number {
  return value !== undefined && isList(value) ? value.length : 1;
}
