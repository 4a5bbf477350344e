/** The law: whatever happens, the alerts are those of one orderly run, and each tells its whole story. */

import type { Alert } from '../../src/alert/alert.ts';
import { Act } from '../../src/correlate/act.ts';
import { createMemory } from '../../src/correlate/memory.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { runDelivery } from '../../src/pipeline.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { compiledRules } from '../correlate/rules.ts';
import { type Kind, start } from './kinds.ts';
import { batchesOf, scheduleOf, seeded } from './schedule.ts';
import { Definition } from './sequences.ts';
import { novelty, repeatedNovelties, unsettledNovelties } from './settling.ts';
import { falseStory } from './story.ts';
import { type Flaw, type Outcome, World } from './world.ts';

export interface Prepared extends Omit<Kind, 'unsettled'> {
  readonly ruleSet: RuleSet;
  readonly unsettled?: RuleSet;
}

export async function prepared({ unsettled, ...kind }: Kind): Promise<Prepared> {
  return {
    ...kind,
    ruleSet: await compiledRules(kind.rules),
    ...(unsettled && { unsettled: await compiledRules(unsettled) }),
  };
}

/** Ids of what `orderlyAlerts` are. */
export async function orderly(...of: Parameters<typeof orderlyAlerts>): Promise<readonly string[]> {
  return (await orderlyAlerts(...of)).map(({ event }) => event.id);
}

/**
 * The alerts that events make which come in their order of time, from nothing.
 * @param isApart whether each event is a delivery, or all are one
 */
async function orderlyAlerts(
  events: readonly JsonObject[],
  ruleSet: RuleSet,
  isApart = false,
): Promise<readonly Alert[]> {
  const published: Alert[] = [];
  const clock = () => start + 10 * 3_600_000;
  const inOrder = events
    .map((event) => ({ event, key: orderOf(event) }))
    .sort((a, b) => a.key.localeCompare(b.key))
    .map(({ event }) => event);
  const whole = { next: () => 0.99, below: (limit: number) => limit - 1 } as never;
  const parts = {
    ruleSet,
    source: auditSource,
    publisher: {
      publish: async (alerts: readonly Alert[]) => {
        published.push(...alerts);
      },
    },
    clock,
    memory: createMemory(memoryStore({ clock }), clock),
  };
  for (const delivery of isApart ? inOrder.map((event) => [event]) : [inOrder]) {
    await runDelivery(batchesOf(delivery, 'all', whole), parts);
  }
  return published;
}

/** By time and, of one time, creations before what settles, and else as sequences order acts. */
function orderOf(event: JsonObject): string {
  const sourced = { event, origin: { source: 'all' }, position: 1, partial: false };
  const { id } = new Act(sourced, { source: auditSource, now: 0 });
  const isCreation = (event.objectRef as JsonObject).resource === 'serviceaccounts';
  return `${event.requestReceivedTimestamp} ${isCreation ? 0 : 1} ${Buffer.from(id).toString('hex')} ${event.stageTimestamp}`;
}

export interface Verdict {
  readonly expected: readonly string[];
  readonly outcome: Outcome;
  /** What is wrong; empty if the law holds. */
  readonly violation: string;
  /** How many alerts there are that were not expected, and how many of those that might have been there are not. */
  readonly beyond: number;
  readonly silenced: number;
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
  const inOrder = await orderly(events, kind.ruleSet, kind.queries !== undefined);
  const outcome = await new World(scheduleOf(events, from), kind.ruleSet, from, flaw, isTraced).run();
  if (kind.queries !== undefined) {
    const definition = new Definition(kind.ruleSet, kind.queries, events);
    const expected = definition.expected();
    // Where events come in order, the alerts are the sequences and nothing else.
    const violation = compare(expected, inOrder) || definition.violation(outcome);
    return { expected, outcome, violation, beyond: beyond(expected, outcome), silenced: 0 };
  }
  if (kind.unsettled !== undefined) {
    // Where events come in order, the alerts are those of the definition and nothing else.
    const apart = (await orderlyAlerts(events, kind.ruleSet, true)).map(novelty);
    const { expected, violation, ...counts } = await judgeSettling(kind, events, outcome.alerts);
    return { expected, outcome, violation: compare(expected, apart) || violation, ...counts };
  }
  const expected = inOrder;
  const violation = compare(expected, outcome.published) || falseStory(outcome.alerts, events);
  return { expected, outcome, violation, beyond: beyond(expected, outcome), silenced: 0 };
}

/** Of a kind that has settling periods: what its alerts have to be, and what is wrong with them. */
export async function judgeSettling(
  { ruleSet, unsettled = ruleSet }: Prepared,
  events: readonly JsonObject[],
  alerts: readonly Alert[],
): Promise<Omit<Verdict, 'outcome'>> {
  const expected = unsettledNovelties(ruleSet, events);
  const published = alerts.map(novelty);
  const most = (await orderlyAlerts(events, unsettled)).map(novelty);
  const repeated = repeatedNovelties(alerts).map((each) => `two alerts of ${each}`);
  return {
    expected,
    violation: [...repeated, between(expected, published, most)].join('\n').trim(),
    beyond: new Set(published).difference(new Set(expected)).size,
    silenced: new Set(most).difference(new Set(published)).size,
  };
}

function beyond(expected: readonly string[], { published }: Outcome): number {
  return new Set(published).difference(new Set(expected)).size;
}

export function compare(expected: readonly string[], published: readonly string[]): string {
  return between(expected, published, expected);
}

/** @param least what has to be published, `most` what may be */
export function between(
  least: readonly string[],
  published: readonly string[],
  most: readonly string[],
): string {
  const lost = least.filter((id) => !published.includes(id));
  const surplus = [...new Set(published)].filter((id) => !most.includes(id));
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
