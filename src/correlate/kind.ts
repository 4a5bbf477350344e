import type { Match } from '../match/match.ts';
import type { Rule, Suppression } from '../rule.ts';
import type { Origin, SourcedEvent } from '../schema/audit-event.ts';
import type { GroupValues } from '../signal.ts';
import type { EventContext } from './act.ts';
import type { Conclusion } from './conclusion.ts';
import type { DeliveryContext } from './context.ts';
import type { Memory } from './memory.ts';

/** All that sets one kind of rule apart from the others once its predicates have held; `kinds.ts` has each of them. */
export interface Kind<R extends Rule> {
  /**
   * From matches to what they amount to.
   * @param matches of one delivery, of all rules of the kind; never empty
   * @throws StateUnavailableError, StateShapeError
   */
  conclude(
    matches: readonly Match<R>[],
    context: DeliveryContext,
    memory: Memory,
  ): readonly Conclusion[] | Promise<readonly Conclusion[]>;
  /**
   * The groups in which a conclusion is suppressed. `undefined` among them stands for no group: the conclusion is then
   * a signal of its own.
   */
  suppressionGroups(conclusion: Conclusion, suppression: Suppression): readonly (GroupValues | undefined)[];
  /**
   * Called for every delivery before its matches are looked at, also if it has none. Absent where rules of the kind
   * need not know what they have been watching.
   * @param events all of the delivery
   */
  begin?(
    rules: readonly R[],
    events: readonly SourcedEvent[],
    context: EventContext,
    memory: Memory,
  ): Promise<void>;
  /**
   * Whether it is certain, without a look into the store, that a match leads to nothing and leaves nothing to be
   * remembered. Absent where that is never certain.
   */
  leadsToNothing?(match: Match<R>, context: EventContext, memory: Memory): boolean;
  /** Absent where rules of the kind have nothing to learn before they alert. */
  readonly learning?: Learning<R>;
}

/** How past logs teach a kind of rule what is normal. */
export interface Learning<R extends Rule> {
  /** @returns how many new things were learned */
  learn(matches: readonly Match<R>[], context: EventContext, memory: Memory): Promise<number>;
  /** Ends the time in which the rules learn in silence on the clusters of these origins. */
  end(rules: readonly R[], origins: readonly Origin[], memory: Memory): Promise<void>;
}
