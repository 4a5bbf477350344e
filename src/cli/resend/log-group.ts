/** The audit events of a cluster as its log group has them. */
import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { auditStreamPrefix } from '../../decode/log-stream.ts';

/** One of CloudWatch's log events; its time is CloudWatch's, epoch milliseconds. */
export interface LogEvent {
  readonly id: string;
  readonly stream: string;
  readonly timestamp: number;
  readonly message: string;
}

/** A stretch of CloudWatch's time, epoch milliseconds; `to` is exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Pages of at most 1 MB, in the order of time, the streams' events between each other's. Pages may be empty before
 * the last.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 * @throws what CloudWatch Logs answers, as the SDK puts it
 */
export async function* readLogGroup(
  client: CloudWatchLogsClient,
  logGroupName: string,
  { from, to }: Stretch,
): AsyncGenerator<readonly LogEvent[]> {
  const input = {
    logGroupName,
    logStreamNamePrefix: auditStreamPrefix,
    startTime: from,
    // Events of this very millisecond are among the answers.
    endTime: to - 1,
  };
  for await (const { events = [] } of paginateFilterLogEvents({ client }, input)) {
    yield events.map(({ eventId, logStreamName, timestamp, message }) => {
      if (
        eventId === undefined ||
        logStreamName === undefined ||
        timestamp === undefined ||
        message === undefined
      )
        throw new Error(
          `an event of ${logGroupName} came without ${eventId === undefined ? 'an id' : 'its stream, time or message'}`,
        );
      return { id: eventId, stream: logStreamName, timestamp, message };
    });
  }
}
