/** Slots, windows and cells of time, which are numbered. Windows begin and end where slots do, or within them, all alike. */
import type { Schedule } from '../../rule.ts';

/** @returns the number of a cell: a span of time in which no window begins or ends */
export function cellOf(at: number, schedule: Schedule): number {
  const { every, lookback } = schedule;
  const slot = slotOf(at, schedule);
  const begins = (every - (lookback % every)) % every;
  return 2 * slot + (begins > 0 && at - slot * every >= begins ? 1 : 0);
}

/** @returns the first and the last window that hold a cell; they are numbered as the slots that they end with */
export function windowsOfCell(
  cell: number,
  { every, lookback }: Schedule,
): readonly [first: number, last: number] {
  const slot = Math.floor(cell / 2);
  const whole = Math.floor(lookback / every);
  const reachesInto = cell > 2 * slot && lookback % every > 0;
  return [slot, slot + whole - (reachesInto ? 0 : 1)];
}

/** @returns the first and the last cell of a window */
export function cellsOfWindow(
  window: number,
  { every, lookback }: Schedule,
): readonly [first: number, last: number] {
  const whole = Math.floor(lookback / every);
  const first = lookback % every > 0 ? 2 * (window - whole) + 1 : 2 * (window - whole + 1);
  return [first, 2 * window + 1];
}

/** Windows end where slots end. */
export function slotOf(at: number, { every }: Schedule): number {
  return Math.floor(at / every);
}
