/**
 * Finds the ways in which a predicate can hold where it has alternatives: what each requires, and what it asks of single
 * fields of the head. Of an event's verb and resource mostly few are left, and those ask for a user agent or a decision
 * that the event has not. The predicate is tested all the same, so a way says no more than what has to be.
 */
import type { Requirements } from '../../match/rule-set.ts';
import type { DispatchSteps } from '../../schema/reader.ts';
import type { Predicate } from '../predicate.ts';
import { type GatePredicates, gated } from './gate.ts';
import { requirements } from './require.ts';

/** One of several alternatives. */
export interface LoweredWay {
  readonly requires: Requirements;
  readonly gates: GatePredicates;
}

/**
 * @returns a list of ways for each condition with alternatives, of which at least one way has to be open. A condition of
 * which one alternative asks for nothing that can be known early has no list, nor one of which no alternative is ever closed
 */
export function waysOf(predicate: Predicate, dispatch: DispatchSteps): readonly (readonly LoweredWay[])[] {
  const conditions = predicate.kind === 'and' ? predicate.of : [predicate];
  return conditions
    .flatMap((each) => (each.kind === 'or' ? [each.of.map((of) => wayOf(of, dispatch))] : []))
    .filter((ways) => ways.every(asks) && ways.some(({ requires }) => Object.keys(requires).length > 0));
}

function wayOf(alternative: Predicate, dispatch: DispatchSteps): LoweredWay {
  return { requires: requirements(alternative, dispatch), gates: gated(alternative).gates };
}

function asks({ requires, gates }: LoweredWay): boolean {
  return Object.keys(requires).length > 0 || Object.keys(gates).length > 0;
}
