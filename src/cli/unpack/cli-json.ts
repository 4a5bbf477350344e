/**
 * JSON of AWS's command line: events of `filter-log-events` and `get-log-events`, results of `get-query-results`, what
 * `--query` leaves of them, and the array that the console of CloudWatch Logs Insights gives.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
import { JSONParser } from '@streamparser/json';
import { isObject } from '../../schema/visit.ts';
import { asLine, encoded, isOfOtherStream } from './messages.ts';

export function cliMessages(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return encoded(messagesIn(bytes));
}

async function* messagesIn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const found: string[] = [];
  let parser: JSONParser | undefined;
  for await (const chunk of bytes) {
    parser ??= parserFor(chunk, found);
    let failure: unknown;
    try {
      parser.write(chunk);
    } catch (error) {
      failure = error;
    }
    // What stands before the fault is whole.
    yield* found.splice(0);
    if (failure !== undefined) throw failure;
  }
  if (parser !== undefined && !parser.isEnded) throw new Error('the end is missing');
}

function parserFor(start: Uint8Array, found: string[]): JSONParser {
  const isArray = Buffer.from(start)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
    .startsWith('[');
  const parser = new JSONParser({
    paths: isArray ? ['$.*'] : ['$.events.*', '$.results.*'],
    keepStack: false,
  });
  parser.onValue = ({ value }) => {
    const message = messageOf(value);
    if (message !== undefined) found.push(asLine(message));
  };
  return parser;
}

/** @returns undefined for what is of another log stream; of what has no message, its JSON, which is then reported */
function messageOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    const alone = value.find((each) => typeof each === 'string' && each.startsWith('{'));
    if (alone !== undefined) return alone;
    const fields = new Map(value.filter(isObject).map(({ field, value }) => [field, value]));
    return textOr(fields.get('@message'), fields.get('@logStream'), value);
  }
  if (!isObject(value as never)) return JSON.stringify(value);
  const {
    message,
    logStreamName,
    '@message': found,
    '@logStream': stream,
  } = value as Record<string, unknown>;
  return textOr(message ?? found, logStreamName ?? stream, value);
}

function textOr(message: unknown, stream: unknown, value: unknown): string | undefined {
  if (isOfOtherStream(stream)) return undefined;
  if (typeof message === 'string') return message;
  return JSON.stringify(message ?? value);
}
