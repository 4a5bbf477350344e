/** Values that callers wrote, made fit for messages: visible, short, and nothing that a reader could follow by a click. */
import { escapeCharacter, named, shortened } from '../../text/visible.ts';

/**
 * Mail clients and chats make links of what looks like one. `http[:]//…` is how responders write what nobody should
 * open.
 */
export function shown(text: string, limit: number): string {
  return inert(shortened(inPlace(text), limit));
}

/** As `shown`, for a name within a sentence: quoted if it could pretend to be more of it. */
export function shownName(text: string, limit: number): string {
  return inert(named(inPlace(text), limit));
}

/**
 * Letters that are read from right to left, where characters of a range are that by default: they take the digits and
 * brackets behind them along, and a line that has one of them first is turned as a whole.
 * https://www.unicode.org/Public/16.0.0/ucd/extracted/DerivedBidiClass.txt
 */
const turning = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/gu;
/** Marks on a letter, from the third on: stacked, they cover the lines above and below. */
const stacked = /(?<=\p{M}{2})\p{M}/gu;

/** Text that stays in its place among others. */
function inPlace(text: string): string {
  return text.replace(turning, escapeCharacter).replace(stacked, escapeCharacter);
}

function inert(text: string): string {
  // Nothing opens the address of an object in S3.
  return text.replace(/(?<!\bs3):\/\//g, '[:]//');
}
