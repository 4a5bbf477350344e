/** From the text of a record to audit events: recognises what the record is, and takes off what is around events. */

import type { Json, JsonObject, Origin } from '../schema/audit-event.ts';
import { PoisonDeliveryError } from './batch.ts';
import { type Collector, type Place, type Position, within } from './collector.ts';
import { cutText } from './cut-text.ts';
import { isShallowText, limitDepth } from './depth.ts';
import { type Envelope, isEnvelope, openEnvelope } from './envelope.ts';
import { beginsJson, parseJson } from './json-text.ts';
import { subscriptionLimits } from './limits.ts';
import { isPayload, openPayload, type SubscriptionPayload } from './payload.ts';
import { describe, isAuditEvent, isLabelledAuditEvent, isObject, listItems } from './recognise.ts';
import { cutMessage, type Piece, readPieces, salvage } from './salvage.ts';
import { isWrapperKey, prefixTime, stripPrefix, wrapped } from './wrapper.ts';

/** Why a text is only the beginning of a record: its length, or the end of a cut stream. */
export type Cut = 'too-long' | 'stream-end';

/** Reads the items of one list. */
export type ItemReader = (text: string, cut?: Cut) => void;

/** The log events of an envelope, read up to `next`. */
interface LogEvents {
  readonly envelope: Envelope;
  readonly items: readonly Json[];
  readonly reading: Reading;
  next: number;
}

interface Reading extends Place {
  readonly cut: Cut | undefined;
  /** How many wrappers are around the record. */
  readonly wrappers: number;
}

/** Collectors stand one behind the other, and each may wrap what it gets. */
const MOST_WRAPPERS = 4;
/** So many log events of an envelope are read at a time: together they are as large as the envelope, or larger. */
const LOG_EVENTS_AT_ONCE = 64;
const NOT_JSON = 'the record is not JSON; expected the JSON of an audit event';

export class RecordReader {
  readonly #origin: Origin;
  readonly #collector: Collector;
  readonly #maxDepth: number;
  #unread: LogEvents | undefined;

  constructor(origin: Origin, collector: Collector, maxDepth: number) {
    this.#origin = origin;
    this.#collector = collector;
    this.#maxDepth = maxDepth;
  }

  /**
   * Reads the text of one record, or of several glued together.
   * @param cut says that the text is only a record's beginning. One that is `too-long` and holds no event is
   * rejected as that; one at a stream's end is not rejected here, since the caller reports the cut stream.
   */
  read(text: string, position: Position, cut?: Cut): void {
    this.#readText(this.#reading(text, position, cut));
  }

  /**
   * Reads a record if the text is one whole JSON value; returns whether it is. Of an envelope's log events the first
   * are read; `readOn` reads the others, before anything else is.
   */
  readWhole(text: string, position: Position): boolean {
    const value = parseJson(text);
    if (value === undefined) return false;
    const reading = this.#reading(text, position, undefined);
    if (isObject(value) && isEnvelope(value)) {
      this.#unread = this.#logEventsOf(value, reading);
      this.readOn();
    } else {
      this.#readValue(value, reading);
    }
    return true;
  }

  get hasUnread(): boolean {
    return this.#unread !== undefined;
  }

  /** Reads some more of what `readWhole` left. */
  readOn(): void {
    if (this.#unread === undefined) return;
    this.#readLogEvents(this.#unread, LOG_EVENTS_AT_ONCE, undefined);
    if (this.#unread.next === this.#unread.items.length) this.#unread = undefined;
  }

  /** Reads an envelope of CloudWatch Logs that was parsed from the text. */
  readEnvelope(envelope: JsonObject, text: string): void {
    this.#readEnvelope(envelope, this.#reading(text, undefined, undefined), undefined);
  }

  /**
   * Begins a list too long to be parsed in one.
   * @param header the text of the object that holds the list, up to the list
   * @returns what reads the text of its items
   */
  openList(header: string): ItemReader {
    const object = salvage(header) as JsonObject;
    if (!isEnvelope(object)) return (text, cut) => this.read(text, undefined, cut);
    const envelope = this.#openEnvelope(object, this.#reading(header, undefined, undefined));
    if (envelope === undefined) return () => {};
    return (text, cut) => {
      const piece = readPieces(text).next().value;
      if (piece === undefined) return;
      this.#readLogEvent(
        piece.value ?? null,
        cutMessage(piece, 1),
        envelope,
        this.#reading(text, undefined, cut),
      );
    };
  }

  #reading(text: string, position: Position, cut: Cut | undefined): Reading {
    return { origin: this.#origin, position, text, cut, wrappers: 0 };
  }

  #readText(reading: Reading): void {
    const text = beginsJson(reading.text) ? reading.text : stripPrefix(reading.text);
    if (text === '') return;
    if (!beginsJson(text)) {
      this.#rejectText(reading, 'the record is text; expected the JSON of an audit event');
      return;
    }
    const value = reading.cut === undefined ? parseJson(text) : undefined;
    const record = text === reading.text ? reading : { ...reading, text };
    if (value !== undefined) this.#readValue(value, record);
    else this.#readPieces({ ...record, loggedAt: reading.loggedAt ?? prefixTime(reading.text) });
  }

  /** Reads text that may be several values, or less than one. */
  #readPieces(reading: Reading): void {
    const { text, position } = reading;
    let count = 0;
    let isComplete = true;
    for (const piece of readPieces(text)) {
      count += 1;
      const isAlone = count === 1 && (!piece.whole || piece.text.length === text.trimEnd().length);
      const part = { ...reading, text: piece.text, position: isAlone ? position : within(position, count) };
      if (piece.whole) this.#readValue(piece.value ?? null, part);
      else this.#readCut(piece, part);
      isComplete = piece.whole;
    }
    if (count > 1 && !isComplete && reading.cut === 'too-long') {
      this.#rejectText(reading, 'the record is longer than is read; what follows its beginning is lost');
    }
  }

  /** Reads what was complete of a record that was cut, or is broken. */
  #readCut(piece: Piece, reading: Reading): void {
    const { value, cutString } = piece;
    if (value === undefined || !(Array.isArray(value) || isObject(value))) {
      this.#rejectText(reading, NOT_JSON);
      return;
    }
    const items = Array.isArray(value) ? value : isObject(value) ? listItems(value) : undefined;
    if (items === undefined) limitDepth(value, this.#maxDepth);
    if (isLabelledAuditEvent(value)) {
      this.#collector.accept(value, reading, true, cutText(value, cutString));
    } else if (items?.some(isObject)) {
      const isLastCut = piece.openContainers > (Array.isArray(value) ? 1 : 2);
      this.#readItems(items, reading, isLastCut);
      this.#rejectText(reading, 'the list of events is cut; its items after the cut are lost');
    } else if (isObject(value) && isEnvelope(value)) {
      if (Array.isArray(value.logEvents)) this.#readEnvelope(value, reading, cutMessage(piece, 3));
      this.#rejectText(reading, 'the envelope is cut; its log events after the cut are lost');
    } else if (cutString !== undefined && cutString.depth === 1 && isWrapperKey(cutString.key)) {
      this.#readText({ ...reading, text: cutString.text, wrappers: reading.wrappers + 1 });
    } else if (isObject(value)) {
      this.#readObject(value, reading, 'not-json');
    } else {
      this.#rejectText(reading, NOT_JSON);
    }
  }

  #readValue(value: Json, reading: Reading): void {
    if (isLabelledAuditEvent(value)) {
      this.#collector.accept(value, reading, this.#limitDepth(value, reading.text));
    } else if (Array.isArray(value)) {
      this.#readItems(value, reading, false);
    } else if (!isObject(value)) {
      const detail = `the record is ${describe(value)}; expected an audit event, a JSON object`;
      this.#collector.reject(reading, 'not-an-audit-event', detail);
    } else if (isEnvelope(value)) {
      this.#readEnvelope(value, reading, undefined);
    } else if (isPayload(value)) {
      this.#readPayload(value, reading);
    } else {
      const items = listItems(value);
      const isLimited = items === undefined && this.#limitDepth(value, reading.text);
      if (items === undefined) this.#readObject(value, reading, isLimited ? 'too-deep' : undefined);
      else this.#readItems(items, reading, false);
    }
  }

  #readPayload(payload: SubscriptionPayload, reading: Reading): void {
    try {
      const { text, envelope } = openPayload(payload, subscriptionLimits().maxInflatedBytes);
      this.#readEnvelope(envelope, { ...reading, text }, undefined);
    } catch (error) {
      // Among other records of a file, a broken payload costs itself alone.
      if (!(error instanceof PoisonDeliveryError)) throw error;
      this.#collector.reject(reading, 'bad-compression', error.message);
    }
  }

  /**
   * Reads an object that does not say what it is: a wrapper, or an event without its API group.
   * @param loss why parts of it are missing, if they are
   */
  #readObject(value: JsonObject, reading: Reading, loss: 'not-json' | 'too-deep' | undefined): void {
    const content = wrapped(value);
    const inner = { ...reading, wrappers: reading.wrappers + 1 };
    const partial = loss !== undefined;
    if (content !== undefined && inner.wrappers > MOST_WRAPPERS) {
      this.#collector.reject(reading, 'too-deep', `more than ${MOST_WRAPPERS} wrappers, one in the other`);
    } else if (typeof content === 'string') {
      this.#readText({ ...inner, text: content, cut: undefined });
    } else if (content !== undefined && isLabelledAuditEvent(content)) {
      this.#collector.accept(content, reading, partial);
    } else if (isAuditEvent(value)) {
      this.#collector.accept(value, reading, partial);
    } else if (content !== undefined) {
      this.#readObject(content, inner, loss);
    } else if (loss === 'not-json') {
      this.#rejectText(reading, 'nothing that shows an audit event is left of the record');
    } else {
      const reason = loss ?? 'not-an-audit-event';
      this.#collector.reject(reading, reason, `${describe(value)}; expected an audit event`);
    }
  }

  #readItems(items: readonly Json[], reading: Reading, isLastCut: boolean): void {
    const wrappers = reading.wrappers + 1;
    if (wrappers > MOST_WRAPPERS) {
      this.#collector.reject(reading, 'too-deep', `more than ${MOST_WRAPPERS} lists, one in the other`);
      return;
    }
    for (const [index, item] of items.entries()) {
      const place = { ...reading, wrappers, position: within(reading.position, index + 1) };
      const isLimited = limitDepth(item, this.#maxDepth);
      const isCut = isLastCut && index === items.length - 1;
      if (isAuditEvent(item) && (isLabelledAuditEvent(item) || wrapped(item) === undefined)) {
        this.#collector.accept(item, place, isLimited || isCut);
      } else if (!isCut) {
        this.#readValue(item, { ...place, text: JSON.stringify(item) });
      }
    }
  }

  #readEnvelope(value: JsonObject, reading: Reading, lastMessage: string | undefined): void {
    const logEvents = this.#logEventsOf(value, reading);
    if (logEvents !== undefined) this.#readLogEvents(logEvents, logEvents.items.length, lastMessage);
  }

  #logEventsOf(value: JsonObject, reading: Reading): LogEvents | undefined {
    const envelope = this.#openEnvelope(value, reading);
    if (envelope === undefined) return undefined;
    const { logEvents } = value;
    if (Array.isArray(logEvents)) return { envelope, items: logEvents, reading, next: 0 };
    const detail = 'an envelope of CloudWatch Logs without logEvents';
    this.#collector.reject(reading, 'not-an-audit-event', detail);
    return undefined;
  }

  #readLogEvents(logEvents: LogEvents, count: number, lastMessage: string | undefined): void {
    const { envelope, items, reading, next } = logEvents;
    logEvents.next = Math.min(next + count, items.length);
    for (let index = next; index < logEvents.next; index += 1) {
      const place = { ...reading, position: within(reading.position, index + 1) };
      const cutText = index === items.length - 1 ? lastMessage : undefined;
      this.#readLogEvent(items[index] ?? null, cutText, envelope, place);
    }
  }

  /** What an envelope says of its log events; undefined if they are not to be looked at, which is then recorded. */
  #openEnvelope(header: JsonObject, reading: Reading): Envelope | undefined {
    const envelope = openEnvelope(header, this.#origin);
    if (envelope.kind === 'unknown') {
      this.#collector.reject(reading, 'not-an-audit-event', envelope.problem);
      return undefined;
    }
    if (envelope.kind === 'control') {
      this.#collector.skip('control-message', 1);
      return undefined;
    }
    return envelope;
  }

  #readLogEvent(value: Json, cutText: string | undefined, envelope: Envelope, reading: Reading): void {
    if (envelope.kind !== 'audit') {
      this.#collector.skip('not-an-audit-stream', 1);
      return;
    }
    const { origin } = envelope;
    const { id, message, timestamp } = isObject(value) ? value : {};
    const position = typeof id === 'string' ? id : reading.position;
    const wrappers = reading.wrappers + 1;
    const loggedAt = typeof timestamp === 'number' ? timestamp : undefined;
    if (typeof message === 'string') {
      this.#readText({ origin, position, text: message, cut: undefined, wrappers, loggedAt });
    } else if (cutText !== undefined) {
      this.#readText({ origin, position, text: cutText, cut: reading.cut, wrappers, loggedAt });
    } else if (reading.cut === undefined) {
      const detail = 'a log event without a message; expected the text of an audit event';
      this.#collector.reject({ origin, position, text: JSON.stringify(value) }, 'not-an-audit-event', detail);
    }
  }

  #limitDepth(value: Json, text: string): boolean {
    return !isShallowText(text.length, this.#maxDepth) && limitDepth(value, this.#maxDepth);
  }

  /** Rejects a record that is no JSON, and may be so because it was cut. */
  #rejectText(reading: Reading, detail: string): void {
    if (reading.cut === 'stream-end') return;
    this.#collector.reject(reading, reading.cut ?? 'not-json', detail);
  }
}
