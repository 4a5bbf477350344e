/** How the records of a delivery are laid out, by how it begins. */
import { JsonScanner } from './json-scanner.ts';
import { isBlank, parseJson } from './json-text.ts';

/** `lines`: a record a line. `values`: JSON values one after another, or in a list, wherever lines end. */
export type Layout = 'lines' | 'values';

/** A layout is decided within so many bytes. */
export const SNIFF_BYTES: number = 4 * 1024 * 1024;

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * A delivery whose first line is one JSON value, or is no JSON, consists of lines. One that begins with an array,
 * with an envelope or list of events, with a value that goes on after the line, or with two glued values, consists
 * of values. A first line that was cut could pass for the beginning of a longer value: the line after it tells.
 *
 * @param head the first bytes, without a byte order mark
 * @param isAll nothing follows the head
 * @returns undefined if more bytes are needed
 */
export function sniffLayout(head: Buffer, isAll: boolean): Layout | undefined {
  const bytes = head.subarray(0, SNIFF_BYTES);
  const isLast = isAll || head.length >= SNIFF_BYTES;
  const begin = bytes.findIndex((byte) => !isBlank(byte));
  if (begin < 0) return isLast ? 'lines' : undefined;
  if (bytes[begin] === 0x5b) return 'values';
  if (bytes[begin] !== 0x7b) return 'lines';

  const scanner = new JsonScanner();
  const status = scanner.advance(bytes.subarray(begin));
  if (scanner.listAt >= 0) return 'values';
  const at = begin + scanner.offset;
  const newline = bytes.indexOf(NEWLINE, begin);
  const isOneLine = newline < 0 || newline >= at;
  if (status === 'done') return isOneLine ? layoutAfter(bytes, at, isLast) : 'values';
  if (status === 'broken' && isOneLine) return 'lines';
  if (status === 'more' && !isLast) return undefined;
  if (isOneLine) return 'lines';
  return isCutLine(bytes, newline, at) ? 'lines' : 'values';
}

/** The layout after a first value that lies in one line. */
function layoutAfter(bytes: Buffer, at: number, isLast: boolean): Layout | undefined {
  const next = bytes.subarray(at).findIndex((byte) => byte === NEWLINE || !isBlank(byte));
  if (next < 0) return isLast ? 'lines' : undefined;
  return bytes[at + next] === NEWLINE ? 'lines' : 'values';
}

/** Whether a value that is not whole is a cut line: it broke where the next line begins, or that line is a value. */
function isCutLine(bytes: Buffer, newline: number, at: number): boolean {
  if (bytes.subarray(newline, at).every(isBlank)) return at < bytes.length;
  const next = bytes.indexOf(NEWLINE, newline + 1);
  const line = bytes.toString('utf8', newline + 1, next < 0 ? bytes.length : next);
  return line.startsWith('{') && parseJson(line) !== undefined;
}

/** The bytes without the UTF-8 byte order mark that some writers begin with. */
export function withoutByteOrderMark(bytes: Buffer): Buffer {
  return BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? bytes.subarray(3) : bytes;
}
