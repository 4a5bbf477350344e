/** The payload of a CloudWatch Logs subscription: an envelope, gzipped, in base64. */
import { type Gunzip, gunzipSync } from 'node:zlib';
import type { Json, JsonObject } from '../schema/audit-event.ts';
import { isObject } from '../schema/visit.ts';
import { PoisonDeliveryError } from './batch.ts';
import { isEnvelope } from './envelope.ts';
import { bytesInWords } from './limits.ts';

/** What Lambda is invoked with by a subscription filter; `data` is base64 of gzip of the envelope's JSON. */
export interface SubscriptionPayload {
  readonly awslogs: { readonly data: string };
}

/** Whether a value is one: a payload that somebody kept in a file, for a replay. */
export function isPayload(value: JsonObject): value is JsonObject & SubscriptionPayload {
  return isObject(value.awslogs) && typeof value.awslogs.data === 'string';
}

/**
 * @param maxInflatedBytes of the envelope's text
 * @throws PoisonDeliveryError if there is no envelope in it, or a larger one
 */
export function openPayload(
  payload: SubscriptionPayload,
  maxInflatedBytes: number,
): { readonly text: string; readonly envelope: JsonObject } {
  const text = inflateText(payload, maxInflatedBytes);
  return { text, envelope: parseEnvelope(text) };
}

function inflateText({ awslogs: { data } }: SubscriptionPayload, maxInflatedBytes: number): string {
  try {
    return gunzip(Buffer.from(data, 'base64'), maxInflatedBytes);
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

/** @throws Error where anything but zero bytes is behind the gzip: Node leaves out what a zero byte precedes */
function gunzip(bytes: Buffer, maxOutputLength: number): string {
  const options = { maxOutputLength, info: true };
  // Node's types do not know what `info` changes.
  const { buffer, engine } = gunzipSync(bytes, options) as unknown as { buffer: Buffer; engine: Gunzip };
  if (bytes.subarray(engine.bytesWritten).some((byte) => byte !== 0))
    throw new Error('something follows the zero bytes behind it');
  return buffer.toString('utf8');
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
