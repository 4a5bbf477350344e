/** Five rules in EQL, beside others: three of single events, of which one computes, and two sequences. */
import type { RuleSet } from '../src/match/rule-set.ts';
import { rulesOf } from './rules-of.ts';

const queries: readonly string[] = [
  'any where event.outcome == "failure" and kubernetes.audit.verb == "create" and kubernetes.audit.objectRef.resource in ("pods", "daemonsets")',
  'any where kubernetes.audit.objectRef.resource == "events" and kubernetes.audit.verb : ("delete", "deletecollection") and not user.name : "system:*"',
  'any where kubernetes.audit.verb in ("get", "create") and kubernetes.audit.objectRef.subresource == "exec" and length(kubernetes.audit.requestURI) > 2000',
  `sequence by user.name with maxspan=5m
  [any where kubernetes.audit.objectRef.resource in ("rolebindings", "clusterrolebindings") and kubernetes.audit.verb in ("create", "patch", "update")]
  [any where kubernetes.audit.objectRef.resource in ("pods", "deployments", "daemonsets", "cronjobs") and kubernetes.audit.verb in ("create", "patch") and not user.name : "system:*"]`,
  `sequence by user.name, source.ip with maxspan=1m
  [any where kubernetes.audit.objectRef.resource == "selfsubjectaccessreviews" and kubernetes.audit.verb == "create"]
  [any where kubernetes.audit.objectRef.resource == "secrets" and kubernetes.audit.verb in ("get", "list")]
  until [any where kubernetes.audit.verb == "delete" and kubernetes.audit.objectRef.resource == "secrets"]`,
];

/** @param beside folders whose rules run as well */
export function withEqlRules(beside: readonly string[]): Promise<RuleSet> {
  return rulesOf(
    queries.map((query) => ({ language: 'eql', query })),
    beside,
  );
}
