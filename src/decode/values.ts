/** Splits bytes into JSON values: glued envelopes, arrays, lists of events, pretty-printed values. */
import { beginsCutMark, CUT_MARK, type CutReason } from './cut.ts';
import { JsonScanner, type ScanStatus } from './json-scanner.ts';
import { isBlank } from './json-text.ts';
import { LOOK_AROUND, Resync, type Surroundings } from './resync.ts';
import type { Remainder, Splitter } from './splitter.ts';
import { ByteWindow, PatternFinder } from './window.ts';

/** Reads the items of one list. */
export type ItemReader = (text: string, cut?: CutReason) => void;

/** Takes the values that were split. */
export interface ValueReader {
  /**
   * Reads a text if it is one whole JSON value. Of an envelope, only the first log events are read at once: call
   * `readOn` for the others, while `hasUnread`, before anything else is read.
   * @returns whether the text is one JSON value
   */
  readWhole(text: string): boolean;
  /**
   * Reads what can be read of a broken value.
   * @param text up to where the next value may begin
   * @param cut says that the text is only a value's beginning
   */
  readBroken(text: string, cut?: CutReason): void;
  /**
   * Begins a list too long to be parsed in one, or broken.
   * @param header the text of the object that holds the list, up to the list; empty for an array
   * @returns what reads the text of its items
   */
  openList(header: string): ItemReader;
  /** Reports that something is missing of which only `text` is left. */
  lose(text: string, detail: string): void;
  /** Whether an object may hold a list of records: one that is long or broken is then read by its items. */
  readonly knowsLists: boolean;
  readonly hasUnread: boolean;
  /** Reads some more of the log events that `readWhole` left. */
  readOn(): void;
}

/**
 * Objects with a list are parsed as one up to this size, which is faster; of longer ones the items are read one by
 * one, so that memory does not grow with the list.
 */
const LIST_BYTES = 1024 * 1024;

/** How many items of a list are read before the reader's records are taken. */
const ITEMS_AT_ONCE = 64;

const MARK_ALONE = 'the mark of a cut record, with no cut record before it';
const NOT_CLOSED = 'the list of events is not closed; what it had behind its last item is lost';

const CLOSE_OBJECT = 0x7d;
const CLOSE_ARRAY = 0x5d;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

type State =
  /** Before a value. */
  | 'between'
  /** Within a value, whose bytes are kept. */
  | 'value'
  /** Behind the beginning of something that is no value, before the next value. */
  | 'junk'
  /** Within a value that is too long: its further bytes are not kept. */
  | 'rest';

interface List {
  readonly read: ItemReader;
  /** The text before the list in its object; undefined if the list is a top-level array. */
  readonly header: string | undefined;
}

/**
 * Top-level values may follow each other with or without white space or commas; the elements of an array, and the
 * items of a long list, count as top-level values. A broken value costs itself; the next is looked for after it. All
 * bytes but white space, commas and cut marks reach the reader, whatever they are, and in linear time.
 */
export class ValueSplitter implements Splitter {
  readonly #reader: ValueReader;
  readonly #maxBytes: number;
  readonly #listBytes: number;
  readonly #window = new ByteWindow();
  readonly #scanner = new JsonScanner();
  readonly #resync = new Resync(this.#window);
  readonly #newlines = new PatternFinder('\n', this.#window);
  readonly #glues = new PatternFinder('}{', this.#window);
  #state: State = 'between';
  #list: List | undefined;
  /** Whether another value ends before this one in the same line. */
  #isGlued = false;
  #mayBeOneLine = true;
  #surroundings: Surroundings = 'values';
  /** How many items of lists may still be read before the records so far are taken. */
  #itemsLeft = ITEMS_AT_ONCE;
  /** Up to here was scanned to find out that a list has to be read item by item. It is not scanned for that again. */
  #listedTo = 0;

  constructor(reader: ValueReader, maxBytes: number) {
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

  end(cut?: CutReason): Remainder {
    this.#run(true);
    const { end } = this.#window;
    const text = this.#state === 'value' ? this.#window.text(end) : '';
    if (text !== '') this.#readBroken(text, cut);
    this.#window.consume(end);
    // If the input is cut, the caller reports that.
    if (this.#list !== undefined && cut === undefined) this.#leaveList(this.#list);
    return { text, position: undefined };
  }

  /**
   * Splits the bytes that are there. Before the end of the input, it stops behind an envelope with unread log events
   * and after `ITEMS_AT_ONCE` items of a list, so that the records so far can be taken.
   */
  #run(ended: boolean): void {
    do {
      while (ended && this.#reader.hasUnread) this.#reader.readOn();
    } while (this.#maySplit(ended) && (this.#step(ended) || (ended && this.#leaveUnclosed())));
  }

  #maySplit(ended: boolean): boolean {
    return !this.#reader.hasUnread && (ended || this.#itemsLeft > 0);
  }

  /** Does one step with the bytes that are there. @returns false if more bytes are needed */
  #step(ended: boolean): boolean {
    switch (this.#state) {
      case 'between':
        return this.#findValue(ended);
      case 'value':
        return (this.#mayBeOneLine && this.#takeAsLine(ended)) || this.#scanValue(ended);
      case 'junk':
        return this.#window.begin < this.#window.end && this.#takeBroken(ended);
      case 'rest':
        return this.#passRest(ended);
    }
  }

  #findValue(ended: boolean): boolean {
    const window = this.#window;
    let at = window.begin;
    let byte = window.byteAt(at);
    while (byte !== undefined && (byte === COMMA || isBlank(byte))) {
      if (byte === NEWLINE) this.#isGlued = false;
      at += 1;
      byte = window.byteAt(at);
    }
    window.consume(at);
    if (byte === undefined) return false;
    if (byte === CLOSE_ARRAY && this.#list !== undefined) {
      window.consume(at + 1);
      this.#closeList(this.#list);
      return true;
    }
    if (byte === OPEN_ARRAY && this.#list === undefined) return this.#beginBracket(ended);
    this.#begin(byte === OPEN_OBJECT || this.#list !== undefined ? 'value' : 'junk');
    return true;
  }

  /** A bracket opens an array of records, or the mark of a cut record; anything else is text. */
  #beginBracket(ended: boolean): boolean {
    const { begin, end } = this.#window;
    const bytes = this.#window.view(Math.min(end, begin + LOOK_AROUND));
    const isAll = ended || bytes.length === LOOK_AROUND;
    const next = bytes.subarray(1).find((byte) => !isBlank(byte));
    const mark = beginsCutMark(bytes);
    if (mark === 'whole') {
      this.#reader.lose(CUT_MARK, MARK_ALONE);
      this.#window.consume(begin + CUT_MARK.length);
    } else if (!isAll && (next === undefined || mark === 'begun')) {
      return false;
    } else if (next === OPEN_OBJECT || next === OPEN_ARRAY || next === CLOSE_ARRAY || next === undefined) {
      this.#window.consume(begin + 1);
      this.#list = { read: this.#reader.openList(''), header: undefined };
    } else {
      this.#begin('junk');
    }
    return true;
  }

  #begin(state: 'value' | 'junk'): void {
    const isText = state === 'junk' && !this.#isGlued;
    this.#surroundings = this.#list !== undefined ? 'items' : isText ? 'text' : 'values';
    this.#state = state;
    this.#mayBeOneLine = true;
    this.#scanner.reset();
  }

  /** A value ends at `offset`. */
  #finish(offset: number): void {
    this.#window.consume(offset);
    this.#state = 'between';
    this.#isGlued = true;
  }

  #closeList({ header }: List): void {
    this.#list = undefined;
    this.#isGlued = true;
    if (header === undefined) return;
    this.#scanner.resumeInObject();
    this.#state = 'rest';
  }

  #leaveList({ header = '' }: List): void {
    this.#list = undefined;
    this.#reader.lose(header, NOT_CLOSED);
  }

  /**
   * The fast path for a value in one line: the text up to the next newline or `}{` is tried as one JSON value.
   * @returns whether it was one; otherwise the scanner goes over the value
   */
  #takeAsLine(ended: boolean): boolean {
    const { begin, end } = this.#window;
    if (this.#list !== undefined) {
      this.#mayBeOneLine = false;
      return false;
    }
    const boundary = Math.min(this.#newlines.next(begin), this.#glues.next(begin) + 1);
    const longest = begin + this.#listBytes;
    if (boundary > Math.min(end, longest)) {
      if (ended || end >= longest) this.#mayBeOneLine = false;
      return false;
    }
    this.#mayBeOneLine = false;
    const last = this.#window.byteAt(boundary - 1);
    if (last !== CLOSE_OBJECT && last !== CARRIAGE_RETURN) return false;
    if (!this.#reader.readWhole(this.#window.text(boundary))) return false;
    this.#finish(boundary);
    return true;
  }

  #scanValue(ended: boolean): boolean {
    if (this.#mayBeOneLine) return false;
    const { begin, end } = this.#window;
    let status = this.#scanner.advance(this.#window.view(Math.min(end, begin + this.#listBytes)));
    if (status === 'more' && end >= begin + this.#listBytes) {
      if (this.#openList()) return true;
      status = this.#scanner.advance(this.#window.view(Math.min(end, begin + this.#maxBytes)));
    }
    return this.#afterScan(status, ended);
  }

  #afterScan(status: ScanStatus, ended: boolean): boolean {
    const { begin, end } = this.#window;
    if (status === 'done') {
      const valueEnd = begin + this.#scanner.offset;
      const text = this.#window.text(valueEnd);
      if (this.#list?.header !== undefined && this.#scanner.listAt >= 0) this.#leaveList(this.#list);
      if (this.#list === undefined) this.#reader.readWhole(text);
      else this.#readItem(this.#list, text);
      this.#finish(valueEnd);
      return true;
    }
    if (status === 'broken') return this.#takeBroken(ended);
    if (end - begin < this.#maxBytes) return false;
    this.#readBroken(this.#window.text(begin + this.#maxBytes), 'too-long');
    this.#window.consume(begin + this.#maxBytes);
    this.#scanner.forget(0);
    this.#state = 'rest';
    return true;
  }

  /** Reads a broken value, which reaches up to where the next one may begin. */
  #takeBroken(ended: boolean): boolean {
    if (this.#openList()) return true;
    const { begin, end } = this.#window;
    const next = this.#resync.next(begin + this.#scanner.offset, this.#surroundings, ended);
    const longest = begin + this.#maxBytes;
    if (next > Math.min(end, longest) && end < longest + LOOK_AROUND && !ended) return false;
    const valueEnd = Math.min(next, end, longest);
    this.#readBroken(this.#window.text(valueEnd));
    this.#finish(valueEnd);
    if (next > valueEnd) {
      this.#scanner.reset();
      this.#state = 'junk';
    }
    return true;
  }

  /** At the end of the input: a value that is not closed may have taken the values behind it for its own. */
  #leaveUnclosed(): boolean {
    if (this.#state !== 'value') return false;
    if (this.#openList()) return true;
    const next = this.#resync.lineStartBefore(this.#window.end);
    if (next === undefined) return false;
    this.#readBroken(this.#window.text(next));
    this.#finish(next);
    return true;
  }

  #passRest(ended: boolean): boolean {
    const { begin, end } = this.#window;
    const status = this.#scanner.advance(this.#window.view(end));
    const at = begin + this.#scanner.offset;
    if (status === 'done') {
      this.#finish(at);
      return true;
    }
    if (status === 'more') {
      const kept = Math.min(at - begin, LOOK_AROUND);
      this.#window.consume(at - kept);
      this.#scanner.forget(kept);
      return false;
    }
    const start = this.#resync.startAt(at, 'values', ended);
    if (start === Number.POSITIVE_INFINITY) return false;
    this.#finish(start ?? at);
    return true;
  }

  /**
   * Goes on with the items of the list that the value has, if it has one. An object with a list is no item of another
   * object's list: that one has lost its end.
   */
  #openList(): boolean {
    if (!this.#reader.knowsLists) return false;
    const { begin } = this.#window;
    const listAt = begin + this.#scanner.listAt;
    if (this.#scanner.listAt < 0 || listAt < this.#listedTo) return false;
    if (this.#list !== undefined) {
      if (this.#list.header === undefined) return false;
      this.#leaveList(this.#list);
    }
    this.#listedTo = begin + this.#scanner.offset;
    const header = this.#window.text(listAt);
    this.#list = { read: this.#reader.openList(header), header };
    this.#finish(listAt + 1);
    return true;
  }

  #readBroken(text: string, cut?: CutReason): void {
    if (this.#list === undefined) this.#reader.readBroken(text, cut);
    else this.#readItem(this.#list, text, cut);
  }

  #readItem(list: List, text: string, cut?: CutReason): void {
    this.#itemsLeft -= 1;
    list.read(text, cut);
  }
}
