/** A CloudWatch Logs subscription's delivery → alerts. */
import type { Context, SQSBatchResponse } from 'aws-lambda';
import * as rules from '../build/rules.js';
import { readConfig } from '../src/config.ts';
import type { Batch } from '../src/decode/batch.ts';
import { decodeSubscription, type SubscriptionPayload } from '../src/decode/subscription.ts';
import { failedPayload } from '../src/trigger/failed-invocation.ts';
import { eachMessage, isFromQueue } from '../src/trigger/queue.ts';
import { wire } from '../src/wiring.ts';

const config = readConfig(process.env);
const harrier = wire(config, rules);

/**
 * CloudWatch Logs invokes it asynchronously. A delivery that fails is tried again by Lambda, and if it still fails
 * comes by the queue of retries, from where it goes to the dead-letter queue in the end.
 */
export async function handler(event: unknown, context: Context): Promise<SQSBatchResponse | undefined> {
  harrier.enter(context);
  if (isFromQueue(event)) {
    return eachMessage(event, ({ messageId, body }) =>
      harrier.attempt(() => deliver(failedPayload(body)), { messageId }),
    );
  }
  await harrier.attempt(() => deliver(event));
  return undefined;
}

async function deliver(payload: unknown): Promise<void> {
  const batch = decodeSubscription(payload as SubscriptionPayload, config.origin, config.limits);
  await harrier.process(sourceOf(batch), only(batch));
}

async function* only(batch: Batch): AsyncGenerator<Batch> {
  yield batch;
}

function sourceOf({ events, undecodable }: Batch): string {
  return (events[0] ?? undecodable[0])?.origin.source ?? 'CloudWatch Logs';
}
