import type { JsonObject } from '../schema/audit-event.ts';
import { timestamp } from '../schema/derive.ts';
import { auditPart } from '../schema/request.ts';
import type { EventFormat } from '../signal.ts';
import { textAt } from './lookup.ts';

/** To the second, in UTC; what follows is the fraction. */
const seconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=(?:\.\d{1,9})?Z$)/;

/** Years that RFC 3339 can write. */
const earliest = Date.parse('0000-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The event's own time.
 * @returns RFC 3339, with the event's own fraction of a second; undefined where the event has no date
 */
export function eventTime(event: JsonObject, format: EventFormat): string | undefined {
  const written =
    (format === 'document' ? textAt(event, '@timestamp') : undefined) ?? auditTime(event, format);
  const instant = Date.parse(written ?? '');
  if (written === undefined || !(instant >= earliest && instant <= latest)) return undefined;
  const normalised = rfc3339(instant);
  return seconds.exec(written)?.[0] === normalised.slice(0, 19) ? written : normalised;
}

/** @param instant epoch milliseconds; beyond the years 0 to 9999 the nearest of them is written */
export function rfc3339(instant: number): string {
  return new Date(Math.min(latest, Math.max(earliest, instant))).toISOString();
}

function auditTime(event: JsonObject, format: EventFormat): string | undefined {
  const audit = auditPart(event, format);
  return audit === undefined ? undefined : timestamp(audit);
}
