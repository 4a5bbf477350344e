import type { Rule } from './rule.ts';
import type { Json, Origin, SourcedEvent } from './schema/audit-event.ts';

/**
 * What a rule concludes from one match or from several. Every kind of rule ends here: a query rule with the one
 * event that matched, a correlation with the events it correlated and what it knows of them together.
 */
export interface Signal {
  readonly rule: Rule;
  /** Of the delivery that completed the signal. */
  readonly origin: Origin;
  /** What tells the signal from the rule's other signals on the cluster, in whichever delivery it is reached. */
  readonly identity: Identity;
  /** Of the delivery that completed the signal. Oldest first, newest last; never empty. */
  readonly events: readonly SourcedEvent[];
  /** What else the signal is of: acts that other deliveries had, oldest first. */
  readonly remembered?: readonly RememberedAct[];
  /** What was counted or computed over the events, by name. */
  readonly values?: Readonly<Record<string, Json>>;
}

/** An act, such as a request, of which the events are not at hand any more. */
export interface RememberedAct {
  readonly id: string;
  /** Event time, epoch milliseconds. */
  readonly at: number;
  /** Its newest event that was at hand. Without it nothing but the time is known: not every act is told of. */
  readonly summary?: EventSummary;
}

/** An event as much as an alert tells of it in a list: where it is found, and what happened. Secrets are redacted. */
export interface EventSummary {
  readonly id: string;
  /** RFC 3339; missing where the event has no time. */
  readonly time?: string;
  readonly source: string;
  readonly position: number | string;
  /** Who did what to which object, in one sentence of at most 300 characters. */
  readonly reason: string;
  /** Whether the record was cut. */
  readonly partial: boolean;
}

/**
 * What a signal is identified by. A correlation is not identified by its events: which of them have arrived differs
 * between deliveries.
 */
export type Identity =
  /** The requests that the events are of. */
  | { readonly kind: 'requests' }
  /** What a group did within a window, such as reach a threshold. */
  | ({ readonly kind: 'window'; readonly group: GroupValues } & Window)
  /** New terms: the group is the combination, and comes back as another generation. */
  | { readonly kind: 'generation'; readonly group: GroupValues; readonly number: number }
  /** A sequence: the group are its join keys, of which an act completes one sequence at most. */
  | { readonly kind: 'sequence'; readonly group: GroupValues; readonly last: string }
  /** The first signal of those that are suppressed together; with `mark`, the one that tells that there are so many. */
  | ({ readonly kind: 'suppressed'; readonly group: GroupValues; readonly mark?: number } & Window);

/** What the events have in common: grouping field (or join key) to its values. Empty if the rule does not group. */
export type GroupValues = Readonly<Record<string, readonly string[]>>;

/** A stretch of event time, epoch milliseconds, `end` exclusive. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** @returns the group that a signal is of; empty if it is of none */
export function groupOf(identity: Identity): GroupValues {
  return identity.kind === 'requests' ? {} : identity.group;
}

/** @returns the stretch of event time that a signal stands for, if it stands for one */
export function windowOf(identity: Identity): Window | undefined {
  switch (identity.kind) {
    case 'window':
    case 'suppressed':
      return { start: identity.start, end: identity.end };
    case 'requests':
    case 'generation':
    case 'sequence':
      return undefined;
  }
}
