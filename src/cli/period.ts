import type { Batch } from '../decode/batch.ts';
import { toEpochMs } from '../match/date.ts';
import type { AuditEvent } from '../schema/audit-event.ts';
import { timestamp } from '../schema/derive.ts';
import type { EventFormat } from '../signal.ts';
import { UsageError } from './command.ts';
import { instant } from './usage.ts';

/** A stretch of event time, epoch milliseconds; `until` is exclusive. */
export interface Period {
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/** @throws UsageError if a date is none, or no instant is between them */
export function periodOf(options: { readonly since?: string; readonly until?: string }): Period {
  const since = instant('since', options.since);
  const until = instant('until', options.until);
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UsageError(`\`--since\` ${options.since} is not before \`--until\` ${options.until}`);
  }
  return { since, until };
}

/** Leaves out events outside a period. Events without a time stay: nothing says that they are outside. */
export async function* withinPeriod(
  batches: AsyncIterable<Batch>,
  period: Period,
  format: EventFormat,
): AsyncGenerator<Batch> {
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = period;
  const isInside = ({ event }: { readonly event: AuditEvent }): boolean => {
    const at = timeOf(event, format);
    return Number.isNaN(at) || (at >= since && at < until);
  };
  const unbounded = period.since === undefined && period.until === undefined;
  for await (const batch of batches) {
    yield unbounded ? batch : { ...batch, events: batch.events.filter(isInside) };
  }
}

function timeOf(event: AuditEvent, format: EventFormat): number {
  const written = format === 'audit' ? timestamp(event) : event['@timestamp'];
  return typeof written === 'string' || typeof written === 'number' ? toEpochMs(written) : Number.NaN;
}
