/** Alerts → what people are told. */
import type { Context, SQSBatchResponse } from 'aws-lambda';
import { readNotifierConfig } from '../src/notifier-config.ts';
import { wireNotifier } from '../src/notify.ts';
import { isFromQueue } from '../src/trigger/queue.ts';

const notify = wireNotifier(readNotifierConfig(process.env));

/**
 * Invoked with messages of the queue that subscribes to alerts, every minute by a schedule, and every hour to look whether
 * everybody who is to be told is subscribed (`{"check": "subscriptions"}`).
 */
export async function handler(event: unknown, context: Context): Promise<SQSBatchResponse | undefined> {
  if (isFromQueue(event)) return notify.take(event, context);
  if ((event as { check?: unknown } | null)?.check === 'subscriptions')
    await notify.checkSubscriptions(context);
  else await notify.tick(context);
  return undefined;
}
