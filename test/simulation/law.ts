/** The law: whatever happens, the alerts are those of one orderly run, and each tells its whole story. */

import { memory } from '../../src/correlate/memory.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { runDelivery } from '../../src/pipeline.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { compiledRules } from '../correlate/rules.ts';
import { type Kind, start } from './kinds.ts';
import { batchesOf, scheduleOf, seeded } from './schedule.ts';
import { falseStory } from './story.ts';
import { type Flaw, type Outcome, World } from './world.ts';

export interface Prepared extends Kind {
  readonly ruleSet: RuleSet;
}

export async function prepared(kind: Kind): Promise<Prepared> {
  return { ...kind, ruleSet: await compiledRules(kind.rules) };
}

/** Ids of the alerts that one delivery of all events makes, in their order of time, from nothing. */
export async function orderly(events: readonly JsonObject[], ruleSet: RuleSet): Promise<readonly string[]> {
  const published: string[] = [];
  const clock = () => start + 10 * 3_600_000;
  const inOrder = events.toSorted((a, b) => String(a.stageTimestamp).localeCompare(String(b.stageTimestamp)));
  const whole = { next: () => 0.99, below: (limit: number) => limit - 1 } as never;
  await runDelivery(batchesOf(inOrder, 'all', whole), {
    ruleSet,
    format: 'audit',
    publisher: {
      publish: async (alerts) => {
        published.push(...alerts.map(({ event }) => event.id));
      },
    },
    clock,
    memory: memory(memoryStore({ clock }), clock),
  });
  return published;
}

export interface Verdict {
  readonly expected: readonly string[];
  readonly outcome: Outcome;
  /** What is wrong; empty if the law holds. */
  readonly violation: string;
}

/** Runs the schedule that a number stands for. */
export async function judge(
  kind: Prepared,
  number: number,
  flaw: Flaw = {},
  isTraced = false,
): Promise<Verdict> {
  const from = seeded(kind.name, number);
  const events = kind.events(from);
  const expected = await orderly(events, kind.ruleSet);
  const outcome = await new World(scheduleOf(events, from), kind.ruleSet, from, flaw, isTraced).run();
  const violation = compare(expected, outcome.published) || falseStory(outcome.alerts, events);
  return { expected, outcome, violation };
}

export function compare(expected: readonly string[], published: readonly string[]): string {
  const lost = expected.filter((id) => !published.includes(id));
  const surplus = [...new Set(published)].filter((id) => !expected.includes(id));
  return [...lost.map((id) => `lost ${id}`), ...surplus.map((id) => `should not be ${id}`)].join('\n');
}

/** @throws with all there is to know of the schedule, and how to run it again */
export async function report(kind: Prepared, number: number, flaw: Flaw = {}): Promise<never> {
  const { expected, outcome, violation } = await judge(kind, number, flaw, true);
  const again = `HARRIER_SEED="${kind.name}/${number}" npx vitest run test/simulation`;
  const events = kind.events(seeded(kind.name, number));
  throw new Error(
    [
      violation,
      `seed: ${kind.name}/${number}; to run it again: ${again}`,
      `orderly run: ${expected.join(', ')}`,
      'events:',
      ...events.map((event) => JSON.stringify(event)),
      'what happened:',
      ...outcome.trace,
    ].join('\n'),
  );
}
