/** Objects that were written to S3 → alerts. */
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse } from 'aws-lambda';
import * as rules from '../build/rules.js';
import { requestHandler } from '../src/aws-client.ts';
import { readConfig } from '../src/config.ts';
import { decode } from '../src/decode/decode.ts';
import { type ObjectReference, objectsIn, parseMessage } from '../src/decode/notification.ts';
import {
  type Continuation,
  continuationMessage,
  nothingDone,
  type ObjectProgress,
  type ObjectVersion,
  readContinuation,
  unprocessedPartOf,
} from '../src/trigger/continuation.ts';
import { keyReader } from '../src/trigger/object-key.ts';
import { eachMessage, isFromQueue } from '../src/trigger/queue.ts';
import { wire } from '../src/wiring.ts';

const config = readConfig(process.env);
const harrier = wire(config, rules);
const { region, objectQueueUrl } = config;
const originOf = keyReader(config.objectKeys, config.onlyCluster);
const s3 = new S3Client({ region, requestHandler });
const sqs = new SQSClient({ region, requestHandler });

/** The time that is left is enough to begin another batch. */
type MayGoOn = () => boolean;

/**
 * Takes notifications of S3 as they are, from EventBridge or SNS, or any of these in messages of a queue. Of a
 * queue only the messages that failed come back; any other delivery that fails is tried again by Lambda.
 */
export async function handler(event: unknown, context: Context): Promise<SQSBatchResponse | undefined> {
  harrier.enter(context);
  const mayGoOn = deadline(context);
  if (isFromQueue(event)) {
    return eachMessage(event, ({ messageId, body }) =>
      harrier.attempt(() => deliver(parseMessage(body), mayGoOn), { messageId }),
    );
  }
  await harrier.attempt(() => deliver(event, mayGoOn));
  return undefined;
}

/** One batch takes seconds, and a minute if SNS and DynamoDB ask for patience. Milliseconds. */
const reserve = 60_000;

function deadline({ getRemainingTimeInMillis }: Context): MayGoOn {
  const needed = Math.min(reserve, getRemainingTimeInMillis() / 4);
  return () => objectQueueUrl === undefined || getRemainingTimeInMillis() > needed;
}

async function deliver(message: unknown, mayGoOn: MayGoOn): Promise<void> {
  const continuation = readContinuation(message);
  if (continuation !== undefined)
    return deliverObject(continuation, mayGoOn, continuation.progress, continuation);
  for (const object of objectsIn(message)) await deliverObject(object, mayGoOn, nothingDone);
}

/**
 * @param progress of earlier invocations
 * @param version that they read; without it, the object as it is now
 */
async function deliverObject(
  { bucket, key }: ObjectReference,
  mayGoOn: MayGoOn,
  progress: ObjectProgress,
  version?: ObjectVersion,
): Promise<void> {
  const source = `s3://${bucket}/${key}`;
  const found = await find({ bucket, key }, version);
  if (found === undefined) {
    harrier.log('WARN', 'the object is gone and is not looked for again', { source });
    harrier.count('ObjectsGone');
    return;
  }
  const { body, ...readVersion } = found;
  const batches = decode(body, { ...config.origin, ...originOf(key), source }, config.limits);
  const remainder = unprocessedPartOf(batches, progress, mayGoOn);
  await harrier.process(source, remainder.batches);
  const stoppedAt = remainder.stoppedAt();
  if (stoppedAt !== undefined) await goOnLater({ bucket, key, ...readVersion, progress: stoppedAt });
}

interface Found extends ObjectVersion {
  readonly body: AsyncIterable<Uint8Array>;
}

/** @returns undefined if the object is no longer there, or is not of the version that is asked for */
async function find(
  { bucket: Bucket, key: Key }: ObjectReference,
  version?: ObjectVersion,
): Promise<Found | undefined> {
  const same = version === undefined ? {} : { IfMatch: version.etag, VersionId: version.versionId };
  try {
    const { Body, ETag = '', VersionId } = await s3.send(new GetObjectCommand({ Bucket, Key, ...same }));
    const body = Body as AsyncIterable<Uint8Array> | undefined;
    if (body === undefined) return undefined;
    return { body, etag: ETag, ...(VersionId !== undefined && { versionId: VersionId }) };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    if (error instanceof Error && ['NoSuchVersion', 'PreconditionFailed'].includes(error.name))
      return undefined;
    throw error;
  }
}

async function goOnLater(continuation: Continuation): Promise<void> {
  const MessageBody = continuationMessage(continuation);
  await sqs.send(new SendMessageCommand({ QueueUrl: objectQueueUrl, MessageBody }));
  harrier.count('ObjectsContinued');
  const { bucket, key, progress } = continuation;
  harrier.log('INFO', 'the object goes on in another invocation', {
    source: `s3://${bucket}/${key}`,
    ...progress,
  });
}
