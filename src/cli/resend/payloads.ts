/** Log events → what a subscription would have invoked the function with. */
import { gzipSync } from 'node:zlib';
import type { SubscriptionPayload } from '../../decode/payload.ts';
import type { LogEvent } from './log-group.ts';

/** Where log events are from, as an envelope says it. */
export interface LogSource {
  /** The account that has the log group. */
  readonly owner: string;
  readonly logGroup: string;
}

/** Log events of one stream, ready to be sent. */
export interface Delivery {
  readonly payload: SubscriptionPayload;
  readonly stream: string;
  readonly events: number;
  /** The times of the first and the last event, epoch milliseconds. */
  readonly first: number;
  readonly last: number;
}

const MiB = 1024 * 1024;
/**
 * Messages that are read before they are sent: what a delivery can have at most, and what is held in memory. The
 * function takes 128 MiB.
 */
const messageBytes = 4 * MiB;
/**
 * Lambda takes 6 MB when it is invoked synchronously, and base64 adds a third. A single event is never split;
 * CloudWatch Logs takes none above 1 MB.
 */
const gzipBytes = MiB;

/** @returns the events of pages together, as many as are sent at once */
export async function* gather(
  pages: AsyncIterable<readonly LogEvent[]>,
): AsyncGenerator<readonly LogEvent[]> {
  let gathered: LogEvent[] = [];
  let bytes = 0;
  for await (const page of pages) {
    for (const event of page) {
      const size = Buffer.byteLength(event.message);
      if (bytes + size > messageBytes && gathered.length > 0) {
        yield gathered;
        gathered = [];
        bytes = 0;
      }
      gathered.push(event);
      bytes += size;
    }
  }
  if (gathered.length > 0) yield gathered;
}

/** @returns deliveries of one stream each, as the streams come; together they have each of the events once */
export function deliveriesOf(events: readonly LogEvent[], source: LogSource): readonly Delivery[] {
  const byStream = Map.groupBy(events, ({ stream }) => stream);
  return [...byStream].flatMap(([stream, ofStream]) => pack(stream, ofStream, source));
}

function pack(stream: string, events: readonly LogEvent[], source: LogSource): readonly Delivery[] {
  const compressed = gzipSync(JSON.stringify(envelope(stream, events, source)));
  if (compressed.length > gzipBytes && events.length > 1) {
    const half = events.length >> 1;
    return [...pack(stream, events.slice(0, half), source), ...pack(stream, events.slice(half), source)];
  }
  const times = events.map(({ timestamp }) => timestamp);
  return [
    {
      payload: { awslogs: { data: compressed.toString('base64') } },
      stream,
      events: events.length,
      first: times.reduce((a, b) => Math.min(a, b)),
      last: times.reduce((a, b) => Math.max(a, b)),
    },
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
function envelope(logStream: string, events: readonly LogEvent[], { owner, logGroup }: LogSource) {
  return {
    messageType: 'DATA_MESSAGE',
    owner,
    logGroup,
    logStream,
    // No filter sent it. Nothing depends on the name.
    subscriptionFilters: ['harrier-resend'],
    logEvents: events.map(({ id, timestamp, message }) => ({ id, timestamp, message })),
  };
}
