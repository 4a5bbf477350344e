/** Splits bytes into JSON values: glued envelopes, arrays, lists of events, pretty-printed values. */
import { JsonScanner, type ScanStatus } from './json-scanner.ts';
import { isBlank } from './json-text.ts';
import type { Cut, ItemReader, RecordReader } from './record-reader.ts';
import type { Remainder, Splitter } from './splitter.ts';
import { ByteWindow, PatternFinder } from './window.ts';

/**
 * Objects with a list are parsed as one up to this size, which is faster; of longer ones the items are read one by
 * one, so that memory does not grow with the list.
 */
const LIST_BYTES = 1024 * 1024;

/** Items of a list that are read before the reader's records are taken. */
const ITEMS_AT_ONCE = 64;

const CLOSE_OBJECT = 0x7d;
const CLOSE_ARRAY = 0x5d;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const COMMA = 0x2c;
const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;

type State =
  /** Before a value. */
  | 'between'
  /** Within a value, which is kept. */
  | 'value'
  /** Within a value of which no more is kept. */
  | 'rest'
  /** Within a broken value, before the place where the next may begin. */
  | 'broken';

/**
 * Top-level values may follow each other with or without white space or commas; the elements of an array, and the
 * items of a long list, count as top-level values. A broken value costs itself; the next is looked for after it.
 * The time is linear in the bytes, whatever they are.
 */
export class ValueSplitter implements Splitter {
  readonly #reader: RecordReader;
  readonly #maxBytes: number;
  readonly #listBytes: number;
  readonly #window = new ByteWindow();
  readonly #scanner = new JsonScanner();
  readonly #newlines = new PatternFinder('\n', this.#window);
  readonly #glues = new PatternFinder('}{', this.#window);
  readonly #itemGlues = new PatternFinder('},{', this.#window);
  /** In pretty-printed values only a top-level one begins its line. */
  readonly #lineStarts = new PatternFinder('\n{', this.#window);
  #state: State = 'between';
  /** Reads the items of the list that is open, if one is. */
  #list: { readonly read: ItemReader; readonly isOfObject: boolean } | undefined;
  #isFresh = true;
  /** Items of lists that may still be read before the records in between are taken. */
  #itemsLeft = ITEMS_AT_ONCE;
  /** What was scanned as part of a broken value is scanned once more, not again and again. */
  #rescannedTo = 0;

  constructor(reader: RecordReader, maxBytes: number) {
    this.#reader = reader;
    this.#maxBytes = maxBytes;
    this.#listBytes = Math.min(LIST_BYTES, maxBytes);
  }

  push(chunk: Buffer): void {
    this.#itemsLeft = ITEMS_AT_ONCE;
    this.#window.append(chunk);
    this.#run(false);
  }

  resume(): boolean {
    if (!this.#reader.hasUnread && this.#itemsLeft > 0) return false;
    this.#itemsLeft = ITEMS_AT_ONCE;
    this.#reader.readOn();
    this.#run(false);
    return true;
  }

  end(cut: boolean): Remainder {
    this.#run(true);
    const { end } = this.#window;
    const text = this.#state === 'value' ? this.#window.text(end) : '';
    if (text !== '') this.#emit(text, cut ? 'stream-end' : undefined);
    this.#window.consume(end);
    return { text, position: undefined };
  }

  /**
   * Splits up to the end of what is there; unless that is all, no further than an envelope of which much is unread, or
   * than some items of a list.
   */
  #run(ended: boolean): void {
    do {
      while (ended && this.#reader.hasUnread) this.#reader.readOn();
    } while (this.#maySplit(ended) && (this.#step(ended) || (ended && this.#leaveUnclosed())));
  }

  #maySplit(ended: boolean): boolean {
    return !this.#reader.hasUnread && (ended || this.#itemsLeft > 0);
  }

  /** Does what can be done with the bytes there are; returns whether it came to an end of something. */
  #step(ended: boolean): boolean {
    switch (this.#state) {
      case 'between':
        return this.#findValue();
      case 'value':
        return (this.#isFresh && this.#takeAsLine(ended)) || this.#scanValue(ended);
      case 'rest':
        return this.#passRest();
      case 'broken':
        return this.#passBroken(ended);
    }
  }

  #findValue(): boolean {
    const window = this.#window;
    let at = window.begin;
    let byte = window.byteAt(at);
    while (byte !== undefined && (byte === COMMA || isBlank(byte))) {
      at += 1;
      byte = window.byteAt(at);
    }
    window.consume(at);
    if (byte === undefined) return false;
    if (byte === CLOSE_ARRAY && this.#list !== undefined) {
      window.consume(at + 1);
      this.#closeList(this.#list.isOfObject);
    } else if (byte === OPEN_ARRAY && this.#list === undefined) {
      window.consume(at + 1);
      this.#list = { read: (text, cut) => this.#reader.read(text, undefined, cut), isOfObject: false };
    } else {
      this.#beginValue();
    }
    return true;
  }

  #beginValue(): void {
    this.#state = 'value';
    this.#isFresh = true;
    this.#scanner.reset();
  }

  #closeList(isOfObject: boolean): void {
    this.#list = undefined;
    if (!isOfObject) return;
    this.#scanner.resumeInObject();
    this.#state = 'rest';
  }

  /**
   * The fast way for values in one line: up to the next newline or `}{` is a value if it parses as one.
   * @returns whether something was done; false leaves the value to the scanner
   */
  #takeAsLine(ended: boolean): boolean {
    const { begin, end } = this.#window;
    if (this.#list !== undefined || this.#window.byteAt(begin) !== OPEN_OBJECT) {
      this.#isFresh = false;
      return false;
    }
    const boundary = this.#boundaryFrom(begin);
    const longest = begin + this.#listBytes;
    if (boundary > Math.min(end, longest)) {
      if (ended || end >= longest) this.#isFresh = false;
      return false;
    }
    this.#isFresh = false;
    const last = this.#window.byteAt(boundary - 1);
    if (last !== CLOSE_OBJECT && last !== CARRIAGE_RETURN) return false;
    if (!this.#reader.readWhole(this.#window.text(boundary), undefined)) return false;
    this.#window.consume(boundary);
    this.#state = 'between';
    return true;
  }

  #scanValue(ended: boolean): boolean {
    // Fresh means that the end of the line has not come yet.
    if (this.#isFresh) return false;
    const { begin, end } = this.#window;
    let status = this.#scanner.advance(this.#window.view(Math.min(end, begin + this.#listBytes)));
    if (status === 'more' && end >= begin + this.#listBytes) {
      const { listAt } = this.#scanner;
      if (listAt >= 0 && this.#list === undefined) {
        this.#openList(begin + listAt);
        return true;
      }
      status = this.#scanner.advance(this.#window.view(Math.min(end, begin + this.#maxBytes)));
    }
    return this.#afterScan(status, ended);
  }

  #afterScan(status: ScanStatus, ended: boolean): boolean {
    const { begin, end } = this.#window;
    if (status === 'done') {
      const valueEnd = begin + this.#scanner.offset;
      const text = this.#window.text(valueEnd);
      if (this.#list === undefined) this.#reader.readWhole(text, undefined);
      else this.#readItem(text);
      this.#window.consume(valueEnd);
      this.#state = 'between';
      return true;
    }
    if (status === 'broken') return this.#takeBroken(ended);
    if (end - begin < this.#maxBytes) return false;
    this.#emit(this.#window.text(begin + this.#maxBytes), 'too-long');
    this.#window.consume(begin + this.#maxBytes);
    this.#scanner.forget();
    this.#state = 'rest';
    return true;
  }

  /** A broken value goes up to where the next may begin. */
  #takeBroken(ended: boolean): boolean {
    const { begin, end } = this.#window;
    const next = this.#nextAfterBroken(begin + this.#scanner.offset);
    const longest = begin + this.#maxBytes;
    if (next > Math.min(end, longest) && end < longest && !ended) return false;
    const valueEnd = Math.min(next, end, longest);
    this.#emit(this.#window.text(valueEnd));
    this.#window.consume(valueEnd);
    this.#state = next <= valueEnd ? 'between' : 'broken';
    return true;
  }

  /** At the end of the bytes: a value that is not closed may have taken the values after it for its own. */
  #leaveUnclosed(): boolean {
    if (this.#state !== 'value') return false;
    const next = this.#lineStartBefore(this.#window.end);
    if (next === undefined) return false;
    this.#emit(this.#window.text(next));
    this.#window.consume(next);
    this.#state = 'between';
    return true;
  }

  #passBroken(ended: boolean): boolean {
    const { begin, end } = this.#window;
    const next = this.#nextAfterBroken(begin);
    if (next <= end) this.#state = 'between';
    this.#window.consume(next <= end ? next : ended ? end : Math.max(begin, end - 2));
    return next <= end;
  }

  #passRest(): boolean {
    const { begin, end } = this.#window;
    if (begin === end) return false;
    const status = this.#scanner.advance(this.#window.view(end));
    this.#window.consume(begin + this.#scanner.offset);
    this.#scanner.forget();
    if (status === 'more') return false;
    const isNext = status === 'done' || this.#window.byteAt(this.#window.begin) === OPEN_OBJECT;
    this.#state = isNext ? 'between' : 'broken';
    return true;
  }

  #openList(listAt: number): void {
    this.#list = { read: this.#reader.openList(this.#window.text(listAt)), isOfObject: true };
    this.#window.consume(listAt + 1);
    this.#state = 'between';
  }

  #emit(text: string, cut?: Cut): void {
    if (this.#list === undefined) this.#reader.read(text, undefined, cut);
    else this.#readItem(text, cut);
  }

  #readItem(text: string, cut?: Cut): void {
    this.#itemsLeft -= 1;
    this.#list?.read(text, cut);
  }

  /** The end of the line, or of the value before another that is glued to it. */
  #boundaryFrom(offset: number): number {
    return Math.min(this.#newlines.next(offset), this.#glues.next(offset) + 1);
  }

  #lineStartBefore(offset: number): number | undefined {
    const lineStart = this.#lineStarts.next(Math.max(this.#window.begin, this.#rescannedTo)) + 1;
    if (lineStart >= offset) return undefined;
    this.#rescannedTo = offset;
    return lineStart;
  }

  /**
   * The offset at which a value may begin, after one that broke at `offset`. If it had lost its end, what follows
   * was scanned as part of it: up to the next top-level value, to its brace, or to the quote that closed a string.
   */
  #nextAfterBroken(offset: number): number {
    const window = this.#window;
    const lineStart = this.#lineStartBefore(offset);
    if (lineStart !== undefined) return lineStart;
    if (offset > window.begin && window.byteAt(offset) === OPEN_OBJECT) return offset;
    const quote = offset - 1;
    if (
      quote - 1 > window.begin &&
      window.byteAt(quote) === QUOTE &&
      window.byteAt(quote - 1) === OPEN_OBJECT
    ) {
      return quote - 1;
    }
    const boundary = this.#boundaryFrom(offset);
    return this.#list === undefined ? boundary : Math.min(boundary, this.#itemGlues.next(offset) + 1);
  }
}
