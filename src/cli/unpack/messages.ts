/** Messages of log events as lines, the form in which they are decoded. */

import { isControlPlaneStream } from '../../decode/log-stream.ts';

/** Whether a log stream is known to hold no audit events. */
export function isOfOtherStream(name: unknown): boolean {
  return typeof name === 'string' && isControlPlaneStream(name);
}

/** A message on one line: an audit event has line ends only between its values. */
export function asLine(message: string): string {
  return `${message.trim().replaceAll(/[\r\n]+/g, ' ')}\n`;
}

/** @returns texts as bytes, some together */
export async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let some = '';
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const text of texts) {
      some += text;
      if (some.length < 65_536) continue;
      yield Buffer.from(some);
      some = '';
    }
  } catch (error) {
    failure = { error };
  }
  // What stands before the fault is whole.
  if (some !== '') yield Buffer.from(some);
  if (failure !== undefined) throw failure.error;
}
