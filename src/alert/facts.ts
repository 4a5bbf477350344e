/** What people want to know of an alert at a glance, beside its reason: labels and values. */
import { textAt } from '../schema/lookup.ts';
import type { Alert } from './fields.ts';
import { clusterName } from './glance.ts';

/** The values are as the event and the rule have them; whoever shows them makes them visible. */
export type Fact = readonly [label: string, value: string];

/** @returns only what is known, in the order of importance */
export function factsOf(alert: Alert): readonly Fact[] {
  const { harrier, rule } = alert;
  const account = textAt(alert, 'cloud', 'account', 'id');
  const region = textAt(alert, 'cloud', 'region');
  const place = [account === undefined ? undefined : `account ${account}`, region].filter(Boolean).join(', ');
  const cluster = clusterName(alert);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Severity', `${harrier.severity} (risk ${harrier.risk_score} of 100)`],
    ['Rule', rule.name],
    ['Cluster', cluster === undefined ? undefined : `${cluster}${place === '' ? '' : ` (${place})`}`],
    ['Namespace', textAt(alert, 'orchestrator', 'namespace')],
    ['Time', alert['@timestamp']],
    ...(alert.threat ?? []).slice(0, 5).map(({ framework, tactic, technique = [] }) => {
      const techniques = technique.map(({ id, name }) => `${name} ${id}`).join(', ');
      return [framework, `${tactic.name}${techniques === '' ? '' : `: ${techniques}`}`] as const;
    }),
  ];
  return facts.filter((fact): fact is Fact => fact[1] !== undefined && fact[1] !== '');
}
