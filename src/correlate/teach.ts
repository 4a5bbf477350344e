/** Past logs teach rules what is normal, without an alert. Kinds of rules that have nothing to learn are passed over. */
import type { Match } from '../match/match.ts';
import type { Rule } from '../rule.ts';
import type { Origin } from '../schema/audit-event.ts';
import type { EventContext } from './act.ts';
import { byKind, kinds } from './kinds.ts';
import type { Memory } from './memory.ts';

/** @param type of a rule, which need not be one that can run */
export function learns(type: string): boolean {
  return Object.entries(kinds).some(([known, { learning }]) => known === type && learning !== undefined);
}

/** @returns how many new things were learned */
export async function teach(
  matches: readonly Match[],
  context: EventContext,
  memory: Memory,
): Promise<number> {
  let learned = 0;
  for (const [{ learning }, found] of byKind(matches, ({ rule }) => rule)) {
    learned += (await learning?.learn(found, context, memory)) ?? 0;
  }
  return learned;
}

/** Ends the time in which the rules learn in silence on the clusters of these origins. */
export async function endLearning(
  rules: readonly Rule[],
  origins: readonly Origin[],
  memory: Memory,
): Promise<void> {
  for (const [{ learning }, found] of byKind(rules, (rule) => rule)) {
    await learning?.end(found, origins, memory);
  }
}
