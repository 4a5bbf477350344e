/** Alerts to an SNS topic, in batches; what SNS refuses for the moment is tried again. */
import { setTimeout as delay } from 'node:timers/promises';
import { PublishBatchCommand, type PublishBatchRequestEntry, type SNSClient } from '@aws-sdk/client-sns';
import type { Alert } from '../alert/alert.ts';
import { renderJson } from '../alert/render-json.ts';
import { maxMessageBytes, messageBytes, snsMessage } from './message.ts';
import { PublishError, type Publisher } from './publisher.ts';

export interface SnsOptions {
  /** The SDK's own retries, for requests that fail as a whole, are set on the client. */
  readonly client: SNSClient;
  readonly topicArn: string;
  /** @returns what the topic's subscribers read of an alert; by default its JSON */
  readonly render?: (alert: Alert) => string;
  /** How often an entry of a batch is tried in all. */
  readonly attempts?: number;
  /** Waits; for tests. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** From 0 to 1; for tests. */
  readonly random?: () => number;
}

const batchEntries = 10;

/** An alert that was not published, and what SNS said. */
interface Failure {
  readonly entry: PublishBatchRequestEntry;
  readonly reason: string;
  /** SNS will not take this entry however often it is sent. */
  readonly final: boolean;
  readonly cause?: unknown;
}

/** @returns a publisher that throws only after every alert has been tried */
export function snsPublisher(options: SnsOptions): Publisher {
  const { topicArn, render = renderJson } = options;
  const form = { render, fifo: topicArn.endsWith('.fifo') };
  return {
    async publish(alerts: readonly Alert[]) {
      const ids = new Map(alerts.map(({ event }, i) => [String(i), event.id]));
      const messages = alerts.map((alert, i) => snsMessage(alert, String(i), form));
      const failures: Failure[] = [];
      for (const batch of batchesOf(messages)) failures.push(...(await publishBatch(batch, options)));
      const [first] = failures;
      if (first === undefined) return;
      const failed = failures.map(({ entry }) => ids.get(entry.Id ?? '') ?? '');
      throw new PublishError(topicArn, failed, first.reason, { cause: first.cause });
    },
  };
}

/** Batches within SNS's limits of entries and bytes, in order. */
export function* batchesOf(
  messages: readonly PublishBatchRequestEntry[],
): Generator<PublishBatchRequestEntry[]> {
  let batch: PublishBatchRequestEntry[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = messageBytes(message);
    if (batch.length === batchEntries || (batch.length > 0 && bytes + size > maxMessageBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** @returns the entries that could not be published in the attempts allowed */
async function publishBatch(
  batch: PublishBatchRequestEntry[],
  options: SnsOptions,
): Promise<readonly Failure[]> {
  const { attempts = 5, sleep = delay, random = Math.random } = options;
  const given: Failure[] = [];
  let pending = batch;
  for (let attempt = 1; ; attempt++) {
    const failures = await send(pending, options);
    given.push(...failures.filter(({ final }) => final));
    const again = failures.filter(({ final }) => !final);
    if (again.length === 0) return given;
    if (attempt === attempts) return [...given, ...again];
    pending = again.map(({ entry }) => entry);
    // Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    await sleep(random() * Math.min(5000, 100 * 2 ** attempt));
  }
}

async function send(entries: PublishBatchRequestEntry[], options: SnsOptions): Promise<readonly Failure[]> {
  const command = new PublishBatchCommand({
    TopicArn: options.topicArn,
    PublishBatchRequestEntries: entries,
  });
  try {
    const { Failed = [], Successful = [] } = await options.client.send(command);
    const published = new Set(Successful.map(({ Id }) => Id));
    const errors = new Map(Failed.map((error) => [error.Id, error]));
    // What the answer does not call a success is none.
    return entries
      .filter(({ Id }) => !published.has(Id))
      .map((entry) => {
        const { Code, Message, SenderFault } = errors.get(entry.Id) ?? {};
        const reason = `${Code ?? 'unknown error'}: ${Message ?? 'no message'}`;
        return { entry, reason, final: SenderFault === true };
      });
  } catch (cause) {
    // One alert that SNS cannot take must not hold back the others of its batch.
    if (entries.length > 1 && isAboutEntries(cause)) {
      const half = Math.ceil(entries.length / 2);
      return [
        ...(await send(entries.slice(0, half), options)),
        ...(await send(entries.slice(half), options)),
      ];
    }
    return entries.map((entry) => ({ entry, reason: String(cause), final: true, cause }));
  }
}

/** Errors of a whole request that one of its entries can cause. */
const entryErrors = new Set([
  'BatchRequestTooLong',
  'BatchRequestTooLongException',
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidParameterValue',
  'InvalidParameterValueException',
]);

function isAboutEntries(cause: unknown): boolean {
  return cause instanceof Error && entryErrors.has(cause.name);
}
