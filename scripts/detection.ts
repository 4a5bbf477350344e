/** What a pack of rules makes of labelled cases, each in a world of its own. */
import { readFileSync } from 'node:fs';
import type { Alert } from '../src/alert/alert.ts';
import { createMemory } from '../src/correlate/memory.ts';
import type { RuleSet } from '../src/match/rule-set.ts';
import { runDelivery } from '../src/pipeline.ts';
import type { AuditEvent } from '../src/schema/audit-event.ts';
import { auditSource } from '../src/source/audit/source.ts';
import { memoryStore } from '../src/state/memory.ts';

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

/**
 * Runs a case through the pipeline with nothing remembered from before. Rules for new terms are not to be in the rule
 * set: with an empty memory everything is new.
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
