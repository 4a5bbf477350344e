/** Finds where a JSON value ends, or breaks, in bytes that arrive piece by piece. */
import { isBlank } from './json-text.ts';

/**
 * `more`: the value is valid so far, but does not end within the bytes. `done`: it ended before `offset`.
 * `broken`: the byte at `offset` cannot follow.
 */
export type ScanStatus = 'more' | 'done' | 'broken';

/**
 * A string value without an end: the offset behind its first quote, its key, and the number of containers around it.
 */
export interface OpenString {
  readonly from: number;
  readonly to: number;
  readonly keyFrom: number;
  readonly keyTo: number;
  readonly depth: number;
}

// What may come next. The number states are those of RFC 8259, section 6.
const VALUE = 0;
const VALUE_OR_END = 1;
const KEY = 2;
const KEY_OR_END = 3;
const COLON = 4;
const AFTER_VALUE = 5;
const STRING = 6;
const ESCAPE = 7;
const HEX = 8;
const WORD = 9;
const MINUS = 10;
const ZERO = 11;
const INTEGER = 12;
const POINT = 13;
const FRACTION = 14;
const EXPONENT = 15;
const EXPONENT_SIGN = 16;
const EXPONENT_DIGITS = 17;
const DONE = 18;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The keys of lists of records: of an `EventList`, and of an envelope of CloudWatch Logs. */
const LISTS: ReadonlySet<string> = new Set(['items', 'logEvents']);

/** The deepest nesting that Kubernetes' own decoder accepts: no API object is deeper. */
const DEEPEST = 10_000;

/**
 * A validating JSON scanner (RFC 8259) that looks at every byte once. The bytes always begin with the value; a
 * caller that waits for more passes the longer view again, and the scanner goes on where it was. Bytes from 0x80
 * are accepted in strings whether or not they are UTF-8.
 */
export class JsonScanner {
  /** The next byte to look at. */
  offset = 0;
  /**
   * The bytes before this offset, with `closers()` behind them, are valid JSON with all that is complete. 0: nothing
   * is.
   */
  safe = 0;
  /** The offset of the first list of records in the outermost object; -1 if there is none. */
  listAt = -1;

  #state = VALUE;
  #inKey = false;
  #hexLeft = 0;
  #word = '';
  #wordAt = 0;
  #stringFrom = 0;
  #keyFrom = 0;
  #keyTo = 0;
  #findsList = true;
  readonly #containers: number[] = [];

  reset(): void {
    this.offset = 0;
    this.safe = 0;
    this.listAt = -1;
    this.#state = VALUE;
    this.#findsList = true;
    this.#containers.length = 0;
  }

  /** Continues as if in an object, behind one of its values. */
  resumeInObject(): void {
    this.reset();
    this.#findsList = false;
    this.#containers.push(CLOSE_OBJECT);
    this.#state = AFTER_VALUE;
  }

  /** The next view begins so many bytes before `offset`. `safe`, `listAt` and `openString` lose their meaning. */
  forget(kept: number): void {
    this.offset = kept;
    this.#findsList = false;
  }

  /** What closes the containers that are open, innermost first. */
  closers(): string {
    return String.fromCharCode(...this.#containers.toReversed());
  }

  /** @returns the string value in which the bytes end, without an incomplete escape at its end */
  openString(): OpenString | undefined {
    const broken = this.#state === ESCAPE ? 1 : this.#state === HEX ? 6 - this.#hexLeft : 0;
    if ((this.#state !== STRING && broken === 0) || this.#inKey) return undefined;
    const depth = this.#containers.length;
    return {
      from: this.#stringFrom,
      to: this.offset - broken,
      keyFrom: this.#keyFrom,
      keyTo: this.#keyTo,
      depth,
    };
  }

  advance(bytes: Uint8Array): ScanStatus {
    const end = bytes.length;
    let at = this.offset;
    let status: ScanStatus = 'more';
    while (at < end) {
      if (this.#state === STRING) {
        at = endOfPlainText(bytes, at);
        if (at === end) break;
      }
      const byte = bytes[at] as number;
      const step = this.#step(byte, at, bytes);
      if (step === BROKEN) {
        status = 'broken';
        break;
      }
      at += step;
      if (this.#state === DONE) {
        status = 'done';
        break;
      }
    }
    this.offset = at;
    return status;
  }

  /**
   * Takes one byte. @returns 1; 0 if the byte ended a number and has to be looked at again; BROKEN if it cannot follow
   */
  #step(byte: number, at: number, bytes: Uint8Array): number {
    switch (this.#state) {
      case STRING:
        return this.#stringByte(byte, at);
      case ESCAPE:
        return this.#escapeByte(byte);
      case HEX:
        if (!isHexDigit(byte)) return BROKEN;
        this.#hexLeft -= 1;
        if (this.#hexLeft === 0) this.#state = STRING;
        return 1;
      case WORD:
        if (byte !== this.#word.charCodeAt(this.#wordAt)) return BROKEN;
        this.#wordAt += 1;
        if (this.#wordAt === this.#word.length) this.#endValue(at + 1);
        return 1;
      case VALUE:
      case VALUE_OR_END:
      case KEY:
      case KEY_OR_END:
      case COLON:
      case AFTER_VALUE:
        return isBlank(byte) ? 1 : this.#structureByte(byte, at, bytes);
      default: {
        const next = numberAfter(this.#state, byte);
        if (next === BROKEN) {
          if (!isWholeNumber(this.#state)) return BROKEN;
          this.#endValue(at);
          return 0;
        }
        this.#state = next;
        return 1;
      }
    }
  }

  #stringByte(byte: number, at: number): number {
    if (byte === BACKSLASH) {
      this.#state = ESCAPE;
      return 1;
    }
    if (byte !== QUOTE) return BROKEN;
    if (this.#inKey) {
      this.#keyTo = at;
      this.#state = COLON;
    } else {
      this.#endValue(at + 1);
    }
    return 1;
  }

  #escapeByte(byte: number): number {
    if (byte === 0x75) {
      this.#state = HEX;
      this.#hexLeft = 4;
      return 1;
    }
    if (!ESCAPABLE.has(byte)) return BROKEN;
    this.#state = STRING;
    return 1;
  }

  #structureByte(byte: number, at: number, bytes: Uint8Array): number {
    const state = this.#state;
    if (state === COLON) {
      if (byte !== 0x3a) return BROKEN;
      this.#state = VALUE;
      return 1;
    }
    if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      const empty = byte === CLOSE_OBJECT ? KEY_OR_END : VALUE_OR_END;
      if ((state !== AFTER_VALUE && state !== empty) || this.#containers.at(-1) !== byte) return BROKEN;
      this.#containers.pop();
      this.#endValue(at + 1);
      return 1;
    }
    if (state === AFTER_VALUE) {
      if (byte !== COMMA) return BROKEN;
      this.#state = this.#containers.at(-1) === CLOSE_OBJECT ? KEY : VALUE;
      return 1;
    }
    if (state === KEY || state === KEY_OR_END) {
      if (byte !== QUOTE) return BROKEN;
      this.#inKey = true;
      this.#keyFrom = at + 1;
      this.#state = STRING;
      return 1;
    }
    return this.#beginValue(byte, at, bytes);
  }

  #beginValue(byte: number, at: number, bytes: Uint8Array): number {
    switch (byte) {
      case QUOTE:
        this.#inKey = false;
        this.#stringFrom = at + 1;
        this.#state = STRING;
        return 1;
      case OPEN_OBJECT:
        return this.#open(CLOSE_OBJECT, KEY_OR_END, at);
      case OPEN_ARRAY:
        if (this.#findsList && this.#isListOfOutermost(bytes)) {
          this.#findsList = false;
          this.listAt = at;
        }
        return this.#open(CLOSE_ARRAY, VALUE_OR_END, at);
      case 0x74:
        return this.#beginWord('true');
      case 0x66:
        return this.#beginWord('false');
      case 0x6e:
        return this.#beginWord('null');
      default: {
        const next = numberAfter(VALUE, byte);
        if (next === BROKEN) return BROKEN;
        this.#state = next;
        return 1;
      }
    }
  }

  #beginWord(word: string): number {
    this.#word = word;
    this.#wordAt = 1;
    this.#state = WORD;
    return 1;
  }

  #open(closer: number, state: number, at: number): number {
    if (this.#containers.length === DEEPEST) return BROKEN;
    this.#containers.push(closer);
    this.#state = state;
    this.safe = at + 1;
    return 1;
  }

  #endValue(offset: number): void {
    this.safe = offset;
    this.#state = this.#containers.length === 0 ? DONE : AFTER_VALUE;
  }

  #isListOfOutermost(bytes: Uint8Array): boolean {
    if (this.#containers.length !== 1 || this.#containers[0] !== CLOSE_OBJECT) return false;
    const key = String.fromCharCode(
      ...bytes.subarray(this.#keyFrom, Math.min(this.#keyTo, this.#keyFrom + 16)),
    );
    return LISTS.has(key);
  }
}

const BROKEN = -1;
const ESCAPABLE: ReadonlySet<number> = new Set([...'"\\/bfnrt'].map((letter) => letter.charCodeAt(0)));

/** The first byte from `at` that is more than a character of a string. */
function endOfPlainText(bytes: Uint8Array, at: number): number {
  const end = bytes.length;
  let next = at;
  while (next < end) {
    const byte = bytes[next] as number;
    if (byte === QUOTE || byte === BACKSLASH || byte < 0x20) break;
    next += 1;
  }
  return next;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHexDigit(byte: number): boolean {
  const lower = byte | 0x20;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}

function isWholeNumber(state: number): boolean {
  return state === ZERO || state === INTEGER || state === FRACTION || state === EXPONENT_DIGITS;
}

/** The state of a number after one more byte, or BROKEN if the byte does not belong to it. */
function numberAfter(state: number, byte: number): number {
  if (isDigit(byte)) {
    switch (state) {
      case VALUE:
      case VALUE_OR_END:
      case MINUS:
        return byte === 0x30 ? ZERO : INTEGER;
      case INTEGER:
        return INTEGER;
      case POINT:
      case FRACTION:
        return FRACTION;
      case EXPONENT:
      case EXPONENT_SIGN:
      case EXPONENT_DIGITS:
        return EXPONENT_DIGITS;
      default:
        return BROKEN;
    }
  }
  if (byte === 0x2d && (state === VALUE || state === VALUE_OR_END)) return MINUS;
  if (byte === 0x2e && (state === ZERO || state === INTEGER)) return POINT;
  if ((byte | 0x20) === 0x65 && (state === ZERO || state === INTEGER || state === FRACTION)) return EXPONENT;
  if ((byte === 0x2b || byte === 0x2d) && state === EXPONENT) return EXPONENT_SIGN;
  return BROKEN;
}
