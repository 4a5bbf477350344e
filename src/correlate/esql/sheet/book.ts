/** The book of a rule on a cluster: the sheets that a delivery adds to it, and those of others that have the same groups. */
import { hash } from 'node:crypto';
import type { GroupingCode } from '../../../match/rule-query.ts';
import type { GroupKey } from '../../../query/esql/run/groups.ts';
import type { EsqlRule, Schedule } from '../../../rule.ts';
import type { Origin } from '../../../schema/audit-event.ts';
import type { EventSummary } from '../../../signal.ts';
import { type KeyPart, keyOf, sortRange } from '../../../state/key.ts';
import type { Item, Key } from '../../../state/store.ts';
import { type Memory, redeliveryHorizon } from '../../memory.ts';
import type { Entry } from '../../windows/entry.ts';
import { cellOf, slotOf } from '../../windows/grid.ts';
import type { EsqlMatch } from '../match.ts';
import type { RememberedRows } from '../remembered-rows.ts';
import { type Dictionary, textOf } from './dictionary.ts';
import { type Heading, headingFrom, headingOf, headingValue, weightIn } from './heading.ts';
import { KnownGroup } from './known-group.ts';
import { sheetValue, tableOf } from './sheet.ts';
import type { Showing } from './shown.ts';
import { type NamedTable, type Reach, StoredEntries } from './stored-entries.ts';
import { entryId, entryOf, rowsOfGroup, type Table, tableOfRows } from './table.ts';
import { type SheetGroup, SheetWriter } from './writer.ts';

type RowEntry = Entry<RememberedRows>;

/** A group of the delivery that a window may be about. */
export interface FoundGroup {
  /** Its entries in this delivery, and the matches that they are of, at the same places. */
  readonly entries: readonly RowEntry[];
  readonly matches: readonly EsqlMatch[];
  readonly key: GroupKey;
  /** The entries of the delivery and those known around them: each once, by time. */
  readonly known: readonly RowEntry[];
}

/** Of a delivery's sheet so many rows are told of. */
const mostTold = 8;
/** A sheet of so many bytes of JSON is in its heading. */
const mostInline = 3000;
/** Of deliveries with more rows only groups with several rows are known one by one. */
const fewRows = 64;

/** A sheet of the delivery. */
interface Written {
  readonly cell: number;
  readonly writer: SheetWriter;
}

/** A sheet of the delivery, with what is to become of its rows. */
interface OwnSheet extends Written {
  readonly table: Table;
  /** What is known of those groups that are known one by one. */
  readonly known: Map<SheetGroup, { readonly name: string; readonly group: KnownGroup }>;
  /** Rows that are written; undefined for all. */
  readonly rows: readonly number[] | undefined;
}

/** What one sheet of the delivery has of a group. */
interface Part {
  readonly group: SheetGroup;
  readonly writer: SheetWriter;
  readonly table: Table;
  readonly cell: number;
}

/** What others have of the groups of a delivery. */
interface Stored {
  readonly reach: Reach;
  readonly tables: readonly NamedTable[];
  /** Whether many groups are looked for. */
  readonly ofMany: boolean;
}

/** For more groups than these it is worth while to find the rows of all groups of a sheet. */
const few = 8;

export class Book {
  readonly #name: readonly KeyPart[];
  readonly #rule: EsqlRule;
  /** Of the cluster. */
  readonly #origin: Origin;
  readonly #grouping: GroupingCode;
  readonly #dictionaries: readonly Dictionary[];
  readonly #writers: Written[] = [];
  readonly #open = new Map<number, SheetWriter>();
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  constructor(
    name: readonly KeyPart[],
    rule: EsqlRule,
    origin: Origin,
    grouping: GroupingCode,
    dictionaries: readonly Dictionary[],
  ) {
    this.#name = name;
    this.#rule = rule;
    this.#origin = origin;
    this.#grouping = grouping;
    this.#dictionaries = dictionaries;
    for (const dictionary of dictionaries) dictionary.bound();
  }

  /** @returns the sheet for events of a time */
  sheetAt(at: number): SheetWriter {
    if (at < this.#from) this.#from = at;
    if (at > this.#to) this.#to = at;
    const cell = cellOf(at, this.#rule.schedule);
    const known = this.#open.get(cell);
    if (known !== undefined && !known.isFull) return known;
    const writer = new SheetWriter(this.#grouping, this.#dictionaries);
    this.#writers.push({ cell, writer });
    this.#open.set(cell, writer);
    return writer;
  }

  /**
   * Writes the sheets, then reads what others have of the groups that a window may be about.
   * @param summarise makes what alerts of later deliveries tell of a match
   * @param onCut told of each match that may matter, but is not remembered as a whole
   */
  async recordAndRead(
    memory: Memory,
    showing: Showing,
    summarise: (match: EsqlMatch) => EventSummary,
    onCut: (match: EsqlMatch) => void,
  ): Promise<readonly FoundGroup[]> {
    const sheets = this.#writers.map((each) => this.#settled(each, memory, onCut));
    const headings = await this.#write(sheets, memory, summarise);
    const parts = aliveOf(sheets);
    if (parts.length === 0) return [];
    const reach = reachOf(this.#from, this.#to, this.#rule.schedule);
    const others = await this.#headings(reach, memory, new Set(headings.map(({ name }) => name)));
    const wanted = this.#wanted(parts, [...headings, ...others]);
    if (wanted.length === 0) return [];
    const tags = new Set(wanted.map(({ group }) => group.tag));
    const tables = await this.#tables(others, tags, memory);
    const groups = Map.groupBy(wanted, nameOf);
    return [...groups.values()].map((parts) => {
      const stored = { reach, tables, ofMany: groups.size > few };
      return this.#found(parts, stored, memory, showing);
    });
  }

  /** What is known to be of no use is not written again. */
  #settled({ cell, writer }: Written, memory: Memory, onCut: (match: EsqlMatch) => void): OwnSheet {
    const { table } = writer;
    const known: OwnSheet['known'] = new Map();
    const isSmall = writer.ats.length <= fewRows;
    /** Of groups that are known one by one, the rows that none of them wants. */
    const unwanted = new Set<number>();
    const wanted = new Set<number>();
    for (const group of writer.groups) {
      if (!isSmall && !group.hasMore) {
        if (writer.isApart) wanted.add(group.first);
        continue;
      }
      const name = this.#groupName(writer.keyOf(group));
      const found = this.#knownGroup(name, memory);
      known.set(group, { name, group: found });
      for (const row of group.rows) {
        const asked = found.asks(cell, idOf(table, row), () => entryOf(table, this.#grouping, row));
        if (asked === 'no-room') onCut(writer.matches[row] as EsqlMatch);
        (asked === 'yes' ? wanted : unwanted).add(row);
      }
    }
    for (const row of writer.cutRows) onCut(writer.matches[row] as EsqlMatch);
    for (const row of wanted) unwanted.delete(row);
    const rows =
      unwanted.size === 0 ? undefined : table.ats.flatMap((_, row) => (unwanted.has(row) ? [] : [row]));
    return { cell, writer, table, known, rows };
  }

  #groupName(key: GroupKey): string {
    return JSON.stringify([this.#name, ...key.map(textOf)]);
  }

  #knownGroup(name: string, { sheets }: Memory): KnownGroup {
    return sheets.groups.get(name) ?? new KnownGroup(this.#grouping, this.#rule.schedule);
  }

  /** @returns the headings of what was written */
  async #write(
    sheets: readonly OwnSheet[],
    memory: Memory,
    summarise: (match: EsqlMatch) => EventSummary,
  ): Promise<readonly Heading[]> {
    const written = sheets.filter(({ rows }) => rows === undefined || rows.length > 0);
    const headings: Heading[] = [];
    const items: Item[] = [];
    const stored: [name: string, table: Table][] = [];
    const expiresAt = Math.trunc(memory.clock()) + this.#rule.schedule.lookback + redeliveryHorizon;
    for (const sheet of written) {
      this.#tell(sheet, summarise);
      const { cell, table, rows, writer, known } = sheet;
      const value = sheetValue(table, rows);
      const text = JSON.stringify(value);
      const name = hash('sha256', text, 'base64url').slice(0, 22);
      const isInline = text.length <= mostInline;
      const isWritten = rows && new Set(rows);
      const told =
        isWritten === undefined
          ? writer.groups
          : [...writer.groups].filter(
              (group) => !known.has(group) || group.rows.some((row) => isWritten.has(row)),
            );
      const heading = headingOf(name, told, isInline ? value : undefined);
      headings.push(heading);
      if (!isInline) items.push({ key: this.#sheetKey(name), value, expiresAt });
      items.push({ key: this.#headingKey(cell, name), value: headingValue(heading), expiresAt });
      stored.push([name, tableOfRows(table, rows)]);
    }
    if (items.length > 0) await memory.store.put(items);
    for (const [name, table] of stored) memory.sheets.tables.set(name, table, 1 + table.ats.length);
    for (const sheet of written) this.#learn(sheet, memory);
    return headings;
  }

  /** Of a few rows all are told, of many those that have what few have. */
  #tell({ writer, rows }: OwnSheet, summarise: (match: EsqlMatch) => EventSummary): void {
    const isFew = (rows ?? writer.ats).length <= mostTold || this.#grouping.rare === undefined;
    const told = isFew ? (rows ?? writer.ats.keys()) : rareRows(writer, rows && new Set(rows));
    let left = mostTold;
    for (const row of told) {
      if (left-- === 0) return;
      writer.summarise(idOf(writer, row), summarise(writer.matches[row] as EsqlMatch));
    }
  }

  /** What has been written need not be written again. */
  #learn({ cell, table, known, rows, writer }: OwnSheet, memory: Memory): void {
    const isWritten = rows && new Set(rows);
    for (const [group, { name, group: found }] of known) {
      for (const row of group.rows)
        if (isWritten?.has(row) !== false)
          found.add(cell, idOf(table, row), () => entryOf(table, this.#grouping, row));
      this.#remember(name, writer.keyOf(group), found, memory);
    }
  }

  #remember(name: string, key: GroupKey, group: KnownGroup, { sheets }: Memory): void {
    sheets.groups.set(name, group, group.weight);
    if (group.hasDead && this.#grouping.keyOf !== undefined)
      sheets.settled.note(this.#rule, this.#origin, key, group);
  }

  /** The headings of others in all windows that hold an event of the delivery. */
  async #headings(
    [first, last]: Reach,
    memory: Memory,
    own: ReadonlySet<string>,
  ): Promise<readonly Heading[]> {
    const { partition } = this.#headingKey(0, 'any');
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

  /** The groups that may have what the query wants of every group. */
  #wanted(parts: readonly Part[], headings: readonly Heading[]): readonly Part[] {
    const { least, rare } = this.#grouping;
    const rareTags = new Set(rare === undefined ? [] : headings.flatMap((heading) => [...heading.rare]));
    return parts.filter(({ group: { tag, isRare } }) => {
      if (rare !== undefined && !isRare && !rareTags.has(tag)) return false;
      if (least === undefined) return true;
      let weight = 0;
      return headings.some((heading) => {
        weight += weightIn(heading, tag);
        return weight >= least.count;
      });
    });
  }

  /** Reads the sheets that may have a group with one of the tags. */
  async #tables(
    headings: readonly Heading[],
    tags: ReadonlySet<number>,
    { store, sheets }: Memory,
  ): Promise<readonly NamedTable[]> {
    const wanted = headings.filter((heading) => [...tags].some((tag) => weightIn(heading, tag) > 0));
    const missing = wanted
      .filter(({ name, sheet }) => sheet === undefined && sheets.tables.get(name) === undefined)
      .map(({ name }) => this.#sheetKey(name));
    const found = missing.length === 0 ? [] : await store.get(missing);
    // What is not there yet is being written, by somebody who reads afterwards.
    const read = new Map(
      found.flatMap((item) => (item === undefined ? [] : [[item.key.sort, item] as const])),
    );
    return wanted.flatMap(({ name, sheet }) => {
      const key = this.#sheetKey(name);
      const item = read.get(key.sort) ?? (sheet && { key, value: sheet, expiresAt: 0, version: '' });
      const table = sheets.tables.get(name) ?? (item && tableOf(item, this.#dictionaries.length));
      if (table === undefined) return [];
      sheets.tables.set(name, table, 1 + table.ats.length);
      return { name, table };
    });
  }

  #found(
    parts: readonly Part[],
    { reach, tables, ofMany }: Stored,
    memory: Memory,
    showing: Showing,
  ): FoundGroup {
    const [first] = parts;
    const key = first === undefined ? [] : first.writer.keyOf(first.group);
    const grouping = this.#grouping;
    const own = parts.flatMap(({ group, writer, table }) =>
      group.rows.map((row) => ({
        entry: entryOf(table, grouping, row),
        match: writer.matches[row] as EsqlMatch,
      })),
    );
    const entries = own.map(({ entry }) => entry);
    const name = this.#groupName(key);
    const group = this.#knownGroup(name, memory);
    const which = key.map((value) => showing.whichOf(value));
    const stored = memory.sheets.stored.get(name) ?? new StoredEntries();
    const fresh = stored.take(reach, tables, (table) =>
      rowsOfGroup(table, grouping, which, ofMany).map((row) => entryOf(table, grouping, row)),
    );
    for (const entry of fresh) group.add(cellOf(entry.at, this.#rule.schedule), entry.id, () => entry);
    memory.sheets.stored.set(name, stored, 1 + stored.weight);
    this.#remember(name, key, group, memory);
    return {
      key,
      entries,
      matches: own.map(({ match }) => match),
      known: stored.with(entries),
    };
  }

  #sheetKey(name: string): Key {
    return keyOf(['sheet', ...this.#name], [name]);
  }

  #headingKey(cell: number, name: string): Key {
    return keyOf(['heading', ...this.#name], [cell, name]);
  }
}

/** @returns all parts of those groups of which not all is known to be of no use */
function aliveOf(sheets: readonly OwnSheet[]): readonly Part[] {
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

function idOf({ ats, hashes }: Pick<Table, 'ats' | 'hashes'>, row: number): string {
  return entryId(ats[row] as number, hashes[row] as number);
}

function* rareRows({ groups }: SheetWriter, written: ReadonlySet<number> | undefined): Iterable<number> {
  for (const group of groups) {
    if (group.isRare) for (const row of group.rows) if (written?.has(row) !== false) yield row;
  }
}

function nameOf({ group, writer }: Part): string {
  return writer.keyOf(group).map(textOf).join('\0');
}

/** @returns the first and the last cell of the windows that hold a time between two */
function reachOf(from: number, to: number, schedule: Schedule): Reach {
  const { every, lookback } = schedule;
  const first = (slotOf(from, schedule) + 1) * every - lookback;
  const last = Math.floor((to + lookback) / every) * every - 1;
  return [cellOf(first, schedule), cellOf(last, schedule)];
}
