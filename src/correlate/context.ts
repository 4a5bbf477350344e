import type { SourcedEvent } from '../schema/audit-event.ts';
import type { EventSummary } from '../signal.ts';
import type { EventContext } from './act.ts';

/** What correlations are told about a delivery beside its matches. */
export interface DeliveryContext extends EventContext {
  /** What is remembered of an event for the alerts of later deliveries; without secrets, for it is stored. */
  readonly summarise: (event: SourcedEvent) => EventSummary;
  /** Told how many acts of sequences are not remembered, because there are too many of their kind. */
  readonly onCut?: (acts: number) => void;
}
