/** Cases through the production pipeline. */
import type { Alert } from '../../alert/alert.ts';
import { createMemory } from '../../correlate/memory.ts';
import type { RuleSets } from '../../match/rule-set.ts';
import { type Parts, runDelivery } from '../../pipeline.ts';
import type { Rule } from '../../rule.ts';
import type { AuditEvent, SourcedEvent } from '../../schema/audit-event.ts';
import { alertEvent } from '../../source/alert/event.ts';
import { alertSource } from '../../source/alert/source.ts';
import { auditSource } from '../../source/audit/source.ts';
import { memoryStore } from '../../state/memory.ts';

/** Where the events of cases are from. */
export const caseOrigin = {
  source: 'a case',
  cluster: 'a-cluster',
  account: '111122223333',
  region: 'eu-west-1',
} as const;

/** The rules over events and those over alerts. */
export function rulesOf({ ruleSet, alertRuleSet }: RuleSets): readonly Rule[] {
  return [...ruleSet.rules, ...alertRuleSet.rules].map(({ rule }) => rule);
}

/**
 * Gives events to the pipeline as one delivery, with nothing seen before; to rules over alerts as alerts, which they are
 * in the cases of those.
 * @param partial whether they are what is left of cut events
 * @returns the alerts of all rules of the sets
 * @throws what a rule throws on one of the events
 */
export async function alertsFor(
  { ruleSet, alertRuleSet }: RuleSets,
  events: readonly AuditEvent[],
  { cluster = caseOrigin.cluster, partial = false }: { cluster?: string | undefined; partial?: boolean } = {},
): Promise<readonly Alert[]> {
  const origin = { ...caseOrigin, cluster };
  const alerts: Alert[] = [];
  const failures: unknown[] = [];
  const run = async (sourced: readonly SourcedEvent[], by: Pick<Parts, 'ruleSet' | 'source'>) => {
    if (by.ruleSet.rules.length === 0) return;
    await runDelivery(only(sourced), {
      ...by,
      publisher: { publish: async (published) => void alerts.push(...published) },
      clock: Date.now,
      memory: createMemory(memoryStore({ clock: Date.now }), Date.now),
      onFailure: ({ error }) => failures.push(error),
    });
  };
  const sourced = events.map((event, index) => ({ event, origin, position: index + 1, partial }));
  await run(sourced, { ruleSet, source: auditSource });
  await run(events.map(alertEvent), { ruleSet: alertRuleSet, source: alertSource });
  if (failures.length > 0) throw failures[0];
  return alerts;
}

async function* only(events: readonly SourcedEvent[]) {
  yield { events, undecodable: [], skipped: {} };
}
