/** What a pack of rules makes of labelled cases, each in a world of its own. */
import { readFileSync } from 'node:fs';
import type { Alert } from '../src/alert/alert.ts';
import { createMemory } from '../src/correlate/memory.ts';
import { defineRuleSet, type RuleSet } from '../src/match/rule-set.ts';
import { runDelivery } from '../src/pipeline.ts';
import type { AuditEvent } from '../src/schema/audit-event.ts';
import { auditSource } from '../src/source/audit/source.ts';
import { memoryStore } from '../src/state/memory.ts';
import type { BehaviourGroup } from './behaviours.ts';

/** A case as `detection/cases.ndjson` of the third-party data has it. */
export interface DetectionCase {
  readonly id: string;
  /** The number of the behaviour; none of benign cases, mostly. */
  readonly behaviour: number | null;
  readonly label: 'attack' | 'benign';
  /** Where it is from. */
  readonly peer: string;
  readonly events: readonly AuditEvent[];
}

/** @param path newline-delimited JSON, one case a line */
export function readDetectionCases(path: string): readonly DetectionCase[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const { id, behaviour, label, peer, event } = JSON.parse(line);
    return { id, behaviour, label, peer, events: Array.isArray(event) ? event : [event] };
  });
}

/** How many cases a pack of rules alerts on. */
export interface Detection {
  readonly group: string;
  readonly attacks: number;
  readonly ours: number;
  readonly elastic: number;
}

export interface Detections {
  readonly groups: readonly Detection[];
  /** Harmless cases, and how many have an alert that is no building block. */
  readonly harmless: { readonly cases: number; readonly ours: number; readonly elastic: number };
  /** What the attacks that ours detect give of alerts of ours, and how many of these are no building blocks. */
  readonly alerts: { readonly all: number; readonly notified: number };
}

/**
 * Measures two packs side by side. Detected is any alert, building blocks included; a false alarm is an alert on a
 * harmless case that is none. Rules for new terms are left out: with an empty memory everything is new.
 * @param ours a rule set, as is `elastic`
 */
export async function measureDetection(
  cases: readonly DetectionCase[],
  behaviours: readonly BehaviourGroup[],
  { ours, elastic }: { readonly ours: RuleSet; readonly elastic: RuleSet },
): Promise<Detections> {
  const groupOf = new Map(behaviours.flatMap(({ group, behaviours: of }) => of.map(({ id }) => [id, group])));
  const packs = { ours: withoutNewTerms(ours), elastic: withoutNewTerms(elastic) };
  const found = new Map<string, { attacks: number; ours: number; elastic: number }>();
  const harmless = { cases: 0, ours: 0, elastic: 0 };
  const given = { all: 0, notified: 0 };
  for (const { behaviour, label, events } of cases) {
    const alerts = {
      ours: await alertsOfCase(packs.ours, events),
      elastic: await alertsOfCase(packs.elastic, events),
    };
    if (label === 'benign') {
      harmless.cases++;
      for (const pack of ['ours', 'elastic'] as const) if (alerts[pack].some(isLoud)) harmless[pack]++;
      continue;
    }
    const group = groupOf.get(Number(behaviour)) ?? 'Others';
    const counts = found.get(group) ?? { attacks: 0, ours: 0, elastic: 0 };
    found.set(group, counts);
    counts.attacks++;
    given.all += alerts.ours.length;
    given.notified += alerts.ours.filter(isLoud).length;
    for (const pack of ['ours', 'elastic'] as const) if (alerts[pack].length > 0) counts[pack]++;
  }
  const names = [...behaviours.map(({ group }) => group), 'Others'];
  return {
    groups: names.flatMap((group) => {
      const counts = found.get(group);
      return counts === undefined ? [] : [{ group, ...counts }];
    }),
    harmless,
    alerts: given,
  };
}

function isLoud({ harrier }: Alert): boolean {
  return !harrier.building_block;
}

/** The same rules, but for those for new terms. */
export function withoutNewTerms({ rules }: RuleSet): RuleSet {
  return defineRuleSet(rules.filter(({ rule }) => rule.type !== 'new_terms'));
}

/**
 * Runs a case through the pipeline with nothing remembered from before.
 * @returns its alerts, building blocks included
 */
export async function alertsOfCase(
  ruleSet: RuleSet,
  events: readonly AuditEvent[],
): Promise<readonly Alert[]> {
  const alerts: Alert[] = [];
  const origin = { source: 'a case', cluster: 'a-cluster', account: '111122223333', region: 'eu-west-1' };
  const batch = {
    events: events.map((event, index) => ({ event, origin, position: index + 1, partial: false })),
    undecodable: [],
    skipped: {},
  };
  const clock = () => Date.UTC(2026, 10, 16, 12);
  const once = (async function* () {
    yield batch;
  })();
  await runDelivery(once, {
    ruleSet,
    source: auditSource,
    publisher: { publish: async (published) => void alerts.push(...published) },
    clock,
    memory: createMemory(memoryStore({ clock }), clock),
    onFailure: ({ rule, error }) => {
      throw new Error(`${rule.name} failed`, { cause: error });
    },
  });
  return alerts;
}
