/**
 * Lines of AWS's command line with `--output text`: what an entry is of, and its members in the order of their names,
 * parted by tabs. https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html
 */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { encoded, isOfOtherStream } from './messages.ts';

/** Tokens of a further page may stand before the first entry. JSON holds no tab of its own. */
const begin = /^(?:\S+(?:\t\S+)?\r?\n)?(?:EVENTS\t|RESULTS\t@|\d{13}\t\{)/;

export function isCliText(text: string): boolean {
  return begin.test(text);
}

export function textMessages(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return encoded(messagesIn(bytes));
}

async function* messagesIn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const line of createInterface({
    input: Readable.from(bytes),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const [kind = '', ...members] = line.split('\t');
    const message = members.find((each) => each.startsWith('{'));
    if (message !== undefined) yield `${message}\n`;
    // An event without JSON is told of where it is decoded; of a result, the other lines are its other fields.
    else if (kind === 'EVENTS' && !members.some(isOfOtherStream)) yield `${line}\n`;
  }
}
