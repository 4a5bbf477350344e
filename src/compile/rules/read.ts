/** Bytes of a rule file -> text. */
import { readFileSync } from 'node:fs';
import type { LocatedProblem, SourceFile } from '../problem.ts';

/**
 * Reads a file as UTF-8, without the byte order mark if it has one.
 * @param path as the user named it
 * @returns a problem if the file cannot be read, or is not UTF-8 (placed at the first wrong byte)
 */
export function readSource(path: string): SourceFile | { readonly problem: LocatedProblem } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { problem: unreadable(path, error) };
  }
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { problem: notUtf8(path, bytes) };
  }
}

export function unreadable(path: string, error: unknown): LocatedProblem {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return {
    file: { path, text: '' },
    severity: 'error',
    code: missing ? 'no-such-path' : 'unreadable',
    message: missing ? 'no such file or folder' : error instanceof Error ? error.message : String(error),
  };
}

const replacement = '\u{fffd}';

function notUtf8(path: string, bytes: Buffer): LocatedProblem {
  const text = new TextDecoder('utf-8').decode(bytes);
  return {
    file: { path, text },
    severity: 'error',
    code: 'not-utf8',
    message: 'the file is not UTF-8, as TOML must be',
    hint: 'save it as UTF-8',
    span: wrongByte(text, bytes),
  };
}

/** The first replacement character that the file does not hold itself. */
function wrongByte(text: string, bytes: Buffer): { start: number; end: number } {
  const hex = (byte: number): string => bytes.subarray(byte, byte + 3).toString('hex');
  const mark = hex(0) === 'efbbbf' ? 3 : 0;
  let at = text.indexOf(replacement);
  let byte = mark + Buffer.byteLength(text.slice(0, at));
  while (at !== -1 && hex(byte) === 'efbfbd') {
    const next = text.indexOf(replacement, at + 1);
    byte += Buffer.byteLength(text.slice(at, next));
    at = next;
  }
  return { start: Math.max(at, 0), end: Math.max(at, 0) + 1 };
}
