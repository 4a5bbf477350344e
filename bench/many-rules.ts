/** Rule sets of any size, as a user's would be: each rule asks for verbs, a resource, a decision and something more. */
import type { RuleSet } from '../src/match/rule-set.ts';
import { random } from './random.ts';
import { rulesOf } from './rules-of.ts';

const resources = [
  'pods',
  'secrets',
  'configmaps',
  'deployments',
  'daemonsets',
  'cronjobs',
  'services',
  'serviceaccounts',
  'roles',
  'clusterroles',
  'rolebindings',
  'clusterrolebindings',
  'nodes',
  'leases',
  'endpointslices',
  'ingresses',
  'networkpolicies',
  'namespaces',
  'persistentvolumes',
  'certificatesigningrequests',
];
const verbs = ['create', 'update', 'patch', 'delete', 'get', 'list'];

/** @param count how many; a fiftieth of them name no resource, so that every event meets them */
export function manyRules(count: number): Promise<RuleSet> {
  const from = random(count);
  const queries = Array.from({ length: count }, (_, index) => {
    const target =
      index % 50 === 49
        ? 'kubernetes.audit.user.groups:"system:masters"'
        : `kubernetes.audit.objectRef.resource:"${from.pick(resources)}"`;
    return [
      target,
      `kubernetes.audit.verb:("${from.pick(verbs)}" or "${from.pick(verbs)}")`,
      'kubernetes.audit.annotations.authorization_k8s_io/decision:"allow"',
      from.pick([
        `user.name:tenant-${index}-*`,
        `user_agent.original:(tool-${index}* or *scanner-${index})`,
        `kubernetes.audit.objectRef.name:"object-${index}"`,
        `kubernetes.audit.requestObject.spec.containers.image:*/image-${index}\\:*`,
        `source.ip:"198.51.${index % 256}.0/24"`,
      ]),
      `not user.name:(system\\:node\\:* or admin-${index})`,
    ].join(' and ');
  });
  return rulesOf(queries.map((query) => ({ language: 'kuery', query })));
}
