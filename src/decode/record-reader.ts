/**
 * Reads the text of records: recognises what a record is, takes wrappers off, and hands its events to the collector.
 */

import type { Json, JsonObject, Origin } from '../schema/audit-event.ts';
import { isObject } from '../schema/visit.ts';
import { PoisonDeliveryError } from './batch.ts';
import { type Collector, type Position, positionWithin } from './collector.ts';
import { type CutReason, withoutCutMark } from './cut.ts';
import { cutText } from './cut-text.ts';
import { isShallowText, limitDepth } from './depth.ts';
import { isEnvelope } from './envelope.ts';
import { beginsJson, parseJson } from './json-text.ts';
import { bytesInWords, subscriptionLimits } from './limits.ts';
import { LogEventReader, type LogEvents } from './log-events.ts';
import { holdsRecord } from './nested.ts';
import { isPayload, openPayload, type SubscriptionPayload } from './payload.ts';
import { describeRecord, isAuditEvent, isLabelledAuditEvent, listItems } from './recognise.ts';
import type { RecordText } from './record-text.ts';
import { cutMessage, type Salvaged, salvage } from './salvage.ts';
import { type ItemReader, type ValueReader, ValueSplitter } from './values.ts';
import { isWrapperKey, prefixTime, stripPrefix, wrapped } from './wrapper.ts';

/** How many wrappers may be around an event: each of several collectors in a row may add one. */
const MOST_WRAPPERS = 4;
/** How many log events of an envelope are read at once. The events take more memory than the envelope's text. */
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
   * @param cut if the text is only the beginning of a record. A record that is `too-long` and holds no event is
   * rejected for that. A record that its stream's end has cut is not rejected here, because the caller reports the cut
   * stream.
   * @param beyond the number of the record's bytes that are not in the text
   */
  read(text: string, position: Position, cut?: CutReason, beyond = 0): void {
    this.#readText(this.#record(text, position, cut, beyond));
  }

  /** @returns what reads the values of a stream. Their positions are their numbers */
  values(): ValueReader {
    return this.#valuesOf(this.#record('', undefined));
  }

  /** Reads an envelope of CloudWatch Logs that was parsed from the text. */
  readEnvelope(envelope: JsonObject, text: string): void {
    this.#readEnvelope(envelope, this.#record(text, undefined));
  }

  #record(text: string, position: Position, cut?: CutReason, beyond = 0): RecordText {
    return { origin: this.#origin, position, text, cut, beyond, wrappers: 0 };
  }

  #readText(record: RecordText): void {
    const text = beginsJson(record.text) ? record.text : stripPrefix(record.text);
    if (text === '') return;
    if (!beginsJson(text)) {
      this.#rejectText(record, 'the record is text; expected the JSON of an audit event');
      return;
    }
    const value = record.cut === undefined ? parseJson(text) : undefined;
    const bare = text === record.text ? record : { ...record, text };
    if (value !== undefined) this.#readValue(value, bare);
    else this.#readSeveral({ ...bare, loggedAt: record.loggedAt ?? prefixTime(record.text) });
  }

  /** Reads text that may hold several values, or only a part of one. */
  #readSeveral(record: RecordText): void {
    const splitter = new ValueSplitter(this.#valuesOf(record), Number.POSITIVE_INFINITY);
    splitter.push(Buffer.from(record.text));
    const { text } = splitter.end(record.cut);
    if (record.cut !== 'too-long' || text.length === record.text.length) return;
    const found = 'the record is longer than is read; what follows its beginning is lost';
    this.#rejectText(text === '' ? { ...record, text } : record, found);
  }

  /** @param base the text that holds the values; a text without a position is a stream */
  #valuesOf(base: RecordText): ValueReader {
    const length = withoutCutMark(base.text).trimEnd().length;
    let count = 0;
    let unread: LogEvents | undefined;
    const recordOf = (text: string, cut: CutReason | undefined): RecordText => {
      count += 1;
      const isAlone = count === 1 && text.length >= length;
      const position = isAlone ? base.position : positionWithin(base.position, count);
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
        const record = recordOf(text, undefined);
        if (isObject(value) && isEnvelope(value)) {
          unread = this.#logEvents.of(value, record);
          readOn();
        } else {
          this.#readValue(value, record);
        }
        return true;
      },
      readBroken: (text, cut) => this.#readBroken(recordOf(text, cut)),
      openList: (header) => this.#openList(header, base, recordOf),
      lose: (text, detail) => this.#rejectText({ ...base, text, cut: undefined, beyond: 0 }, detail),
      knowsLists: true,
      get hasUnread() {
        return unread !== undefined;
      },
      readOn,
    };
  }

  #openList(
    header: string,
    base: RecordText,
    recordOf: (text: string, cut?: CutReason) => RecordText,
  ): ItemReader {
    const object = salvage(header).value;
    if (!isObject(object) || !isEnvelope(object)) {
      return (text, cut) => {
        const item = recordOf(text, cut);
        const value = cut === undefined ? parseJson(text) : undefined;
        if (value === undefined) this.#readBroken(item);
        else this.#readValue(value, item);
      };
    }
    const envelope = this.#logEvents.open(object, { ...base, text: header });
    if (envelope === undefined) return () => {};
    return (text, cut) => {
      const item = recordOf(text, cut);
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

  /** Reads the complete part of a record that is cut or broken. */
  #readBroken(record: RecordText): void {
    const left = salvage(record.text);
    this.#readLeft(record, left, () => this.#readCut(left, record));
  }

  /**
   * Reads what is left of a damaged record, and reports what may have been lost with the rest.
   * @param read reads the value that is left; returns whether it has rejected the whole record
   */
  #readLeft(record: RecordText, { value, unread }: Salvaged, read: () => boolean): void {
    // Looked for before `limitDepth` takes deep objects away.
    const holds = holdsRecord(value);
    if (read()) return;
    if (holds) {
      const found = 'the record is cut or broken, and may have taken others for its values';
      const bytes = bytesInWords(Buffer.byteLength(record.text));
      this.#rejectText(record, `${found}; within its ${bytes} no other record is read`);
    } else if (unread !== '') {
      const bytes = bytesInWords(Buffer.byteLength(unread));
      this.#rejectText({ ...record, text: unread }, `the record is broken; ${bytes} of it are not read`);
    }
  }

  #readCut({ value, cutString }: Salvaged, record: RecordText): boolean {
    if (!isObject(value)) return this.#rejectText(record, NOT_JSON);
    if (isLabelledAuditEvent(value)) {
      limitDepth(value, this.#maxDepth);
      this.#collector.accept(value, record, true, cutText(value, cutString));
      return false;
    }
    if (isEnvelope(value))
      return this.#rejectText(record, 'the envelope is cut; its log events after the cut are lost');
    if (cutString?.depth === 1 && isWrapperKey(cutString.key) && wrapped(value) === undefined) {
      const content = { ...record, text: cutString.text, wrappers: record.wrappers + 1 };
      if (stripPrefix(content.text) === '')
        return this.#rejectText(record, `the record is cut before the text under ${cutString.key}`);
      this.#readText(content);
      return false;
    }
    limitDepth(value, this.#maxDepth);
    return this.#readObject(value, record, 'not-json');
  }

  #readValue(value: Json, record: RecordText): void {
    if (isLabelledAuditEvent(value)) {
      this.#collector.accept(value, record, this.#limitDepth(value, record.text));
    } else if (Array.isArray(value)) {
      this.#readItems(value, record);
    } else if (!isObject(value)) {
      const detail = `the record is ${describeRecord(value)}; expected an audit event, a JSON object`;
      this.#collector.reject(record, 'not-an-audit-event', detail);
    } else if (isEnvelope(value)) {
      this.#readEnvelope(value, record);
    } else if (isPayload(value)) {
      this.#readPayload(value, record);
    } else {
      const items = listItems(value);
      const isLimited = items === undefined && this.#limitDepth(value, record.text);
      if (items === undefined) this.#readObject(value, record, isLimited ? 'too-deep' : undefined);
      else this.#readItems(items, record);
    }
  }

  #readPayload(payload: SubscriptionPayload, record: RecordText): void {
    try {
      const { text, envelope } = openPayload(payload, subscriptionLimits().maxInflatedBytes);
      this.#readEnvelope(envelope, { ...record, text });
    } catch (error) {
      // In a file, a broken payload must not cost the other records.
      if (!(error instanceof PoisonDeliveryError)) throw error;
      this.#collector.reject(record, 'bad-compression', error.message);
    }
  }

  /**
   * Reads an object that does not say what it is: a wrapper, or an event without its API group.
   * @param loss why parts of the object are missing, if they are
   * @returns whether the object was rejected
   */
  #readObject(value: JsonObject, record: RecordText, loss: 'not-json' | 'too-deep' | undefined): boolean {
    const content = wrapped(value);
    const inner = { ...record, wrappers: record.wrappers + 1 };
    if (content !== undefined && inner.wrappers > MOST_WRAPPERS) {
      this.#collector.reject(record, 'too-deep', `more than ${MOST_WRAPPERS} wrappers, one in the other`);
      return true;
    }
    if (typeof content === 'string') {
      this.#readText({ ...inner, text: content, cut: undefined });
      return false;
    }
    const isInside = content !== undefined && isLabelledAuditEvent(content);
    if (isInside || isAuditEvent(value)) {
      this.#collector.accept(isInside ? content : value, record, loss !== undefined);
      return false;
    }
    if (content !== undefined) return this.#readObject(content, inner, loss);
    if (loss === 'not-json')
      return this.#rejectText(record, 'nothing that shows an audit event is left of the record');
    const detail = `${describeRecord(value)}; expected an audit event`;
    this.#collector.reject(record, loss ?? 'not-an-audit-event', detail);
    return true;
  }

  #readItems(items: readonly Json[], record: RecordText): void {
    const wrappers = record.wrappers + 1;
    if (wrappers > MOST_WRAPPERS) {
      this.#collector.reject(record, 'too-deep', `more than ${MOST_WRAPPERS} lists, one in the other`);
      return;
    }
    for (const [index, item] of items.entries()) {
      const itemRecord = { ...record, wrappers, position: positionWithin(record.position, index + 1) };
      const isLimited = limitDepth(item, this.#maxDepth);
      if (isAuditEvent(item) && (isLabelledAuditEvent(item) || wrapped(item) === undefined))
        this.#collector.accept(item, itemRecord, isLimited);
      else this.#readValue(item, { ...itemRecord, text: JSON.stringify(item) });
    }
  }

  #readEnvelope(value: JsonObject, record: RecordText): void {
    const logEvents = this.#logEvents.of(value, record);
    if (logEvents !== undefined) this.#logEvents.read(logEvents, logEvents.items.length);
  }

  #limitDepth(value: Json, text: string): boolean {
    return !isShallowText(text.length, this.#maxDepth) && limitDepth(value, this.#maxDepth);
  }

  /** Rejects a record that is not JSON, perhaps because it was cut. If the stream is cut, the caller reports it. */
  #rejectText(record: RecordText, detail: string): true {
    if (record.cut !== 'stream-end')
      this.#collector.reject(record, record.cut ?? 'not-json', detail, record.beyond);
    return true;
  }
}
