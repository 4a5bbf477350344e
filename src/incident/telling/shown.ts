/** Values that callers wrote, made fit for messages: visible, short, and nothing that a reader could follow by a click. */
import { named, shortened } from '../../text/visible.ts';

/**
 * Mail clients and chats make links of what looks like one. `http[:]//…` is how responders write what nobody should
 * open.
 */
export function shown(text: string, limit: number): string {
  return inert(shortened(text, limit));
}

/** As `shown`, for a name within a sentence: quoted if it could pretend to be more of it. */
export function shownName(text: string, limit: number): string {
  return inert(named(text, limit));
}

function inert(text: string): string {
  // Nothing opens the address of an object in S3.
  return text.replace(/(?<!\bs3):\/\//g, '[:]//');
}
