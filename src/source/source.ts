/** What Harrier has to know of a source of events, such as the audit log, to correlate its events and tell of them. */
import type { Json, JsonObject, SourcedEvent } from '../schema/audit-event.ts';

/**
 * The capabilities of a source that ship in a bundle. Each source is a folder beside this file; what only the build and
 * the command line need of it is in `target.ts`. Nothing an event holds makes any member throw.
 */
export interface Source {
  /** What its events are called in messages, in the plural. */
  readonly events: string;
  /** What is counted in messages, in the plural: what its events are accounts of. */
  readonly acts: string;
  /** The time of the request an event is of, as written: the same in all events of one request. */
  requestTime(event: JsonObject): Json | undefined;
  /** The event's own time, as written. */
  eventTime(event: JsonObject): Json | undefined;
  /** Orders the events of one request, which have one time: the later event has the larger number. */
  stageOf(event: JsonObject): number;
  /** What the event is an account of. */
  subjectOf(event: SourcedEvent): Subject;
  /**
   * A number of 32 bits that tells the event's subject from others at the same millisecond, where that is quickly made: the
   * same in each delivery, and whoever chooses what events say cannot choose it.
   */
  hintOf(event: SourcedEvent): number | undefined;
  /** By what an operator finds the event again. */
  eventId(event: SourcedEvent): string;
  /** Who did what to which object: a sentence of any length, of visible characters, without a full stop. */
  describe(event: JsonObject): string;
  /** Words for members of an event that may be cut, by name; a member without is called by its name. */
  readonly memberWords: Readonly<Record<string, string>>;
  /** @returns a copy without secrets; what is left of a cut member is redacted as the member would be */
  redact(event: SourcedEvent): SourcedEvent;
  /**
   * As `redact`, for an event of which no more is told than in a sentence: many are remembered so.
   * @returns a copy with all that `describe`, `eventId` and the times of the event are made of
   */
  redactTold(event: SourcedEvent): SourcedEvent;
  /**
   * @param name of a field as rules name it, with dots
   * @param value of that field
   * @param event which it was taken from
   * @returns the value as it is in the redacted event
   */
  redactField<Value extends Json>(name: string, value: Value, event: JsonObject): Value;
  /**
   * @param event already redacted
   * @returns the event under Elastic's field names, as an alert carries it
   */
  document(event: SourcedEvent): JsonObject;
}

/**
 * What an event is an account of: the same for all stages of one request and for each delivery of them, and for
 * nothing else. JSON of it keeps its parts apart whatever they contain. Alerts are known by it: no form may change.
 */
export type Subject =
  | readonly ['request', key: string]
  | readonly ['document', id: string]
  | readonly ['alert', id: string]
  | readonly ['at', source: string, position: number | string];
