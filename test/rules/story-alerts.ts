/** What alerts come of a story, act by act. */
import { expect } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { createMemory } from '../../src/correlate/memory.ts';
import { decodeSubscription } from '../../src/decode/subscription.ts';
import { runDelivery } from '../../src/pipeline.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { learning, type Played, storyStart } from '../fixtures/stories/play.ts';
import type { Act, Telling } from '../fixtures/stories/story.ts';
import { ruleSet } from './own-rules.ts';

/** The alerts of a telling's deliveries, one invocation after the other, in the order they come. */
export async function alertsOf({ past, deliveries }: Played): Promise<readonly Alert[]> {
  const trouble: unknown[] = [];
  const clock = () => storyStart;
  const memory = createMemory(memoryStore({ clock }), clock, learning);
  const deliver = async (payload: string, into: Alert[]): Promise<void> => {
    await runDelivery(only(decodeSubscription(JSON.parse(payload))), {
      ruleSet,
      source: auditSource,
      publisher: { publish: async (published) => void into.push(...published) },
      clock,
      memory,
      onUndecodable: (record) => trouble.push(record),
      onFailure: (failure) => trouble.push(failure),
    });
  };
  for (const payload of past) await deliver(payload, []);
  const alerts: Alert[] = [];
  for (const payload of deliveries) await deliver(payload, alerts);
  expect(trouble).toEqual([]);
  return alerts;
}

async function* only<T>(value: T): AsyncGenerator<T> {
  yield value;
}

export interface ToldAct {
  readonly act: Act;
  /** That list an event of the act. */
  readonly alerts: readonly Alert[];
  /** Of these, those that list none of a later act: it is this one that they came with. */
  readonly raised: readonly Alert[];
}

export function toldActs({ acts }: Telling, { ids }: Played, alerts: readonly Alert[]): readonly ToldAct[] {
  const lists = (alert: Alert, act: Act): boolean => requestsOf(alert).has(ids.get(act) ?? '');
  const last = new Map(alerts.map((alert) => [alert, acts.findLast((act) => lists(alert, act))]));
  return acts.map((act) => ({
    act,
    alerts: alerts.filter((alert) => lists(alert, act)),
    raised: alerts.filter((alert) => last.get(alert) === act).toSorted(bySeverity),
  }));
}

/** An event's id is that of its request, and its stage. */
function requestsOf({ harrier }: Alert): ReadonlySet<string> {
  return new Set(harrier.event_ids.map((id) => id.split('/')[0] ?? ''));
}

const severities = ['low', 'medium', 'high', 'critical'];

function bySeverity(one: Alert, other: Alert): number {
  const rank = ({ harrier }: Alert): number =>
    severities.indexOf(harrier.severity) * 2 - Number(harrier.building_block);
  return rank(other) - rank(one) || (one.rule.name < other.rule.name ? -1 : 1);
}

/** One line an act, and one for each alert below it; `*` before what matters. */
export function renderedActs(told: readonly ToldAct[]): string {
  const lines = told.flatMap(({ act, raised }) => [
    `${act.at} ${act.told === undefined ? ' ' : '*'} ${act.what}`,
    ...raised.map((alert) => `             ${renderedAlert(alert)}`),
    ...(act.worth === undefined ? [] : [`             because   ${act.worth}`]),
  ]);
  return lines.join('\n');
}

export function renderedAlert(alert: Alert): string {
  const { rule, harrier } = alert;
  const block = harrier.building_block ? ' (building block)' : '';
  const requests = requestsOf(alert).size;
  return `${harrier.severity.padEnd(8)}  ${rule.name}${block}${requests > 1 ? `, of ${requests} acts` : ''}`;
}

/** How many alerts there are, by severity. */
export function renderedSum(alerts: readonly Alert[]): string {
  const told = alerts.filter(({ harrier }) => !harrier.building_block);
  const counts = severities
    .toReversed()
    .map((severity) => `${told.filter(({ harrier }) => harrier.severity === severity).length} ${severity}`);
  return `Alerts: ${counts.join(', ')}; building blocks: ${alerts.length - told.length}`;
}
