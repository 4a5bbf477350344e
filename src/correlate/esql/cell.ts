/** What a group has in a cell of time, as far as a window's aggregates may depend on it. */
import type { AggregateCode, GroupingCode, Remembered } from '../../match/rule-query.ts';
import { listOf, orderOf } from '../../query/esql/order.ts';
import type { Scalar } from '../../query/esql/value.ts';
import type { Entry } from '../windows/entry.ts';
import type { RememberedRows } from './remembered-rows.ts';

type RowEntry = Entry<RememberedRows>;

/** What one aggregate knows of a cell. */
class Tally {
  readonly #of: AggregateCode;
  /** Of what counts. */
  total = 0;
  readonly #seen = new Set<Scalar>();
  #extreme: Scalar | undefined;
  /** A sum of nothing is null. */
  #hasAny = false;

  constructor(of: AggregateCode) {
    this.#of = of;
  }

  /** @returns whether a row changes what the aggregate may come to, and whether there is room for it */
  asks(values: Remembered): 'no' | 'no-room' | 'yes' {
    const found = this.#found(values);
    if (found === undefined) return 'no';
    const { need } = this.#of;
    switch (need.kind) {
      case 'count':
        return this.total < need.upTo ? 'yes' : 'no';
      case 'sum':
        return !this.#hasAny || (this.total < need.upTo && found.some((value) => Number(value) !== 0))
          ? 'yes'
          : 'no';
      case 'distinct':
        return this.#seen.size < need.upTo && found.some((value) => !this.#seen.has(value)) ? 'yes' : 'no';
      case 'smallest':
      case 'largest':
        return found.some((value) => this.#isBeyond(value)) ? 'yes' : 'no';
      case 'all':
        return this.total < need.upTo ? 'yes' : 'no-room';
    }
  }

  add(values: Remembered): void {
    const found = this.#found(values);
    if (found === undefined) return;
    this.#hasAny = true;
    switch (this.#of.need.kind) {
      case 'count':
        this.total += this.#of.args.length === 0 ? 1 : found.length;
        break;
      case 'sum':
        this.total += found.reduce<number>((sum, value) => sum + Number(value), 0);
        break;
      case 'distinct':
        for (const value of found) this.#seen.add(value);
        this.total = this.#seen.size;
        break;
      case 'smallest':
      case 'largest':
        for (const value of found) if (this.#isBeyond(value)) this.#extreme = value;
        break;
      case 'all':
        this.total++;
    }
  }

  /** Which of a row's values the aggregate is given. */
  get asksFor(): readonly number[] {
    const { args, where } = this.#of;
    return where === undefined ? args : [...args, where];
  }

  /** @returns the values that count; undefined if the row does not */
  #found(values: Remembered): readonly Scalar[] | undefined {
    const { where, args } = this.#of;
    if (where !== undefined && values[where] !== true) return undefined;
    const [first] = args;
    if (first === undefined) return [];
    const found = listOf(values[first] ?? null);
    return found.length === 0 ? undefined : found;
  }

  #isBeyond(value: Scalar): boolean {
    if (this.#extreme === undefined) return true;
    const order = orderOf(this.#of.type)(value, this.#extreme);
    return this.#of.need.kind === 'smallest' ? order < 0 : order > 0;
  }
}

export class Cell {
  readonly #tallies: readonly Tally[];
  readonly #dead: GroupingCode['dead'];
  #ids = new Set<string>();

  constructor({ aggregates, dead }: GroupingCode, known: readonly RowEntry[]) {
    this.#tallies = aggregates.map((each) => new Tally(each));
    this.#dead = dead;
    for (const entry of known) this.add(entry);
  }

  add({ id, data }: RowEntry): void {
    this.#ids.add(id);
    for (const { values } of data) for (const tally of this.#tallies) tally.add(values);
  }

  /** Whether no window that holds the cell can have what the query wants. */
  get isDead(): boolean {
    return this.#dead.some(({ aggregate, from }) => (this.#tallies[aggregate]?.total ?? 0) >= from);
  }

  asks({ id, data }: RowEntry): 'no' | 'no-room' | 'yes' {
    if (this.#ids.has(id)) return 'no';
    // The first entry says that there is a group at all.
    if (this.#ids.size === 0) return 'yes';
    const asked = data.flatMap(({ values }) => this.#tallies.map((tally) => tally.asks(values)));
    return asked.includes('yes') ? 'yes' : asked.includes('no-room') ? 'no-room' : 'no';
  }

  /** @returns the entry without the values that change nothing: what the cell has already is not written again */
  trimmed(entry: RowEntry): RowEntry {
    const data = entry.data.map(({ number, values }) => {
      const asking = this.#tallies.filter((tally) => tally.asks(values) === 'yes');
      const wanted = new Set(asking.flatMap((tally) => tally.asksFor));
      return { number, values: values.map((value, index) => (wanted.has(index) ? value : null)) };
    });
    return { ...entry, data };
  }
}
