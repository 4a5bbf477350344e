/** A CloudWatch Logs subscription's delivery → audit events. */
import { gunzipSync } from 'node:zlib';
import type { Json, JsonObject, Origin } from '../schema/audit-event.ts';
import { type Batch, PoisonDeliveryError } from './batch.ts';
import { Collector } from './collector.ts';
import { isEnvelope } from './envelope.ts';
import { bytesInWords, type DecodeOptions, subscriptionLimits } from './limits.ts';
import { isObject } from './recognise.ts';
import { RecordReader } from './record-reader.ts';

/** What Lambda is invoked with by a subscription filter; `data` is base64 of gzip of the envelope's JSON. */
export interface SubscriptionPayload {
  readonly awslogs: { readonly data: string };
}

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
  const text = inflateText(payload, limits.maxInflatedBytes);
  const envelope = parseEnvelope(text);
  const { logGroup, logStream } = envelope;
  const collector = new Collector();
  const origin = { ...configured, source: `${logGroup}/${logStream}` };
  new RecordReader(origin, collector, limits.maxDepth).readEnvelope(envelope, text);
  return collector.take() ?? { events: [], undecodable: [], skipped: {} };
}

function inflateText({ awslogs: { data } }: SubscriptionPayload, maxInflatedBytes: number): string {
  try {
    return gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: maxInflatedBytes }).toString('utf8');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isLarge = 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new PoisonDeliveryError(
      isLarge
        ? `the subscription payload inflates to more than ${bytesInWords(maxInflatedBytes)} from ` +
            `${bytesInWords(data.length)} of base64. If it is genuine, raise maxInflatedBytes.`
        : `awslogs.data is not base64 of gzip: ${error.message}`,
      { cause: error },
    );
  }
}

function parseEnvelope(text: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw new PoisonDeliveryError(`the subscription payload is not JSON: ${text.slice(0, 100)}`, {
      cause: error,
    });
  }
  if (isObject(value) && isEnvelope(value)) return value;
  throw new PoisonDeliveryError(
    `the subscription payload is not an envelope of CloudWatch Logs, which has a messageType: ${text.slice(0, 100)}`,
  );
}
