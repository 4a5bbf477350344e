/** Lines of `aws logs tail`: a time, in its longer form the log stream, and the message. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { encoded, isOfOtherStream } from './messages.ts';

/** A time without a zone, or a log stream's name behind the time: what export tasks write has neither. */
const line = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:(?:\.\d+)?(?:Z|[+-]\d\d:\d\d) (\S+)| (?=\{)) ?(.*)$/s;

export function isTailLine(text: string): boolean {
  const [, stream] = line.exec(text) ?? ['', 'none'];
  return stream === undefined || /^(?:authenticator|cloud-controller-manager|kube-)/.test(stream);
}

export function tailMessages(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return encoded(messagesIn(bytes));
}

async function* messagesIn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const text of createInterface({
    input: Readable.from(bytes),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const [, stream, message = text] = line.exec(text) ?? [];
    if (!isOfOtherStream(stream)) yield `${message}\n`;
  }
}
