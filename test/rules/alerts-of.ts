/** Events through the pipeline, with an empty memory. */
import { expect } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { createMemory } from '../../src/correlate/memory.ts';
import type { Batch } from '../../src/decode/batch.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { runDelivery } from '../../src/pipeline.ts';
import type { AuditEvent } from '../../src/schema/audit-event.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { memoryStore } from '../../src/state/memory.ts';

/**
 * Runs events through the pipeline as one delivery.
 * @param partial whether they are what is left of cut events
 */
export async function alertsOf(
  ruleSet: RuleSet,
  events: readonly AuditEvent[],
  { cluster = 'payments-prod', partial = false }: { cluster?: string | undefined; partial?: boolean } = {},
): Promise<readonly Alert[]> {
  const origin = { source: 'a test', cluster, account: '111122223333', region: 'eu-west-1' };
  return alertsIn(ruleSet, {
    events: events.map((event, index) => ({ event, origin, position: index + 1, partial })),
    undecodable: [],
    skipped: {},
  });
}

/** Runs a batch through the pipeline, as a delivery of its own. */
export async function alertsIn(ruleSet: RuleSet, batch: Batch): Promise<readonly Alert[]> {
  const alerts: Alert[] = [];
  const failures: unknown[] = [];
  await runDelivery(only(batch), {
    ruleSet,
    source: auditSource,
    publisher: { publish: async (published) => void alerts.push(...published) },
    clock: () => Date.parse('2026-11-16T09:15:00Z'),
    memory: createMemory(memoryStore({ clock: Date.now }), Date.now),
    onFailure: (failure) => failures.push(failure),
  });
  expect(failures).toEqual([]);
  return alerts;
}

async function* only<T>(value: T): AsyncGenerator<T> {
  yield value;
}
