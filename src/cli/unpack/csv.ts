/** What CloudWatch Logs Insights gives as CSV, with the events in its column `@message`. */
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { asLine, encoded, isOfOtherStream } from './messages.ts';

export function csvMessages(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return encoded(messagesIn(bytes));
}

async function* messagesIn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const rows = Readable.from(bytes).pipe(parse({ columns: true, bom: true, relax_column_count: true }));
  for await (const row of rows as AsyncIterable<Record<string, string>>) {
    const { '@message': message = '', '@logStream': stream } = row;
    if (!isOfOtherStream(stream) && message !== '') yield asLine(message);
  }
}
