/** From the text of a record to audit events: recognises what the record is, and takes off what is around events. */

import type { Json, JsonObject, Origin } from '../schema/audit-event.ts';
import { PoisonDeliveryError } from './batch.ts';
import { type Collector, type Position, within } from './collector.ts';
import { type Cut, withoutCutMark } from './cut.ts';
import { cutText } from './cut-text.ts';
import { isShallowText, limitDepth } from './depth.ts';
import { isEnvelope } from './envelope.ts';
import { beginsJson, parseJson } from './json-text.ts';
import { bytesInWords, subscriptionLimits } from './limits.ts';
import { LogEventReader, type LogEvents } from './log-events.ts';
import { holdsRecord } from './nested.ts';
import { isPayload, openPayload, type SubscriptionPayload } from './payload.ts';
import type { Reading } from './reading.ts';
import { describe, isAuditEvent, isLabelledAuditEvent, isObject, listItems } from './recognise.ts';
import { cutMessage, type Salvaged, salvage } from './salvage.ts';
import { type ItemReader, type ValueReader, ValueSplitter } from './values.ts';
import { isWrapperKey, prefixTime, stripPrefix, wrapped } from './wrapper.ts';

/** Collectors stand one behind the other, and each may wrap what it gets. */
const MOST_WRAPPERS = 4;
/** So many log events of an envelope are read at a time: together they are as large as the envelope, or larger. */
const LOG_EVENTS_AT_ONCE = 64;
const NOT_JSON = 'the record is not JSON; expected the JSON of an audit event';

export class RecordReader {
  readonly #origin: Origin;
  readonly #collector: Collector;
  readonly #maxDepth: number;
  readonly #logEvents: LogEventReader;

  constructor(origin: Origin, collector: Collector, maxDepth: number) {
    this.#origin = origin;
    this.#collector = collector;
    this.#maxDepth = maxDepth;
    this.#logEvents = new LogEventReader(origin, collector, (message) => this.#readText(message));
  }

  /**
   * Reads the text of one record, or of several glued together.
   * @param cut says that the text is only a record's beginning. One that is `too-long` and holds no event is
   * rejected as that; one at a stream's end is not rejected here, since the caller reports the cut stream.
   * @param beyond how many bytes of it are not in the text
   */
  read(text: string, position: Position, cut?: Cut, beyond = 0): void {
    this.#readText(this.#reading(text, position, cut, beyond));
  }

  /** Reads the values of a stream, which are numbered. */
  values(): ValueReader {
    return this.#valuesOf(this.#reading('', undefined));
  }

  /** Reads an envelope of CloudWatch Logs that was parsed from the text. */
  readEnvelope(envelope: JsonObject, text: string): void {
    this.#readEnvelope(envelope, this.#reading(text, undefined));
  }

  #reading(text: string, position: Position, cut?: Cut, beyond = 0): Reading {
    return { origin: this.#origin, position, text, cut, beyond, wrappers: 0 };
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
    else this.#readSeveral({ ...record, loggedAt: reading.loggedAt ?? prefixTime(reading.text) });
  }

  /** Reads text that may be several values, or less than one. */
  #readSeveral(reading: Reading): void {
    const splitter = new ValueSplitter(this.#valuesOf(reading), Number.POSITIVE_INFINITY);
    splitter.push(Buffer.from(reading.text));
    const { text } = splitter.end(reading.cut);
    if (reading.cut !== 'too-long' || text.length === reading.text.length) return;
    const found = 'the record is longer than is read; what follows its beginning is lost';
    this.#rejectText(text === '' ? { ...reading, text } : reading, found);
  }

  /** @param base the text that the values are in; one without a position is a stream */
  #valuesOf(base: Reading): ValueReader {
    const length = withoutCutMark(base.text).trimEnd().length;
    let count = 0;
    let unread: LogEvents | undefined;
    const place = (text: string, cut: Cut | undefined): Reading => {
      count += 1;
      const isAlone = count === 1 && text.length >= length;
      const position = isAlone ? base.position : within(base.position, count);
      return { ...base, text, position, cut, beyond: cut === undefined ? 0 : base.beyond };
    };
    const readOn = (): void => {
      if (unread === undefined) return;
      this.#logEvents.read(unread, LOG_EVENTS_AT_ONCE);
      if (unread.next === unread.items.length) unread = undefined;
    };
    return {
      readWhole: (text) => {
        const value = parseJson(text);
        if (value === undefined) return false;
        const reading = place(text, undefined);
        if (isObject(value) && isEnvelope(value)) {
          unread = this.#logEvents.of(value, reading);
          readOn();
        } else {
          this.#readValue(value, reading);
        }
        return true;
      },
      readBroken: (text, cut) => this.#readBroken(place(text, cut)),
      openList: (header) => this.#openList(header, base, place),
      lose: (text, detail) => this.#rejectText({ ...base, text, cut: undefined, beyond: 0 }, detail),
      get hasUnread() {
        return unread !== undefined;
      },
      readOn,
    };
  }

  #openList(header: string, base: Reading, place: (text: string, cut?: Cut) => Reading): ItemReader {
    const object = salvage(header).value;
    if (!isObject(object) || !isEnvelope(object)) {
      return (text, cut) => {
        const item = place(text, cut);
        const value = cut === undefined ? parseJson(text) : undefined;
        if (value === undefined) this.#readBroken(item);
        else this.#readValue(value, item);
      };
    }
    const envelope = this.#logEvents.open(object, { ...base, text: header });
    if (envelope === undefined) return () => {};
    return (text, cut) => {
      const item = place(text, cut);
      const whole = cut === undefined ? parseJson(text) : undefined;
      if (whole !== undefined) {
        this.#logEvents.readOne(whole, undefined, envelope, item);
        return;
      }
      const left = salvage(text);
      const read = () => this.#logEvents.readOne(left.value ?? null, cutMessage(left), envelope, item);
      this.#readLeft(item, left, read);
    };
  }

  /** Reads what was complete of a record that was cut, or is broken. */
  #readBroken(reading: Reading): void {
    const left = salvage(reading.text);
    this.#readLeft(reading, left, () => this.#readCut(left, reading));
  }

  /**
   * Reads what is left of a record, and rejects what may have been lost with the rest of it.
   * @param read returns whether it has rejected all of the record
   */
  #readLeft(reading: Reading, { value, unread }: Salvaged, read: () => boolean): void {
    // Before its depth is limited.
    const holds = holdsRecord(value);
    if (read()) return;
    if (holds) {
      const found = 'the record is cut or broken, and may have taken others for its values';
      const bytes = bytesInWords(Buffer.byteLength(reading.text));
      this.#rejectText(reading, `${found}; within its ${bytes} no other record is read`);
    } else if (unread !== '') {
      const bytes = bytesInWords(Buffer.byteLength(unread));
      this.#rejectText({ ...reading, text: unread }, `the record is broken; ${bytes} of it are not read`);
    }
  }

  #readCut({ value, cutString }: Salvaged, reading: Reading): boolean {
    if (!isObject(value)) return this.#rejectText(reading, NOT_JSON);
    if (isLabelledAuditEvent(value)) {
      limitDepth(value, this.#maxDepth);
      this.#collector.accept(value, reading, true, cutText(value, cutString));
      return false;
    }
    if (isEnvelope(value))
      return this.#rejectText(reading, 'the envelope is cut; its log events after the cut are lost');
    if (cutString?.depth === 1 && isWrapperKey(cutString.key) && wrapped(value) === undefined) {
      const content = { ...reading, text: cutString.text, wrappers: reading.wrappers + 1 };
      if (stripPrefix(content.text) === '')
        return this.#rejectText(reading, `the record is cut before the text under ${cutString.key}`);
      this.#readText(content);
      return false;
    }
    limitDepth(value, this.#maxDepth);
    return this.#readObject(value, reading, 'not-json');
  }

  #readValue(value: Json, reading: Reading): void {
    if (isLabelledAuditEvent(value)) {
      this.#collector.accept(value, reading, this.#limitDepth(value, reading.text));
    } else if (Array.isArray(value)) {
      this.#readItems(value, reading);
    } else if (!isObject(value)) {
      const detail = `the record is ${describe(value)}; expected an audit event, a JSON object`;
      this.#collector.reject(reading, 'not-an-audit-event', detail);
    } else if (isEnvelope(value)) {
      this.#readEnvelope(value, reading);
    } else if (isPayload(value)) {
      this.#readPayload(value, reading);
    } else {
      const items = listItems(value);
      const isLimited = items === undefined && this.#limitDepth(value, reading.text);
      if (items === undefined) this.#readObject(value, reading, isLimited ? 'too-deep' : undefined);
      else this.#readItems(items, reading);
    }
  }

  #readPayload(payload: SubscriptionPayload, reading: Reading): void {
    try {
      const { text, envelope } = openPayload(payload, subscriptionLimits().maxInflatedBytes);
      this.#readEnvelope(envelope, { ...reading, text });
    } catch (error) {
      // Among other records of a file, a broken payload costs itself alone.
      if (!(error instanceof PoisonDeliveryError)) throw error;
      this.#collector.reject(reading, 'bad-compression', error.message);
    }
  }

  /**
   * Reads an object that does not say what it is: a wrapper, or an event without its API group.
   * @param loss why parts of it are missing, if they are
   * @returns whether it was rejected
   */
  #readObject(value: JsonObject, reading: Reading, loss: 'not-json' | 'too-deep' | undefined): boolean {
    const content = wrapped(value);
    const inner = { ...reading, wrappers: reading.wrappers + 1 };
    if (content !== undefined && inner.wrappers > MOST_WRAPPERS) {
      this.#collector.reject(reading, 'too-deep', `more than ${MOST_WRAPPERS} wrappers, one in the other`);
      return true;
    }
    if (typeof content === 'string') {
      this.#readText({ ...inner, text: content, cut: undefined });
      return false;
    }
    const isInside = content !== undefined && isLabelledAuditEvent(content);
    if (isInside || isAuditEvent(value)) {
      this.#collector.accept(isInside ? content : value, reading, loss !== undefined);
      return false;
    }
    if (content !== undefined) return this.#readObject(content, inner, loss);
    if (loss === 'not-json')
      return this.#rejectText(reading, 'nothing that shows an audit event is left of the record');
    const detail = `${describe(value)}; expected an audit event`;
    this.#collector.reject(reading, loss ?? 'not-an-audit-event', detail);
    return true;
  }

  #readItems(items: readonly Json[], reading: Reading): void {
    const wrappers = reading.wrappers + 1;
    if (wrappers > MOST_WRAPPERS) {
      this.#collector.reject(reading, 'too-deep', `more than ${MOST_WRAPPERS} lists, one in the other`);
      return;
    }
    for (const [index, item] of items.entries()) {
      const place = { ...reading, wrappers, position: within(reading.position, index + 1) };
      const isLimited = limitDepth(item, this.#maxDepth);
      if (isAuditEvent(item) && (isLabelledAuditEvent(item) || wrapped(item) === undefined))
        this.#collector.accept(item, place, isLimited);
      else this.#readValue(item, { ...place, text: JSON.stringify(item) });
    }
  }

  #readEnvelope(value: JsonObject, reading: Reading): void {
    const logEvents = this.#logEvents.of(value, reading);
    if (logEvents !== undefined) this.#logEvents.read(logEvents, logEvents.items.length);
  }

  #limitDepth(value: Json, text: string): boolean {
    return !isShallowText(text.length, this.#maxDepth) && limitDepth(value, this.#maxDepth);
  }

  /** Rejects a record that is no JSON, and may be so because it was cut; of a cut stream, the caller does. */
  #rejectText(reading: Reading, detail: string): true {
    if (reading.cut !== 'stream-end')
      this.#collector.reject(reading, reading.cut ?? 'not-json', detail, reading.beyond);
    return true;
  }
}
