/** The fields of an alert: one ECS document, described by docs/alert.schema.json. */
import type { Rule, Severity, Threat } from '../rule.ts';
import type { Json } from '../schema/audit-event.ts';

/** ECS wants `event.severity` as a number: Elastic's of each word. */
export const severityNumber: Readonly<Record<Severity, number>> = {
  low: 21,
  medium: 47,
  high: 73,
  critical: 99,
};

/**
 * An alert. The types of its parts are aliases, so that TypeScript sees that they are JSON. Beside what is listed here it has the fields of its newest event's document.
 */
export type Alert = {
  /** Time of the newest event at hand, RFC 3339; of the alert's creation where none has a time. */
  readonly '@timestamp': string;
  readonly event: {
    readonly kind: 'signal';
    readonly id: string;
    readonly created: string;
    readonly severity: number;
    readonly [field: string]: Json;
  };
  readonly rule: AlertRule;
  /** ECS has `threat.technique.subtechnique` flat; each technique keeps its own here, as Elastic's alerts do. */
  readonly threat?: readonly Threat[];
  readonly harrier: AlertDetails;
  readonly [field: string]: Json;
};

export type AlertRule = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly author?: readonly string[];
  readonly license?: string;
  readonly reference?: readonly string[];
  /** The folder of the rule's file. */
  readonly ruleset?: string;
};

export type AlertDetails = {
  readonly severity: Severity;
  readonly risk_score: number;
  readonly reason: string;
  readonly rule_type: Rule['type'];
  readonly building_block: boolean;
  readonly tags?: readonly string[];
  readonly note?: string;
  readonly false_positives?: readonly string[];
  /** Of the newest events, oldest first, at most 100; `event_count` says how many there are, in all deliveries. */
  readonly event_ids: readonly string[];
  readonly events: readonly AlertEvent[];
  readonly event_count: number;
  readonly group?: Readonly<Record<string, readonly string[]>>;
  readonly window?: { readonly start: string; readonly end: string };
  readonly values?: Readonly<Record<string, Json>>;
  /** At least one event is of a record that was cut at a size limit. */
  readonly partial?: true;
  /** Where the newest event was cut, and how that text begins. */
  readonly cut?: { readonly field: string; readonly begins?: string };
  /** What was shortened or left out so that the alert fits, in the order it was done. */
  readonly truncated?: readonly string[];
};

/** Where an event of the signal is found. */
export type AlertEvent = {
  readonly id: string;
  readonly '@timestamp'?: string;
  readonly source: string;
  readonly position: number | string;
  /** What happened in it; where the signal is of several requests. */
  readonly reason?: string;
  readonly partial?: true;
};
