/** What S3 says when objects are written, by whichever way it comes → the objects. */
import type { Json, JsonObject } from '../schema/audit-event.ts';
import { isObject } from '../schema/visit.ts';

export interface ObjectReference {
  readonly bucket: string;
  /** As S3 takes it: without any encoding. */
  readonly key: string;
}

/** A message is no notification of S3. A retry would not help. */
export class NotificationError extends Error {
  override readonly name = 'NotificationError';
}

/**
 * The objects that a notification says were written. It may be S3's own, EventBridge's, or either of them in an SNS
 * message, be that as SNS invokes a function or as it lies in a queue.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 * @returns none for `s3:TestEvent`, which S3 sends when notifications are set up, and for events other than an
 * object being written
 * @throws NotificationError if it is something else
 */
export function objectsIn(notification: unknown): readonly ObjectReference[] {
  const value = notification as Json;
  if (!isObject(value)) throw unknownForm(value);
  if (value.Event === 's3:TestEvent') return [];
  if (Array.isArray(value.Records)) return value.Records.flatMap((record: Json) => objectsOfRecord(record));
  if (value['detail-type'] !== undefined) return objectsOfEventBridge(value);
  if (value.Type === 'Notification' && typeof value.Message === 'string')
    return objectsIn(parseMessage(value.Message));
  throw unknownForm(value);
}

/** @throws NotificationError if the text is not JSON */
export function parseMessage(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new NotificationError(
      `expected a notification of S3 as JSON, found ${JSON.stringify(text.slice(0, 200))}`,
      {
        cause,
      },
    );
  }
}

function objectsOfRecord(record: Json): readonly ObjectReference[] {
  if (!isObject(record)) throw unknownForm(record);
  if (isObject(record.Sns) && typeof record.Sns.Message === 'string')
    return objectsIn(parseMessage(record.Sns.Message));
  const { s3, eventName } = record;
  if (!isObject(s3) || typeof eventName !== 'string') throw unknownForm(record);
  if (!/^(?:s3:)?ObjectCreated:/.test(eventName)) return [];
  return [reference(s3, record, decodeKey)];
}

function objectsOfEventBridge(event: JsonObject): readonly ObjectReference[] {
  const { source, detail } = event;
  if (source !== 'aws.s3' || !isObject(detail)) throw unknownForm(event);
  // EventBridge has the key as it is.
  return event['detail-type'] === 'Object Created' ? [reference(detail, event, (key) => key)] : [];
}

function reference(
  { bucket, object }: JsonObject,
  within: Json,
  decode: (key: string) => string,
): ObjectReference {
  const name = isObject(bucket) ? bucket.name : undefined;
  const key = isObject(object) ? object.key : undefined;
  if (typeof name !== 'string' || typeof key !== 'string') throw unknownForm(within);
  return { bucket: name, key: decode(key) };
}

/** S3 writes keys as forms are encoded: `+` is a space, and `%2B` a plus. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch (cause) {
    throw new NotificationError(
      `expected an object's key in URL encoding, found ${JSON.stringify(encoded)}`,
      { cause },
    );
  }
}

function unknownForm(value: Json | undefined): NotificationError {
  const found = JSON.stringify(value) ?? 'nothing';
  return new NotificationError(
    `expected a notification of S3, by itself or from EventBridge or SNS, found ${found.slice(0, 200)}`,
  );
}
