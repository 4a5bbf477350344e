import type { JsonObject } from '../schema/audit-event.ts';
import type { Source } from '../source/source.ts';

/** To the second, in UTC; what follows is the fraction. */
const seconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=(?:\.\d{1,9})?Z$)/;

/** Years that RFC 3339 can write. */
const earliest = Date.parse('0000-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The event's own time.
 * @returns RFC 3339, with the event's own fraction of a second; undefined where the event has no date
 */
export function eventTime(event: JsonObject, source: Source): string | undefined {
  const written = source.eventTime(event);
  if (typeof written !== 'string' && typeof written !== 'number') return undefined;
  const instant = new Date(written).getTime();
  if (!(instant >= earliest && instant <= latest)) return undefined;
  const normalised = rfc3339(instant);
  const isSame = seconds.exec(String(written))?.[0] === normalised.slice(0, 19);
  return isSame ? String(written) : normalised;
}

/** @param instant epoch milliseconds; beyond the years 0 to 9999 the nearest of them is written */
export function rfc3339(instant: number): string {
  return new Date(Math.min(latest, Math.max(earliest, instant))).toISOString();
}
