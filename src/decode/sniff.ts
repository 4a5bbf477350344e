/** How the records of a delivery are laid out, by how it begins. */
import { beginsCutMark, CUT_MARK } from './cut.ts';
import { JsonScanner } from './json-scanner.ts';
import { isBlank } from './json-text.ts';

/** `lines`: a record a line. `values`: JSON values one after another, or in a list, wherever lines end. */
export type Layout = 'lines' | 'values';

/** A layout is decided within so many bytes. */
export const SNIFF_BYTES: number = 4 * 1024 * 1024;

const NEWLINE = 0x0a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * A delivery whose first line is one JSON value, or is no JSON, consists of lines. One that begins with an array,
 * with an envelope or list of events, with a value that goes on after the line, or with two glued values, consists
 * of values. A first line that was cut could pass for the beginning of a longer value: the line after it tells. A
 * first value that is broken before any line ends may have others glued to it, and so consists the delivery of values
 * unless all of it is that line.
 *
 * @param head the first bytes, without a byte order mark
 * @param isAll nothing follows the head
 * @returns undefined if more bytes are needed
 */
export function sniffLayout(head: Buffer, isAll: boolean): Layout | undefined {
  const isLast = isAll || head.length >= SNIFF_BYTES;
  const mark = beginsCutMark(head);
  if (mark === 'begun' && !isLast) return undefined;
  const bytes = head.subarray(mark === 'whole' ? CUT_MARK.length : 0, SNIFF_BYTES);
  const begin = bytes.findIndex((byte) => !isBlank(byte));
  if (begin < 0) return isLast ? 'lines' : undefined;
  if (bytes[begin] === OPEN_ARRAY) return layoutOfArray(bytes.subarray(begin + 1), isLast);
  if (bytes[begin] !== OPEN_OBJECT) return 'lines';

  const scanner = new JsonScanner();
  const status = scanner.advance(bytes.subarray(begin));
  if (scanner.listAt >= 0) return 'values';
  const at = begin + scanner.offset;
  const newline = bytes.indexOf(NEWLINE, begin);
  const isOneLine = newline < 0 || newline >= at;
  if (status === 'done') return isOneLine ? layoutAfter(bytes, at, isLast) : 'values';
  if (status === 'broken' && newline >= at) return 'lines';
  if ((status === 'more' || newline < 0) && !isLast) return undefined;
  if (newline < 0) return isAll ? 'lines' : 'values';
  return layoutAfterCut(bytes, newline, at, isLast);
}

/** The layout after a first value that lies in one line. */
function layoutAfter(bytes: Buffer, at: number, isLast: boolean): Layout | undefined {
  const next = bytes.subarray(at).findIndex((byte) => byte === NEWLINE || !isBlank(byte));
  if (next < 0) return isLast ? 'lines' : undefined;
  return bytes[at + next] === NEWLINE ? 'lines' : 'values';
}

/** Lines of text may begin with a bracket; an array begins with a record. */
function layoutOfArray(bytes: Buffer, isLast: boolean): Layout | undefined {
  const next = bytes.find((byte) => !isBlank(byte));
  if (next === undefined) return isLast ? 'values' : undefined;
  return next === OPEN_OBJECT || next === OPEN_ARRAY || next === CLOSE_ARRAY ? 'values' : 'lines';
}

/** A value that is not whole is a cut line if it broke where the next line begins, or if that line is a value. */
function layoutAfterCut(bytes: Buffer, newline: number, at: number, isLast: boolean): Layout | undefined {
  const brokeThere = bytes.subarray(newline, at).every(isBlank);
  if (brokeThere && at === bytes.length) return 'values';
  const from = brokeThere ? at : newline + 1;
  if (from === bytes.length && !isLast) return undefined;
  if (bytes[from] !== OPEN_OBJECT) return brokeThere ? 'lines' : 'values';
  const end = bytes.indexOf(NEWLINE, from);
  if (end < 0 && !isLast) return undefined;
  const line = new JsonScanner().advance(bytes.subarray(from, end < 0 ? bytes.length : end + 1));
  // A line that may go on in the next could be the first of a pretty-printed value.
  return line === 'done' || (brokeThere && line === 'broken') ? 'lines' : 'values';
}

/** The bytes without the UTF-8 byte order mark that some writers begin with. */
export function withoutByteOrderMark(bytes: Buffer): Buffer {
  return BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? bytes.subarray(3) : bytes;
}
