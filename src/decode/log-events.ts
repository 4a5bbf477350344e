/** Reads the log events of CloudWatch Logs' envelopes. */
import type { Json, JsonObject, Origin } from '../schema/audit-event.ts';
import { isObject } from '../schema/visit.ts';
import { type Collector, type Position, positionWithin } from './collector.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import type { RecordText } from './record-text.ts';

/** The log events of an envelope, read up to `next`. */
export interface LogEvents {
  readonly envelope: Envelope;
  readonly items: readonly Json[];
  readonly record: RecordText;
  next: number;
}

export class LogEventReader {
  readonly #origin: Origin;
  readonly #collector: Collector;
  readonly #readText: (message: RecordText) => void;

  /**
   * @param origin of the delivery
   * @param readText takes the messages
   */
  constructor(origin: Origin, collector: Collector, readText: (message: RecordText) => void) {
    this.#origin = origin;
    this.#collector = collector;
    this.#readText = readText;
  }

  /** @returns the log events of a whole envelope; undefined if they are to be skipped, which is then recorded */
  of(value: JsonObject, record: RecordText): LogEvents | undefined {
    const envelope = this.open(value, record);
    if (envelope === undefined) return undefined;
    const { logEvents } = value;
    if (Array.isArray(logEvents)) return { envelope, items: logEvents, record, next: 0 };
    const detail = 'an envelope of CloudWatch Logs without logEvents';
    this.#collector.reject(record, 'not-an-audit-event', detail);
    return undefined;
  }

  /** @returns what an envelope says of its log events; undefined if they are to be skipped, which is then recorded */
  open(header: JsonObject, record: RecordText): Envelope | undefined {
    const envelope = openEnvelope(header, this.#origin);
    if (envelope.kind === 'unknown') {
      this.#collector.reject(record, 'not-an-audit-event', envelope.problem);
      return undefined;
    }
    if (envelope.kind === 'control') {
      this.#collector.skip('control-message', 1);
      return undefined;
    }
    return envelope;
  }

  /** Reads the next `count` of the log events. */
  read(logEvents: LogEvents, count: number): void {
    const { envelope, items, record, next } = logEvents;
    logEvents.next = Math.min(next + count, items.length);
    for (let index = next; index < logEvents.next; index += 1) {
      const item = items[index] ?? null;
      const position = positionWithin(record.position, index + 1);
      if (this.#readMessage(item, envelope, position, record.wrappers)) continue;
      this.readOne(item, undefined, envelope, { ...record, position, text: JSON.stringify(item) });
    }
  }

  /**
   * @param cutMessage the rest of the message, if the log event was cut in it
   * @param record holds the text of the log event, which is used if it has no message
   * @returns whether the log event was rejected
   */
  readOne(value: Json, cutMessage: string | undefined, envelope: Envelope, record: RecordText): boolean {
    if (this.#readMessage(value, envelope, record.position, record.wrappers)) return false;
    const origin = envelope.kind === 'audit' ? envelope.origin : record.origin;
    const { position, loggedAt } = positionAndTime(value, record.position);
    const { cut, beyond } = record;
    if (cutMessage !== undefined && cutMessage.trim() !== '') {
      const wrappers = record.wrappers + 1;
      this.#readText({ origin, position, text: cutMessage, cut, beyond, wrappers, loggedAt });
      return false;
    }
    if (cut !== 'stream-end') {
      const detail = 'a log event without a message; expected the text of an audit event';
      this.#collector.reject({ ...record, origin, position }, 'not-an-audit-event', detail);
    }
    return true;
  }

  /** Reads the message of a log event, or skips it. @returns false if the log event has no message */
  #readMessage(value: Json, envelope: Envelope, at: Position, wrappers: number): boolean {
    if (envelope.kind !== 'audit') {
      this.#collector.skip('not-an-audit-stream', 1);
      return true;
    }
    if (!isObject(value) || typeof value.message !== 'string') return false;
    const { position, loggedAt } = positionAndTime(value, at);
    const { origin } = envelope;
    const text = value.message;
    this.#readText({ origin, position, text, cut: undefined, beyond: 0, wrappers: wrappers + 1, loggedAt });
    return true;
  }
}

/** @param position of a log event without an id */
function positionAndTime(
  value: Json,
  position: Position,
): { position: Position; loggedAt: number | undefined } {
  const { id, timestamp } = isObject(value) ? value : {};
  return {
    position: typeof id === 'string' ? id : position,
    loggedAt: typeof timestamp === 'number' ? timestamp : undefined,
  };
}
