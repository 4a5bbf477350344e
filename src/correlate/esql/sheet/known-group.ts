/**
 * What a process knows of a group: which of its entries are stored, and so in which cells of time it can come to nothing
 * any more. A condition such as `COUNT(*) < 75` is settled for a window once 75 entries are in it, wherever in the window
 * they are; an entry of which all windows are settled so changes nothing, and need not be remembered.
 */
import type { GroupingCode } from '../../../match/rule-query.ts';
import type { Schedule } from '../../../rule.ts';
import type { Entry } from '../../windows/entry.ts';
import { cellsOfWindow, windowsOfCell } from '../../windows/grid.ts';
import { Cell } from '../cell.ts';
import type { RememberedRows } from '../remembered-rows.ts';

type RowEntry = Entry<RememberedRows>;

/** From so many entries of a cell on it is asked what each of them changes. */
const many = 128;

/** Of windows with more cells it is not asked whether they are settled. */
const mostCellsOfWindow = 32;

interface KnownCell {
  /** How many entries are stored; of a cell that is settled by more than their number, without end. */
  count: number;
  /** Their ids; of a cell without any there are none, and of a dead one nobody asks for them. */
  ids?: Set<string>;
  /** Whether no window that holds the cell can have what the query wants. */
  isDead: boolean;
  /** What entries change, once there are many: of those that were stored since then. */
  tally?: Cell;
}

export class KnownGroup {
  readonly #grouping: GroupingCode;
  readonly #schedule: Schedule;
  /** From so many entries of a window on it is dead, if that can be told by their number. */
  readonly #deadFrom: number;
  readonly #cells = new Map<number, KnownCell>();
  /** So many are known, of which the oldest are forgotten first. */
  readonly #mostCells: number;
  /** Whether there is a cell of which entries are of no use. */
  hasDead = false;

  constructor(grouping: GroupingCode, schedule: Schedule) {
    this.#grouping = grouping;
    this.#schedule = schedule;
    this.#deadFrom = deadFrom(grouping);
    const [first, last] = cellsOfWindow(0, schedule);
    this.#mostCells = 2 * Math.min(last - first + 1, mostCellsOfWindow) + 2;
  }

  /** About how much memory it takes. */
  get weight(): number {
    let weight = 1;
    for (const { ids } of this.#cells.values()) weight += 1 + (ids?.size ?? 0);
    return weight;
  }

  /** Whether entries of the cell are of no use in any window. */
  isDeadIn(cell: number): boolean {
    return (this.#cells.get(cell) ?? this.#begin(cell)).isDead;
  }

  /** @param entryOf makes the entry, if it is asked what it changes. @returns as `Cell.asks` */
  asks(cell: number, id: string, entryOf: () => RowEntry): 'no' | 'no-room' | 'yes' {
    const known = this.#cells.get(cell) ?? this.#begin(cell);
    if (known.isDead || known.ids?.has(id)) return 'no';
    return known.tally?.asks(entryOf()) ?? 'yes';
  }

  /** An entry is stored. @param entryOf makes it, if it matters what is in it */
  add(cell: number, id: string, entryOf: () => RowEntry): void {
    const known = this.#cells.get(cell) ?? this.#begin(cell);
    if (known.isDead || known.ids?.has(id)) return;
    known.ids ??= new Set();
    known.ids.add(id);
    known.count++;
    known.tally?.add(entryOf());
    if (known.count >= many) known.tally ??= new Cell(this.#grouping, []);
    if (known.tally?.isDead === true) known.count = Number.POSITIVE_INFINITY;
    this.#settle(cell);
  }

  #begin(cell: number): KnownCell {
    const known: KnownCell = { count: 0, isDead: false };
    this.#cells.set(cell, known);
    if (this.#cells.size > this.#mostCells) this.#cells.delete(Math.min(...this.#cells.keys()));
    if (this.#isSettled(cell)) this.#kill(known);
    return known;
  }

  /** An entry of one cell may settle windows that have others. */
  #settle(cell: number): void {
    const [from, to] = windowsOfCell(cell, this.#schedule);
    for (let window = from; window <= to; window++) {
      if (!this.#isSettledWindow(window)) continue;
      const [first, last] = cellsOfWindow(window, this.#schedule);
      for (let other = first; other <= last; other++) {
        const known = this.#cells.get(other);
        if (known !== undefined && !known.isDead && this.#isSettled(other)) this.#kill(known);
      }
    }
  }

  /** Whether all windows that hold the cell are settled. */
  #isSettled(cell: number): boolean {
    const [from, to] = windowsOfCell(cell, this.#schedule);
    for (let window = from; window <= to; window++) if (!this.#isSettledWindow(window)) return false;
    return from <= to;
  }

  #isSettledWindow(window: number): boolean {
    const [first, last] = cellsOfWindow(window, this.#schedule);
    if (last - first >= mostCellsOfWindow) return false;
    let count = 0;
    for (let cell = first; cell <= last; cell++) count += this.#cells.get(cell)?.count ?? 0;
    return count >= this.#deadFrom;
  }

  #kill(known: KnownCell): void {
    known.isDead = true;
    delete known.ids;
    delete known.tally;
    this.hasDead = true;
  }
}

/** @returns without end, if it is not told by the number of entries whether a window is dead */
function deadFrom({ aggregates, dead }: GroupingCode): number {
  const counted = dead.find(({ aggregate }) => {
    const of = aggregates[aggregate];
    return of?.need.kind === 'count' && of.args.length === 0 && of.where === undefined;
  });
  return counted?.from ?? Number.POSITIVE_INFINITY;
}
