/** An act is what an event is an account of: a request, at a time. Correlations count and order acts, not events. */
import { toEpochMs } from '../match/date.ts';
import type { Json, SourcedEvent } from '../schema/audit-event.ts';
import type { Source } from '../source/source.ts';
import { digest } from './digest.ts';

/** How events are read. */
export interface EventContext {
  /** What the events are of. */
  readonly source: Source;
  /** The clock, epoch milliseconds: the time of events that do not tell theirs. */
  readonly now: number;
}

export class Act {
  /**
   * Whole epoch milliseconds. The time of the request, which all its stages share; else the event's own time; else the
   * time when it was logged. A cut record has lost its times, because they stand at the end.
   */
  readonly at: number;
  /** True if `at` is the clock's time, because the event tells none. Another try then has another time. */
  readonly isGuess: boolean;
  readonly #identity: string;
  #id: string | undefined;

  constructor(sourced: SourcedEvent, context: EventContext) {
    const { source } = context;
    const at = timeOf(sourced, source);
    this.at = at ?? clockOf(context);
    this.isGuess = at === undefined;
    this.#identity = JSON.stringify(source.subjectOf(sourced));
  }

  /** The same for all stages of a request, and for no other request. Short. It is made when it is first asked for. */
  get id(): string {
    this.#id ??= digest(this.#identity);
    return this.#id;
  }
}

/** @returns as `Act.at`, for whoever needs no more of an act */
export function timeOfAct(sourced: SourcedEvent, context: EventContext): number {
  return timeOf(sourced, context.source) ?? clockOf(context);
}

function clockOf({ now }: EventContext): number {
  return Math.trunc(now);
}

/** @returns the events oldest first: by the time of their requests, and within one request by stage */
export function inOrder(events: readonly SourcedEvent[], context: EventContext): readonly SourcedEvent[] {
  if (events.length < 2) return events;
  const keyed = events.map((event) => ({
    event,
    at: new Act(event, context).at,
    stage: context.source.stageOf(event.event),
  }));
  return keyed.sort((a, b) => a.at - b.at || a.stage - b.stage).map(({ event }) => event);
}

/** The range of a JavaScript date. */
const lastInstant = 8.64e15;

/** @returns undefined if nothing tells the time */
function timeOf(sourced: SourcedEvent, source: Source): number | undefined {
  const { event, loggedAt } = sourced;
  return epoch(source.requestTime(event)) ?? epoch(source.eventTime(event)) ?? epoch(loggedAt);
}

function epoch(time: Json | undefined): number | undefined {
  if (typeof time !== 'string' && typeof time !== 'number') return undefined;
  const at = Math.trunc(toEpochMs(time));
  return Math.abs(at) <= lastInstant ? at : undefined;
}
