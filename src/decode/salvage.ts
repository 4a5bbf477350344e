/** What can be read of text that is not one JSON value: several glued together, and one that was cut or is broken. */
import type { Json } from '../schema/audit-event.ts';
import { JsonScanner } from './json-scanner.ts';
import { isBlank } from './json-text.ts';

/** How some deliveries mark a record that CloudWatch Logs cut at its size limit. */
const CUT_MARK = /\[Truncated\.\.\.\]\s*$/;

/** A string that was cut: unfit as a value, but it may hold a record of its own. */
export interface CutString {
  readonly key: string;
  /** How many containers it was in. */
  readonly depth: number;
  readonly text: string;
}

export interface Piece {
  /** The text of a whole value; of a broken one, all that is left. */
  readonly text: string;
  /** The value, or what was complete of it; undefined if nothing was. */
  readonly value: Json | undefined;
  readonly whole: boolean;
  /** How many arrays and objects were open where the value was cut. */
  readonly openContainers: number;
  readonly cutString?: CutString;
}

/**
 * The values in a text, one after another, in time linear in the text. The last piece may be cut or broken: its
 * value then holds what was complete before that place. An array or object that was open keeps its complete
 * members; a number, string or key that the text ends in is left out, since the rest of it is unknown.
 * Parsing is left to JSON.parse, so that every key becomes an own property, `__proto__` too.
 */
export function* readPieces(text: string): Generator<Piece, void, undefined> {
  const bytes = Buffer.from(text.replace(CUT_MARK, ''));
  const scanner = new JsonScanner();
  let at = 0;
  for (;;) {
    while (at < bytes.length && isBlank(bytes[at] as number)) at += 1;
    if (at === bytes.length) return;
    scanner.reset();
    const rest = bytes.subarray(at);
    const status = scanner.advance(rest);
    if (status !== 'done') {
      yield cutPiece(rest, scanner, status === 'more');
      return;
    }
    const whole = rest.toString('utf8', 0, scanner.offset);
    yield { text: whole, value: JSON.parse(whole) as Json, whole: true, openContainers: 0 };
    at += scanner.offset;
  }
}

/** @param ended whether the bytes end within a valid value, in contrast to one that is broken */
function cutPiece(bytes: Buffer, scanner: JsonScanner, ended: boolean): Piece {
  const text = bytes.toString('utf8');
  if (scanner.safe === 0) return { text, value: undefined, whole: false, openContainers: 0 };
  const closers = scanner.closers();
  const value = JSON.parse(bytes.toString('utf8', 0, scanner.safe) + closers) as Json;
  const piece = { text, value, whole: false, openContainers: closers.length };
  const open = ended ? scanner.openString() : undefined;
  if (open === undefined) return piece;
  const content = JSON.parse(`"${bytes.toString('utf8', open.from, open.to)}"`) as string;
  const key = bytes.toString('utf8', open.keyFrom, open.keyTo);
  return { ...piece, cutString: { key, depth: open.depth, text: content } };
}

/** What is complete of a JSON value that was cut or is broken; undefined if nothing is. */
export function salvage(text: string): Json | undefined {
  return readPieces(text).next().value?.value;
}

/** The text of a cut string that is the message of a log event, so many containers deep. */
export function cutMessage({ cutString }: Piece, depth: number): string | undefined {
  return cutString?.key === 'message' && cutString.depth === depth ? cutString.text : undefined;
}
