import type { SourcedEvent } from '../schema/audit-event.ts';
import type { EventSummary } from '../signal.ts';
import type { EventContext } from './act.ts';

/** What correlations know of a delivery beside its matches. */
export interface DeliveryContext extends EventContext {
  /** Makes what is stored of an event for the alerts of later deliveries. The summary holds no secrets. */
  readonly summarise: (event: SourcedEvent) => EventSummary;
  /** Called with the number of events that groups of ES|QL rules do not remember whole because there is too much of them. */
  readonly onGroupCut?: (events: number) => void;
  /** Called with the number of acts of sequences that are not remembered because there are too many like them. */
  readonly onCut?: (acts: number) => void;
}
