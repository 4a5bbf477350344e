/** What looks for one kind of result. */
import type { SourcedEvent } from '../../schema/audit-event.ts';
import type { EventOrder } from './event-order.ts';
import type { StageMatcher } from './hits.ts';
import type { KeyReader } from './join-keys.ts';
import type { Handle, KeptEvents } from './kept-events.ts';

/** What is found, of events that are kept. */
export interface KeptFound {
  /** Null for one that is missing, as it should be. */
  readonly events: readonly (Handle | null)[];
  /** Values of the join keys; null for an optional one without a value. */
  readonly joinKeys: readonly (string | null)[];
}

/** A list, or what makes one of its members when it is asked for. */
export interface Results {
  readonly length: number;
  at(index: number): KeptFound | undefined;
}

export interface Finder {
  /** Events may come in any order. */
  add(event: SourcedEvent): void;
  /** @returns all results, in their order */
  end(): Results;
  /** What whoever reads the results has to know, a line each. */
  notes(): readonly string[];
}

/** What finders are made with. */
export interface FinderParts {
  readonly kept: KeptEvents;
  readonly matcher: StageMatcher;
  readonly order: EventOrder;
  readonly timestampField: string;
  /** Of each stage; none of an event query. */
  readonly keys: readonly KeyReader[];
}

/** What is said of events that cannot be ordered. */
export function untimed(field: string): string {
  return `no document has a field \`${field}\` to order by: events are taken in the order in which they were read`;
}
