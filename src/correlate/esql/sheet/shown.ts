/** What is stored of the values of a column: what they say, without secrets and cut, and by what they are told apart. */
import { hash } from 'node:crypto';
import type { EsqlValue, Scalar } from '../../../query/esql/value.ts';

/** A value of a column as it is stored. */
export interface Shown {
  readonly shown: EsqlValue;
  /** The same for equal values only: what is shown, where that is the value itself. */
  readonly which: EsqlValue;
  /** Whether anything was left out that may matter. */
  readonly isCut: boolean;
  /** About as many bytes as it takes as JSON, escapes included. */
  readonly bytes: number;
}

/** Longer texts are cut, bytes. */
const longestText = 256;
/** Of a list further values are left out. */
const mostValues = 100;
/** Likewise, bytes. */
const mostBytes = 8000;

/** Makes values fit to be stored. */
export class Showing {
  readonly #redact: (text: string) => string;

  /** @param redact takes secrets out of a text */
  constructor(redact: (text: string) => string) {
    this.#redact = redact;
  }

  of(value: EsqlValue): Shown {
    if (!Array.isArray(value)) return this.#scalar(value as Scalar | null);
    const list = value as readonly Scalar[];
    let bytes = 0;
    const kept: Shown[] = [];
    for (const each of list.slice(0, mostValues)) {
      const shown = this.#scalar(each);
      bytes += shown.bytes;
      if (bytes > mostBytes) break;
      kept.push(shown);
    }
    return {
      shown: kept.map(({ shown }) => shown as Scalar),
      which: kept.map(({ which }) => which as Scalar),
      isCut: kept.length < list.length,
      bytes,
    };
  }

  /** @returns by what the value is told apart from others, in each process */
  whichOf(value: Scalar | null): Scalar | null {
    return this.#scalar(value).which as Scalar | null;
  }

  #scalar(value: Scalar | null): Shown {
    if (typeof value !== 'string') return { shown: value, which: value, isCut: false, bytes: 24 };
    const text = this.#redact(value);
    const shown = Buffer.byteLength(text) <= longestText ? text : cut(text);
    // A text of a caller's cannot be taken for what stands for another one.
    const isItself = shown === value && !value.startsWith('~');
    const which = isItself ? value : `~${hash('sha256', value, 'base64url').slice(0, 22)}`;
    const bytes = shown.length + 4 + (plain.test(shown) ? 0 : 5 * shown.length);
    return { shown, which, isCut: false, bytes: bytes + (isItself ? 0 : 32) };
  }
}

/** JSON writes it as it is, a byte each. */
const plain = /^[ !#-[\]-~]*$/;

function cut(text: string): string {
  return `${Buffer.from(text)
    .subarray(0, longestText)
    .toString()
    .replace(/\ufffd+$/, '')}…`;
}
