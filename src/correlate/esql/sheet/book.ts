/** The book of a rule on a cluster: the sheets that a delivery adds to it, and those of others that have the same groups. */
import { hash } from 'node:crypto';
import type { GroupingCode } from '../../../match/rule-query.ts';
import type { GroupKey } from '../../../query/esql/run/groups.ts';
import type { EsqlRule, Schedule } from '../../../rule.ts';
import type { Origin } from '../../../schema/audit-event.ts';
import type { EventSummary } from '../../../signal.ts';
import type { KeyPart } from '../../../state/key.ts';
import type { Item } from '../../../state/store.ts';
import { type Memory, redeliveryHorizon } from '../../memory.ts';
import type { Entry } from '../../windows/entry.ts';
import { cellOf, slotOf } from '../../windows/grid.ts';
import type { EsqlMatch } from '../match.ts';
import type { RememberedRows } from '../remembered-rows.ts';
import { type Dictionary, textOf } from './dictionary.ts';
import { type Heading, headingOf, headingValue, weightIn } from './heading.ts';
import { KnownGroup } from './known-group.ts';
import { aliveOf, idOf, nameOf, type OwnSheet, type Part, rareRows, type Written } from './own-sheet.ts';
import { sheetValue } from './sheet.ts';
import type { Showing } from './shown.ts';
import { type NamedTable, type Reach, StoredEntries } from './stored-entries.ts';
import { StoredSheets } from './stored-sheets.ts';
import { entryOf, rowsOfGroup, type Table, tableOfRows } from './table.ts';
import { SheetWriter } from './writer.ts';

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
  readonly #stored: StoredSheets;
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
    this.#stored = new StoredSheets(name, dictionaries.length);
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
    const others = await this.#stored.headings(reach, memory, new Set(headings.map(({ name }) => name)));
    const wanted = this.#wanted(parts, [...headings, ...others]);
    if (wanted.length === 0) return [];
    const tags = new Set(wanted.map(({ group }) => group.tag));
    const tables = await this.#stored.tables(others, tags, memory);
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
      if (!isInline) items.push({ key: this.#stored.sheetKey(name), value, expiresAt });
      items.push({ key: this.#stored.headingKey(cell, name), value: headingValue(heading), expiresAt });
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
}

/** @returns the first and the last cell of the windows that hold a time between two */
function reachOf(from: number, to: number, schedule: Schedule): Reach {
  const { every, lookback } = schedule;
  const first = (slotOf(from, schedule) + 1) * every - lookback;
  const last = Math.floor((to + lookback) / every) * every - 1;
  return [cellOf(first, schedule), cellOf(last, schedule)];
}
