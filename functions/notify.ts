/** Alerts → what people are told. */
import type { Context, SQSBatchResponse } from 'aws-lambda';
import { readNotifierConfig } from '../src/notifier-config.ts';
import { wireNotifier } from '../src/notify.ts';
import { isFromQueue } from '../src/trigger/queue.ts';

const notify = wireNotifier(readNotifierConfig(process.env));

/**
 * Invoked with messages of the queue that subscribes to alerts, and every minute by a clock; once in an hour it looks
 * whether everybody who is to be told is subscribed, which `{"check": "subscriptions"}` asks for at any time.
 */
export async function handler(event: unknown, context: Context): Promise<SQSBatchResponse | undefined> {
  if (isFromQueue(event)) return notify.take(event, context);
  const { check, time } = (event ?? {}) as { readonly check?: unknown; readonly time?: unknown };
  if (check === undefined) await notify.tick(context);
  if (check === 'subscriptions' || isFullHour(time)) await notify.checkSubscriptions(context);
  return undefined;
}

/**
 * @param time of an event of EventBridge: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
function isFullHour(time: unknown): boolean {
  return typeof time === 'string' && new Date(time).getUTCMinutes() === 0;
}
