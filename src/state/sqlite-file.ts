/** What SQLite does not look at when it opens a file: whether all of it is there. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** The first bytes of every SQLite database, and where its page size is: https://www.sqlite.org/fileformat.html */
const magic = Buffer.from('SQLite format 3\0');
const pageSizeAt = 16;

/**
 * Whether the write-ahead log has something that is not in the file yet: another process is at work, or one has
 * crashed. SQLite then makes the file whole from the log.
 */
export function hasLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * What of a database is missing at its end. SQLite refuses a file that lacks whole pages, but takes a last page that
 * was cut as if zeros followed, and the items on it are gone without a word.
 * @returns a phrase that says what was found and expected; undefined if nothing is missing, or it is no database
 */
export function missingOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true) return undefined;
  const { size } = found;
  const pageSize = pageSizeOf(path, size);
  if (pageSize === undefined || size % pageSize === 0) return undefined;
  const number = (value: number) => value.toLocaleString('en');
  return `it has ${number(size)} bytes, but consists of whole pages of ${number(pageSize)}`;
}

/** @returns undefined of what is no database; SQLite says so when it opens it */
function pageSizeOf(path: string, size: number): number | undefined {
  if (size < magic.length + 2) return undefined;
  const head = Buffer.alloc(magic.length + 2);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, head, 0, head.length, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    // SQLite will not be able to read it either, and says why.
    return undefined;
  }
  if (!head.subarray(0, magic.length).equals(magic)) return undefined;
  const written = head.readUInt16BE(pageSizeAt);
  // 65,536 does not fit into two bytes.
  return written === 1 ? 65_536 : written || undefined;
}
