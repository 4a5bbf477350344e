/** Keys from parts: names, ids and values of any length and content, and numbers that keep their order. */
import { hash } from 'node:crypto';
import { maxPartitionBytes, maxSortBytes } from './item-format.ts';
import type { Key } from './store.ts';

/** A text, or a safe integer: a time bucket, for example. */
export type KeyPart = string | number;

/**
 * A key. Different lists of parts give different keys: a part ends with `#`, and what is not plain in it is escaped.
 * Keys are ASCII. A long part, and what does not fit into the key, is replaced by its SHA-256, so that a key is
 * within DynamoDB's limits whatever the parts are. Numbers at the same place sort by value; an abbreviation behind
 * them does not change that.
 * @param partition at least one part; likewise `sort`
 */
export function keyOf(partition: readonly KeyPart[], sort: readonly KeyPart[]): Key {
  return { partition: join(partition, maxPartitionBytes), sort: join(sort, maxSortBytes) };
}

/**
 * What to ask `range` for, to get all items whose sort key begins with parts between two lists of parts.
 * @param first the leading parts of the first items wanted
 * @param last the leading parts of the last items wanted, all of them included
 * @throws TypeError if the leading parts are so long that a key might not hold them as they are
 */
export function sortRange(
  first: readonly KeyPart[],
  last: readonly KeyPart[],
): { readonly from: string; readonly to: string } {
  const [from, to] = [first, last].map(encodeParts) as [string, string];
  if (Math.max(from.length, to.length) + digestLength > maxSortBytes) {
    throw new TypeError('the leading parts of a sort key are too long for a range');
  }
  return { from, to: to + afterAll };
}

/** Behind every character that occurs in a key. */
const afterAll = '\u007f';

/** A part longer than this is abbreviated. */
const maxPartLength = 128;
/** So much of an abbreviated part is still there to be read. */
const readableLength = 40;
/** `~` and a SHA-256 in base64url. */
const digestLength = 44;

function join(parts: readonly KeyPart[], limit: number): string {
  const whole = encodeParts(parts);
  if (whole.length <= limit) return whole;
  const kept = whole.lastIndexOf('#', limit - digestLength - 1) + 1;
  return whole.slice(0, kept) + digest(whole.slice(kept));
}

function encodeParts(parts: readonly KeyPart[]): string {
  if (parts.length === 0) throw new TypeError('a key needs at least one part');
  return parts.map((part) => `${typeof part === 'number' ? encodeNumber(part) : encodeText(part)}#`).join('');
}

function encodeText(text: string): string {
  const encoded = text.replace(/[^\w.:/@=, -]/g, escapeUnit);
  return encoded.length <= maxPartLength ? encoded : encoded.slice(0, readableLength) + digest(encoded);
}

/** Per UTF-16 unit, so that lone surrogates have an escape as well. */
function escapeUnit(unit: string): string {
  return `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The digits of the largest safe integer. */
const digits = 16;

/** A text never begins with `!` or `+`; `!` sorts before `+`. A negative number is written as its distance from -2^53. */
function encodeNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${value} in a key is not a safe integer`);
  const [sign, distance] = value < 0 ? ['!', 2 ** 53 + value] : ['+', value];
  return sign + String(distance).padStart(digits, '0');
}

function digest(encoded: string): string {
  return `~${hash('sha256', encoded, 'base64url')}`;
}
