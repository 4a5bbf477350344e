/** Reads the log events of CloudWatch Logs' envelopes. */
import type { Json, JsonObject, Origin } from '../schema/audit-event.ts';
import { type Collector, within } from './collector.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import type { Reading } from './reading.ts';
import { isObject } from './recognise.ts';

/** The log events of an envelope, read up to `next`. */
export interface LogEvents {
  readonly envelope: Envelope;
  readonly items: readonly Json[];
  readonly reading: Reading;
  next: number;
}

export class LogEventReader {
  readonly #origin: Origin;
  readonly #collector: Collector;
  readonly #readText: (message: Reading) => void;

  /**
   * @param origin of the delivery
   * @param readText takes the messages
   */
  constructor(origin: Origin, collector: Collector, readText: (message: Reading) => void) {
    this.#origin = origin;
    this.#collector = collector;
    this.#readText = readText;
  }

  /** The log events of a whole envelope; undefined if they are not to be looked at, which is then recorded. */
  of(value: JsonObject, reading: Reading): LogEvents | undefined {
    const envelope = this.open(value, reading);
    if (envelope === undefined) return undefined;
    const { logEvents } = value;
    if (Array.isArray(logEvents)) return { envelope, items: logEvents, reading, next: 0 };
    const detail = 'an envelope of CloudWatch Logs without logEvents';
    this.#collector.reject(reading, 'not-an-audit-event', detail);
    return undefined;
  }

  /** What an envelope says of its log events; undefined if they are not to be looked at, which is then recorded. */
  open(header: JsonObject, reading: Reading): Envelope | undefined {
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

  /** Reads so many of them. */
  read(logEvents: LogEvents, count: number): void {
    const { envelope, items, reading, next } = logEvents;
    logEvents.next = Math.min(next + count, items.length);
    for (let index = next; index < logEvents.next; index += 1) {
      const item = items[index] ?? null;
      const place = { ...reading, position: within(reading.position, index + 1) };
      if (isObject(item) && typeof item.message === 'string') this.readOne(item, undefined, envelope, place);
      else this.readOne(item, undefined, envelope, { ...place, text: JSON.stringify(item) });
    }
  }

  /**
   * @param cutMessage what is left of a message that the log event was cut in
   * @param reading has the text of the log event, if that has no message
   * @returns whether the log event was rejected
   */
  readOne(value: Json, cutMessage: string | undefined, envelope: Envelope, reading: Reading): boolean {
    if (envelope.kind !== 'audit') {
      this.#collector.skip('not-an-audit-stream', 1);
      return false;
    }
    const { origin } = envelope;
    const { id, message, timestamp } = isObject(value) ? value : {};
    const position = typeof id === 'string' ? id : reading.position;
    const wrappers = reading.wrappers + 1;
    const loggedAt = typeof timestamp === 'number' ? timestamp : undefined;
    if (typeof message === 'string') {
      this.#readText({ origin, position, text: message, cut: undefined, beyond: 0, wrappers, loggedAt });
      return false;
    }
    if (cutMessage !== undefined && cutMessage.trim() !== '') {
      const { cut, beyond } = reading;
      this.#readText({ origin, position, text: cutMessage, cut, beyond, wrappers, loggedAt });
      return false;
    }
    if (reading.cut !== 'stream-end') {
      const detail = 'a log event without a message; expected the text of an audit event';
      this.#collector.reject({ ...reading, origin, position }, 'not-an-audit-event', detail);
    }
    return true;
  }
}
