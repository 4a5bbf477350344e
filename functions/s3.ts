/** Objects that were written to S3 → alerts. */
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { ruleSet } from '../build/rules.js';
import { readConfig } from '../src/config.ts';
import { memory } from '../src/correlate/memory.ts';
import { memoryStore } from '../src/state/memory.ts';
import { decode } from '../src/decode/decode.ts';
import { type ObjectReference, objectsIn, parse } from '../src/decode/notification.ts';
import { deliveryLog, jsonLog } from '../src/log.ts';
import { type Parts, runDelivery } from '../src/pipeline.ts';
import { snsPublisher } from '../src/publish/sns.ts';

const config = readConfig(process.env);
const log = jsonLog();
const s3 = new S3Client({ region: config.region });
const parts: Parts = {
  ruleSet,
  format: 'audit',
  publisher: snsPublisher({
    client: new SNSClient({ region: config.region }),
    topicArn: config.alertTopicArn,
  }),
  clock: Date.now,
  memory: memory(memoryStore({ clock: Date.now }), Date.now),
};

/**
 * Takes notifications of S3 as they are, from EventBridge or SNS, or any of these in messages of a queue. Of a
 * queue only the messages that failed come back; any other delivery that fails is tried again by Lambda.
 */
export async function handler(event: unknown): Promise<SQSBatchResponse | undefined> {
  if (!isFromQueue(event)) {
    await deliver(event);
    return undefined;
  }
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const { messageId, body } of event.Records) {
    try {
      await deliver(parse(body));
    } catch (error) {
      log('ERROR', 'a message failed and goes back to the queue', { messageId, error });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

async function deliver(notification: unknown): Promise<void> {
  for (const object of objectsIn(notification)) await deliverObject(object);
}

async function deliverObject({ bucket, key }: ObjectReference): Promise<void> {
  const source = `s3://${bucket}/${key}`;
  const body = await read({ bucket, key });
  if (body === undefined) {
    log('WARN', 'the object is gone and is not looked for again', { source });
    return;
  }
  const delivery = deliveryLog(log);
  const batches = decode(body, { ...config.origin, source }, config.limits);
  delivery.summary(source, await runDelivery(batches, { ...parts, ...delivery.listeners }));
}

/** @returns undefined if the object is no longer there */
async function read({ bucket, key }: ObjectReference): Promise<AsyncIterable<Uint8Array> | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body as AsyncIterable<Uint8Array> | undefined;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

function isFromQueue(event: unknown): event is SQSEvent {
  const [first] = (event as Partial<SQSEvent> | null)?.Records ?? [];
  return first?.eventSource === 'aws:sqs';
}
