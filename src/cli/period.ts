import type { Batch } from '../decode/batch.ts';
import { toEpochMs } from '../match/date.ts';
import type { JsonObject } from '../schema/audit-event.ts';
import type { Source } from '../source/source.ts';
import { UsageError } from './command.ts';
import { instantOrAgo } from './usage.ts';

/** A stretch of event time, epoch milliseconds; `until` is exclusive. */
export interface Period {
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/** @throws UsageError if a date is none, or no instant is between them */
export function periodOf(options: { readonly since?: string; readonly until?: string }): Period {
  const now = Date.now();
  const since = instantOrAgo('since', options.since, now);
  const until = instantOrAgo('until', options.until, now);
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UsageError(`\`--since\` ${options.since} is not before \`--until\` ${options.until}`);
  }
  return { since, until };
}

/** Leaves out events outside a period. Events without a time stay: nothing says that they are outside. */
export async function* withinPeriod(
  batches: AsyncIterable<Batch>,
  period: Period,
  source: Source,
): AsyncGenerator<Batch> {
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = period;
  const isInside = ({ event }: { readonly event: JsonObject }): boolean => {
    const at = timeOf(event, source);
    return Number.isNaN(at) || (at >= since && at < until);
  };
  const unbounded = period.since === undefined && period.until === undefined;
  for await (const batch of batches) {
    yield unbounded ? batch : { ...batch, events: batch.events.filter(isInside) };
  }
}

function timeOf(event: JsonObject, source: Source): number {
  const written = source.eventTime(event);
  return typeof written === 'string' || typeof written === 'number' ? toEpochMs(written) : Number.NaN;
}
