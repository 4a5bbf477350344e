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
}

/** Longer texts are cut, bytes. */
const longestText = 256;
/** Of a list further values are left out. */
const mostValues = 100;
/** Likewise, bytes. */
const mostBytes = 8000;

/** Makes values fit to be stored. Most texts come again and again, so what was made of them is remembered. */
export class Showing {
  readonly #redact: (text: string) => string;
  readonly #texts = new Map<string, string>();

  /** @param redact takes secrets out of a text */
  constructor(redact: (text: string) => string) {
    this.#redact = redact;
  }

  of(value: EsqlValue): Shown {
    if (!Array.isArray(value)) {
      const scalar = value as Scalar | null;
      return { shown: this.#shown(scalar), which: this.whichOf(scalar), isCut: false };
    }
    const list = value as readonly Scalar[];
    let bytes = 0;
    const kept = list.slice(0, mostValues).filter((each) => {
      bytes += typeof each === 'string' ? Math.min(3 * each.length, longestText) : 8;
      return bytes <= mostBytes;
    });
    return {
      shown: kept.map((each) => this.#shown(each) as Scalar),
      which: kept.map((each) => this.whichOf(each) as Scalar),
      isCut: kept.length < list.length,
    };
  }

  /** @returns by what the value is told apart from others, in each process */
  whichOf(value: Scalar | null): Scalar | null {
    if (typeof value !== 'string') return value;
    // A text of a caller's cannot be taken for what stands for another one.
    if (this.#shown(value) === value && !value.startsWith('~')) return value;
    return `~${hash('sha256', value, 'base64url').slice(0, 22)}`;
  }

  #shown(value: Scalar | null): Scalar | null {
    if (typeof value !== 'string') return value;
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    const text = this.#redact(value);
    const shown = Buffer.byteLength(text) <= longestText ? text : cut(text);
    if (this.#texts.size >= mostKnown) this.#texts.clear();
    this.#texts.set(value, shown);
    return shown;
  }
}

const mostKnown = 10_000;

function cut(text: string): string {
  return `${Buffer.from(text)
    .subarray(0, longestText)
    .toString()
    .replace(/\ufffd+$/, '')}…`;
}
