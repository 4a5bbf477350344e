import type { Rule } from './rule.ts';
import type { Json, Origin, SourcedEvent } from './schema/audit-event.ts';

export type { EventFormat } from './schema/audit-event.ts';

/**
 * What a rule concludes from one match or from several. Every kind of rule ends here: a query rule with the one
 * event that matched, a correlation with the events it correlated and what it knows of them together.
 */
export interface Signal {
  readonly rule: Rule;
  /** Of the delivery that completed the signal. */
  readonly origin: Origin;
  /** Oldest first, newest last; never empty. */
  readonly events: readonly SourcedEvent[];
  /** What the events have in common: grouping field (or join key) to its values. */
  readonly group?: Readonly<Record<string, readonly string[]>>;
  /**
   * The stretch of event time a correlation looked at, epoch milliseconds, `end` exclusive. With it the signal is
   * identified by group and window, and not by its events: which of them have arrived differs between deliveries.
   */
  readonly window?: { readonly start: number; readonly end: number };
  /**
   * What identifies the signal where neither its requests nor its group and window do, such as the generation of a
   * new term. Together with the group it takes their place.
   */
  readonly episode?: string;
  /** What was counted or computed over the events, by name. */
  readonly values?: Readonly<Record<string, Json>>;
}
