import type { Rule } from './rule.ts';
import type { Json, Origin, SourcedEvent } from './schema/audit-event.ts';

/**
 * What a rule concludes from one match or from several. Every kind of rule ends here: a query rule with the one
 * event that matched, a correlation with the events it correlated and what it knows of them together.
 */
export interface Signal {
  readonly rule: Rule;
  /** Where the newest event came from. */
  readonly origin: Origin;
  /**
   * Tells the signal from the rule's other signals on the cluster. It is the same whichever delivery completes the
   * signal.
   */
  readonly identity: Identity;
  /** The events that the completing delivery had, oldest first. Never empty. */
  readonly events: readonly SourcedEvent[];
  /** The acts of the signal that other deliveries had, oldest first. */
  readonly remembered?: readonly RememberedAct[];
  /** What was counted or computed over the events, by name. */
  readonly values?: Readonly<Record<string, Json>>;
}

/** An act whose events an earlier delivery had. */
export interface RememberedAct {
  readonly id: string;
  /** Event time, epoch milliseconds. */
  readonly at: number;
  /** The newest event of the act. Absent for acts of which only id and time were remembered. */
  readonly summary?: EventSummary;
}

/** What an alert's list tells of an event: where it is found, and what happened. Secrets are redacted. */
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
 * What a signal is identified by. The events of a correlation do not identify it: two deliveries may know different
 * events of one signal.
 */
export type Identity =
  /** The requests that the events are of. */
  | { readonly kind: 'requests' }
  /** A group that reached a threshold within a window. */
  | ({ readonly kind: 'window'; readonly group: GroupValues } & Window)
  /** A group that is of a span of time itself. The window is the one in which it was seen, and is no part of what it is. */
  | ({ readonly kind: 'bucket'; readonly group: GroupValues } & Window)
  /** New terms. The group is the combination of terms; when it is new again, it has another generation number. */
  | { readonly kind: 'generation'; readonly group: GroupValues; readonly number: number }
  /** A sequence. The group is the values of its join keys; `last` is the id of the act that completed it. */
  | { readonly kind: 'sequence'; readonly group: GroupValues; readonly last: string }
  /**
   * Suppressed signals of one group and span. Without `mark`, the first of them; with it, the one sent at that count.
   */
  | ({ readonly kind: 'suppressed'; readonly group: GroupValues; readonly mark?: number } & Window);

/** The values that a group's events share, by grouping field or join key. Empty if the rule does not group. */
export type GroupValues = Readonly<Record<string, readonly string[]>>;

/** A span of event time, epoch milliseconds. `end` is exclusive. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** @returns the group of a signal; empty if the rule does not group */
export function groupOf(identity: Identity): GroupValues {
  return identity.kind === 'requests' ? {} : identity.group;
}

/** @returns the span of event time that a signal stands for; undefined for signals that stand for none */
export function windowOf(identity: Identity): Window | undefined {
  switch (identity.kind) {
    case 'window':
    case 'bucket':
    case 'suppressed':
      return { start: identity.start, end: identity.end };
    case 'requests':
    case 'generation':
    case 'sequence':
      return undefined;
  }
}
