/** A CloudWatch Logs subscription's delivery → audit events. */
import type { Origin } from '../schema/audit-event.ts';
import type { Batch } from './batch.ts';
import { Collector } from './collector.ts';
import { type DecodeOptions, subscriptionLimits } from './limits.ts';
import { openPayload, type SubscriptionPayload } from './payload.ts';
import { RecordReader } from './record-reader.ts';

/**
 * Decodes the one envelope of a subscription's delivery. `position` is CloudWatch's log event id. A control message
 * is skipped, and so are the log events of streams that hold no audit events.
 *
 * @param configured what is known of the origin beside the envelope, which takes precedence
 * @throws PoisonDeliveryError if the payload is no envelope, or inflates beyond `maxInflatedBytes`
 */
export function decodeSubscription(
  payload: SubscriptionPayload,
  configured: Omit<Origin, 'source'> = {},
  options?: DecodeOptions,
): Batch {
  const limits = subscriptionLimits(options);
  const { text, envelope } = openPayload(payload, limits.maxInflatedBytes);
  const { logGroup, logStream } = envelope;
  const collector = new Collector();
  const origin = { ...configured, source: `${logGroup}/${logStream}` };
  new RecordReader(origin, collector, limits.maxDepth).readEnvelope(envelope, text);
  return collector.take() ?? { events: [], undecodable: [], skipped: {} };
}

export type { SubscriptionPayload } from './payload.ts';
