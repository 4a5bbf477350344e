/** What looks for one kind of result. */
import type { SourcedEvent } from '../../schema/audit-event.ts';
import type { EventOrder } from './event-order.ts';
import type { Found } from './found.ts';
import type { StageMatcher } from './hits.ts';
import type { KeyReader } from './join-keys.ts';

export interface Finder {
  /** Events may come in any order. */
  add(event: SourcedEvent): void;
  /** @returns all results, in their order */
  end(): readonly Found[];
  /** What whoever reads the results has to know, a line each. */
  notes(): readonly string[];
}

/** What finders find with. */
export interface Finding {
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
