/** A CloudWatch Logs subscription's delivery → alerts. */
import { SNSClient } from '@aws-sdk/client-sns';
import type { CloudWatchLogsEvent } from 'aws-lambda';
import { ruleSet } from '../build/rules.js';
import { readConfig } from '../src/config.ts';
import { memory } from '../src/correlate/memory.ts';
import { memoryStore } from '../src/state/memory.ts';
import type { Batch } from '../src/decode/batch.ts';
import { decodeSubscription } from '../src/decode/subscription.ts';
import { deliveryLog, jsonLog } from '../src/log.ts';
import { type Parts, runDelivery } from '../src/pipeline.ts';
import { snsPublisher } from '../src/publish/sns.ts';

const config = readConfig(process.env);
const log = jsonLog();
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

/** A delivery that fails is tried again by Lambda, and then goes to the dead-letter queue. */
export async function handler(payload: CloudWatchLogsEvent): Promise<void> {
  const batch = decodeSubscription(payload, config.origin, config.limits);
  const delivery = deliveryLog(log);
  const summary = await runDelivery(only(batch), { ...parts, ...delivery.listeners });
  delivery.summary(sourceOf(batch), summary);
}

async function* only(batch: Batch): AsyncGenerator<Batch> {
  yield batch;
}

function sourceOf({ events, undecodable }: Batch): string {
  return (events[0] ?? undecodable[0])?.origin.source ?? 'CloudWatch Logs';
}
