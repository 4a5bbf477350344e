/** Reads what is complete of a record that is cut or broken. */
import type { Json } from '../schema/audit-event.ts';
import { withoutCutMark } from './cut.ts';
import { JsonScanner } from './json-scanner.ts';

/** Characters that may stand between two records. */
const SEPARATORS = /^[\s,]*$/;

/** A string that was cut. It is no value, but it may hold a record of its own. */
export interface CutString {
  readonly key: string;
  /** The number of containers around it. */
  readonly depth: number;
  readonly text: string;
}

export interface Salvaged {
  /** The complete part; undefined if nothing is complete. */
  readonly value: Json | undefined;
  /** The text behind the value, or behind the damage. Empty if the text only ends too early. */
  readonly unread: string;
  readonly cutString?: CutString;
}

/**
 * What was complete of a JSON value that was cut or is broken. An array or object that was open keeps its complete
 * members; a number, string or key that the text ends in is left out, since the rest of it is unknown.
 * Parsing is left to JSON.parse, so that every key becomes an own property, `__proto__` too.
 */
export function salvage(text: string): Salvaged {
  const bytes = Buffer.from(withoutLineEnd(withoutCutMark(text).trimStart()));
  const scanner = new JsonScanner();
  const status = scanner.advance(bytes);
  const rest = bytes.toString('utf8', scanner.offset);
  const unread = SEPARATORS.test(rest) ? '' : rest;
  if (scanner.safe === 0) return { value: undefined, unread };
  const value = JSON.parse(bytes.toString('utf8', 0, scanner.safe) + scanner.closers()) as Json;
  const open = status === 'more' ? scanner.openString() : undefined;
  if (open === undefined) return { value, unread };
  const content = JSON.parse(`"${bytes.toString('utf8', open.from, open.to)}"`) as string;
  const key = bytes.toString('utf8', open.keyFrom, open.keyTo);
  return { value, unread, cutString: { key, depth: open.depth, text: content } };
}

/** A cut string goes up to the end of its line; a line end within it would be damage. */
function withoutLineEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return text.slice(0, end);
}

/** The text of a cut string that is the message of a log event. */
export function cutMessage({ cutString }: Salvaged): string | undefined {
  return cutString?.key === 'message' && cutString.depth === 1 ? cutString.text : undefined;
}
