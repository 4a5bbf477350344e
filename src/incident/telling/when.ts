/** Times and spans of time as people read them: in UTC, to the second. */
import { rfc3339 } from '../../alert/event-time.ts';

/** @returns `10:00:02` */
export function clock(at: number): string {
  return rfc3339(at).slice(11, 19);
}

/** @returns `2026-03-01` */
export function day(at: number): string {
  return rfc3339(at).slice(0, 10);
}

/** @returns `2026-03-01 10:00:02 UTC` */
export function moment(at: number): string {
  return `${day(at)} ${clock(at)} UTC`;
}

/** @returns `at 10:00:02 UTC on 2026-03-01`, `from 10:00:02 to 10:04:10 UTC on 2026-03-01` or with both days */
export function between(first: number, last: number): string {
  if (moment(first) === moment(last)) return `at ${clock(first)} UTC on ${day(first)}`;
  return day(first) === day(last)
    ? `from ${clock(first)} to ${clock(last)} UTC on ${day(first)}`
    : `from ${moment(first)} to ${moment(last)}`;
}

/** @returns the time of day, with the day before it where that is not the given one */
export function clockOn(at: number, known: string): string {
  return day(at) === known ? clock(at) : `${day(at)} ${clock(at)}`;
}
