/** Messages of an SQS queue, as Lambda delivers them. */
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Log } from '../log.ts';

export function isFromQueue(event: unknown): event is SQSEvent {
  const [first] = (event as Partial<SQSEvent> | null)?.Records ?? [];
  return first?.eventSource === 'aws:sqs';
}

/**
 * Processes message after message. What fails is logged and goes back to the queue; the others do not.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export async function eachMessage(
  { Records }: SQSEvent,
  log: Log,
  process: (body: string) => Promise<void>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchItemFailure[] = [];
  for (const { messageId, body } of Records) {
    try {
      await process(body);
    } catch (error) {
      log('ERROR', 'a message failed and goes back to the queue', { messageId, error });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
