/** Cases through the production pipeline. */
import type { Alert } from '../../alert/alert.ts';
import { createMemory } from '../../correlate/memory.ts';
import type { RuleSet } from '../../match/rule-set.ts';
import { runDelivery } from '../../pipeline.ts';
import type { AuditEvent } from '../../schema/audit-event.ts';
import { auditSource } from '../../source/audit/source.ts';
import { memoryStore } from '../../state/memory.ts';

/** Where the events of cases are from. */
export const caseOrigin = {
  source: 'a case',
  cluster: 'a-cluster',
  account: '111122223333',
  region: 'eu-west-1',
} as const;

/**
 * Gives events to the pipeline as one delivery, with nothing seen before.
 * @param partial whether they are what is left of cut events
 * @returns the alerts of all rules of the set
 * @throws what a rule throws on one of the events
 */
export async function alertsFor(
  ruleSet: RuleSet,
  events: readonly AuditEvent[],
  { cluster = caseOrigin.cluster, partial = false }: { cluster?: string | undefined; partial?: boolean } = {},
): Promise<readonly Alert[]> {
  const origin = { ...caseOrigin, cluster };
  const alerts: Alert[] = [];
  const failures: unknown[] = [];
  const batch = {
    events: events.map((event, index) => ({ event, origin, position: index + 1, partial })),
    undecodable: [],
    skipped: {},
  };
  await runDelivery(
    (async function* () {
      yield batch;
    })(),
    {
      ruleSet,
      source: auditSource,
      publisher: { publish: async (published) => void alerts.push(...published) },
      clock: Date.now,
      memory: createMemory(memoryStore({ clock: Date.now }), Date.now),
      onFailure: ({ error }) => failures.push(error),
    },
  );
  if (failures.length > 0) throw failures[0];
  return alerts;
}
