/**
 * A clock that was wrong. Times on the board are those of whoever wrote it, and the clock of an invocation may have been
 * ahead, by hours or by years. Nobody is kept waiting until it is right.
 */
import { gathering } from './alarms.ts';
import type { Board } from './board.ts';
import { longestWait } from './due.ts';
import { spacing } from './pace.ts';

/** By how much clocks may differ and be right, milliseconds. */
const tolerance = 300_000;

/**
 * @param lease how long news counts as being sent by whoever composed it, milliseconds
 * @returns the board without times that no right clock can have written: what waits for one of them waits no more
 */
export function withoutWrongTimes(board: Board, now: number, lease: number): Board {
  const isAhead = (at: number | undefined, most: number) => at !== undefined && at > now + most + tolerance;
  const { incidents, pace, outbox, alarmsDue } = board;
  if (
    !isAhead(pace.free, spacing) &&
    !isAhead(pace.at, 0) &&
    !isAhead(alarmsDue, gathering) &&
    !outbox.some(({ until }) => isAhead(until, lease)) &&
    !incidents.some(({ due, arrived }) => isAhead(due, longestWait) || isAhead(arrived, 0))
  )
    return board;
  return {
    ...board,
    pace: {
      ...pace,
      free: isAhead(pace.free, spacing) ? now : pace.free,
      at: isAhead(pace.at, 0) ? now : pace.at,
    },
    outbox: outbox.map((each) => (isAhead(each.until, lease) ? { ...each, until: now } : each)),
    ...(isAhead(alarmsDue, gathering) && { alarmsDue: now }),
    incidents: incidents.map((each) => ({
      ...each,
      ...(isAhead(each.due, longestWait) && { due: now }),
      ...(isAhead(each.arrived, 0) && { arrived: now }),
    })),
  };
}
