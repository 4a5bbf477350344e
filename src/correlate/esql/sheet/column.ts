/** A column of a sheet while it is made: each different value once, and which of them each row has. */
import { isList } from '../../../query/esql/order.ts';
import type { EsqlValue, Scalar } from '../../../query/esql/value.ts';
import type { Showing, Shown } from './shown.ts';

export class Column {
  /** By code; the first is null. */
  readonly values: EsqlValue[] = [null];
  /** By row. */
  readonly codes: number[] = [];
  readonly #scalars = new Map<Scalar, number>();
  readonly #lists = new Map<string, number>();
  readonly #hashes: number[] = [];
  readonly #shown: Shown[] = [];
  /** About as many bytes as the values take, JSON's escapes included. */
  bytes = 0;
  /** Whether any value is a list. */
  hasLists = false;

  add(value: EsqlValue): number {
    const code = this.codeOf(value);
    this.codes.push(code);
    return code;
  }

  codeOf(value: EsqlValue): number {
    if (value === null) return 0;
    if (isList(value)) return this.#codeOfList(value);
    return this.#scalars.get(value as Scalar) ?? this.#newScalar(value as Scalar);
  }

  /** @returns a number of 32 bits for the value of a code, in every process the same */
  hashOf(code: number): number {
    this.#hashes[code] ??= hashText(textOf(this.values[code] ?? null));
    return this.#hashes[code] as number;
  }

  shownOf(code: number, showing: Showing): Shown {
    this.#shown[code] ??= showing.of(this.values[code] ?? null);
    return this.#shown[code] as Shown;
  }

  #newScalar(value: Scalar): number {
    const code = this.values.push(value) - 1;
    this.#scalars.set(value, code);
    this.bytes += bytesOf(value);
    return code;
  }

  #codeOfList(list: readonly Scalar[]): number {
    const joined = list.join('\0');
    const known = this.#lists.get(joined);
    if (known !== undefined && isSame(this.values[known] as readonly Scalar[], list)) return known;
    // A text may hold what the others are joined by.
    const key = known === undefined ? joined : `\0${JSON.stringify(list.map(String))}`;
    const code = this.#lists.get(key);
    if (code !== undefined) return code;
    this.hasLists = true;
    const fresh = this.values.push(list) - 1;
    this.#lists.set(key, fresh);
    for (const each of list) this.bytes += bytesOf(each);
    return fresh;
  }
}

function isSame(one: readonly Scalar[], other: readonly Scalar[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}

const plain = /^[ !#-[\]-~]*$/;

function bytesOf(value: Scalar): number {
  if (typeof value !== 'string') return 24;
  const length = Math.min(value.length, 256);
  return length + 4 + (plain.test(value) ? 0 : 5 * length);
}

/** Apart for values of different types, and for null. */
export function textOf(value: EsqlValue): string {
  return value === null ? 'null' : `${typeof value === 'string' ? '=' : `${typeof value} `}${value}`;
}

/** FNV-1a: quick, and no more than a hint of what is equal. */
export function hashText(text: string, from = 0x811c9dc5): number {
  let hash = from;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
