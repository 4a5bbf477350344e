/**
 * Of the events that a group of an ES|QL rule has in a cell of time, those that decide about a window. A condition such as
 * `COUNT(*) < 75` is settled for all windows that hold the cell once there are 75 in it, and `COUNT_DISTINCT(x) > 5` once
 * there are six values: what comes after that changes nothing, and need not be remembered.
 */
import type { GroupingCode } from '../../match/rule-query.ts';
import { listOf } from '../../query/esql/order.ts';
import type { Schedule } from '../../rule.ts';
import type { Entry } from '../windows/entry.ts';
import { slotOf } from '../windows/grid.ts';
import type { Group } from '../windows/windows.ts';
import { Cell } from './cell.ts';
import type { RememberedRows } from './remembered-rows.ts';

type RowEntry = Entry<RememberedRows>;

/**
 * @param onCut told of each event that may matter, but gives way because there are too many
 * @returns what `Group.reduce` is for the groups of a query
 */
export function saturating(
  grouping: GroupingCode,
  schedule: Schedule,
  onCut: (id: string) => void,
): Group<RememberedRows>['reduce'] {
  return (known, entries, all) => {
    const cell = new Cell(grouping, known);
    const isLate = lateBy(grouping, schedule, all);
    const kept: RowEntry[] = [];
    for (const entry of entries) {
      if (cell.isDead) break;
      const asked = isLate(entry) ? lateAsks(grouping, [...known, ...kept], entry) : cell.asks(entry);
      if (asked === 'no-room') onCut(entry.id);
      if (asked !== 'yes') continue;
      kept.push(cell.trimmed(entry));
      cell.add(entry);
    }
    return kept;
  };
}

/**
 * Whether every window that could have been about an entry has something older that the query does not want: of groups that
 * are to be new, those that have been seen. All that matters of them is that they were there.
 */
function lateBy(
  { firstSeen }: GroupingCode,
  schedule: Schedule,
  all: readonly RowEntry[],
): (entry: RowEntry) => boolean {
  if (firstSeen === undefined) return () => false;
  const { every, lookback } = schedule;
  const seen = all
    .map(({ at, data }) => ({ at, time: smallest(data, firstSeen.value) }))
    .filter(({ time }) => time !== undefined);
  return ({ at, data }) => {
    const time = smallest(data, firstSeen.value);
    if (time === undefined) return false;
    for (let end = (slotOf(at, schedule) + 1) * every; end <= time + firstSeen.within; end += every) {
      const isKnown = seen.some(
        (other) =>
          other.at >= end - lookback && other.at < end && Number(other.time) < end - firstSeen.within,
      );
      if (!isKnown) return false;
    }
    return true;
  };
}

/** One of a cell is enough to tell that the group was there, the one with the smallest time. */
function lateAsks({ firstSeen }: GroupingCode, known: readonly RowEntry[], { data }: RowEntry): 'no' | 'yes' {
  if (firstSeen === undefined) return 'no';
  const time = Number(smallest(data, firstSeen.value));
  return known.some((other) => Number(smallest(other.data, firstSeen.value)) <= time) ? 'no' : 'yes';
}

function smallest(data: RememberedRows, index: number): number | undefined {
  const values = data.flatMap(({ values: of }) => listOf(of[index] ?? null)).map(Number);
  return values.length === 0 ? undefined : Math.min(...values);
}
