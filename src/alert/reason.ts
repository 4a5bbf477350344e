/** The sentence of an alert: who did what to which object, from where, how often. */
import type { SourcedEvent } from '../schema/audit-event.ts';
import type { RememberedAct, Signal } from '../signal.ts';
import type { Source } from '../source/source.ts';
import { named, shortened } from '../text/visible.ts';
import { counted } from './counted.ts';
import { eventTime } from './event-time.ts';
import { requestIds } from './identity.ts';

/** In UTF-16 code units: two lines of an e-mail, one of a wide terminal. */
export const reasonLimit = 300;

/**
 * One sentence without a full stop, of visible characters only, at most `reasonLimit` long.
 * @param events oldest first, already redacted; the sentence is about the newest
 * @param beside acts of the signal beside these events, and what was counted
 */
export function reason(
  events: readonly SourcedEvent[],
  source: Source,
  { values, remembered = [], rule }: Partial<Pick<Signal, 'values' | 'remembered' | 'rule'>> = {},
): string {
  const newest = events.at(-1);
  if (newest === undefined) return 'Nothing is known of the events';
  const requests = remembered.length + (events.length < 2 ? events.length : requestIds(events, source).size);
  const tail = [
    howOften(events, remembered, requests, source),
    ...counted(values, requests, rule?.type === 'esql' ? rule.counts : []),
    newest.partial ? howCut(newest, source) : '',
  ].filter(Boolean);
  const end = tail.length === 0 ? '' : ` (${tail.join('; ')})`;
  return `${shortened(source.describe(newest.event), reasonLimit - end.length)}${end}`;
}

/**
 * Says where the record was cut. The cut member is no field of the event, so its beginning may be all that tells of the
 * request.
 */
function howCut({ cut }: SourcedEvent, { memberWords }: Source): string {
  const missing = 'details are missing';
  if (cut === undefined) return `the record was cut, ${missing}`;
  const { field, begins } = cut;
  if (begins === undefined) return `the record was cut in ${named(field, 40)}, ${missing}`;
  const member = Object.hasOwn(memberWords, field) ? memberWords[field] : named(field, 40);
  return `its ${member} begins with ${named(begins)}; the record was cut, ${missing}`;
}

function howOften(
  events: readonly SourcedEvent[],
  remembered: readonly RememberedAct[],
  requests: number,
  source: Source,
): string {
  if (requests < 2) return '';
  const own = events.map(({ event }) => Date.parse(eventTime(event, source) ?? '')).filter(Number.isFinite);
  const others = remembered.map(({ at, summary }) => Date.parse(summary?.time ?? '') || at);
  const newest = latest(own);
  const span = latest([...own, ...others]) - earliest([...own, ...others]);
  // The sentence is about an event at hand. An earlier delivery may have had a newer one.
  const which = others.some((time) => time > newest) ? 'one' : 'newest';
  return `${which} of ${requests} ${source.acts}${own.length + others.length < 2 ? '' : ` within ${duration(span)}`}`;
}

// Not by `Math.max`: a delivery may have more events than a function can have arguments.
function latest(times: readonly number[]): number {
  return times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}

function earliest(times: readonly number[]): number {
  return times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 120) return `${Math.max(1, seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}
