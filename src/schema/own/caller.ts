/** Who calls, by what the API server knows of the caller: the name, the groups, and what the authenticator adds. */
import type { AuditEvent } from '../audit-event.ts';
import { isObject } from '../visit.ts';

export type Caller = 'anonymous' | 'aws' | 'control_plane' | 'node' | 'service_account' | 'person';

/**
 * EKS's own users, by their exact names: whoever may edit `aws-auth` can map anybody to another name that begins like
 * theirs. Of the first group AWS's user guide speaks
 * (https://docs.aws.amazon.com/eks/latest/userguide/default-roles-users.html and its former editions, …/eks-add-ons.html,
 * …/logging-monitoring.html, …/security-groups-for-pods.html, …/envelope-encryption.html); the second are the users of
 * bindings that EKS makes in a new cluster, and callers in its audit logs.
 */
export const aws: ReadonlySet<string> = new Set([
  ...[
    'addon-manager',
    'authenticator',
    'certificate-controller',
    'cluster-bootstrap',
    'cluster-event-watcher',
    'fargate-scheduler',
    'k8s-metrics',
    'kms-storage-migrator',
    'node-manager',
    'nodewatcher',
    'pod-identity-mutating-webhook',
    'support-engineer',
    'vpc-resource-controller',
  ].map((name) => `eks:${name}`),
  ...[
    'az-poller',
    'cloud-controller-manager',
    'coredns-autoscaler',
    'fargate-manager',
    'network-policy-controller',
    'service-operations',
  ].map((name) => `eks:${name}`),
]);

/**
 * The users of the control plane's programs, and the service accounts of kube-system under which the controller
 * manager runs its controllers.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#core-component-roles
 * https://github.com/kubernetes/kubernetes/blob/master/plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata/controller-role-bindings.yaml
 */
export const controlPlane: ReadonlySet<string> = new Set([
  'system:apiserver',
  'system:kube-controller-manager',
  'system:kube-scheduler',
  ...[
    'attachdetach-controller',
    'certificate-controller',
    'clusterrole-aggregation-controller',
    'cronjob-controller',
    'daemon-set-controller',
    'deployment-controller',
    'disruption-controller',
    'endpoint-controller',
    'endpointslice-controller',
    'endpointslicemirroring-controller',
    'ephemeral-volume-controller',
    'expand-controller',
    'generic-garbage-collector',
    'horizontal-pod-autoscaler',
    'job-controller',
    'legacy-service-account-token-cleaner',
    'namespace-controller',
    'node-controller',
    'persistent-volume-binder',
    'pod-garbage-collector',
    'podcheckpoint-controller',
    'pv-protection-controller',
    'pvc-protection-controller',
    'replicaset-controller',
    'replication-controller',
    'resource-claim-controller',
    'resourcequota-controller',
    'root-ca-cert-publisher',
    'route-controller',
    'selinux-warning-controller',
    'service-account-controller',
    'service-cidrs-controller',
    'service-controller',
    'statefulset-controller',
    'ttl-after-finished-controller',
    'ttl-controller',
    'validatingadmissionpolicy-status-controller',
    'volumeattributesclass-protection-controller',
  ].map((name) => `system:serviceaccount:kube-system:${name}`),
]);

/**
 * `harrier.caller`.
 * @returns undefined without a user name, unless the groups say that nobody has proved to be anybody
 */
export function caller({ user }: AuditEvent): Caller | undefined {
  return isObject(user) ? callerOf(user.username, user.groups, user.extra) : undefined;
}

/**
 * A name alone is no proof: an identity provider or `aws-auth` can give anybody a name that looks like a node's.
 * @param groups where there are any, they must be those that come with the name
 * @param extra what the authenticator adds
 */
export function callerOf(name: unknown, groups: unknown, extra: unknown): Caller | undefined {
  if (name === 'system:anonymous' || (Array.isArray(groups) && groups.includes('system:unauthenticated')))
    return 'anonymous';
  if (typeof name !== 'string' || name === '') return undefined;
  // Every event is asked for its caller: where one character tells, no more is compared.
  const first = name.charCodeAt(0);
  if (first === e && name.startsWith('eks:')) return aws.has(name) ? 'aws' : 'person';
  if (first !== s || !name.startsWith('system:')) return 'person';
  const kind = name.charCodeAt(7);
  if (kind === n && name.startsWith('system:node:'))
    return comesWith(groups, 'system:nodes') ? 'node' : 'person';
  if (kind === b && name.startsWith('system:bootstrap:'))
    return comesWith(groups, 'system:bootstrappers') ? 'node' : 'person';
  if (isOfIam(extra)) return 'person';
  if (kind !== s || !name.startsWith('system:serviceaccount:'))
    return controlPlane.has(name) ? 'control_plane' : 'person';
  if (!comesWith(groups, 'system:serviceaccounts')) return 'person';
  return controlPlane.has(name) && !isOfPod(extra) ? 'control_plane' : 'service_account';
}

const [b, e, n, s] = [0x62, 0x65, 0x6e, 0x73] as const;

function comesWith(groups: unknown, group: string): boolean {
  return !Array.isArray(groups) || groups.length === 0 || groups.includes(group);
}

/**
 * An IAM principal: EKS's authenticator says which, as `arn` and `canonicalArn`, which may be behind a prefix. Neither
 * a service account nor a control plane is one.
 */
function isOfIam(extra: unknown): boolean {
  if (!isObject(extra)) return false;
  for (const key in extra)
    if (key.charCodeAt(key.length - 1) === n && (key.endsWith('arn') || key.endsWith('Arn'))) return true;
  return false;
}

/** Controllers run in the control plane: with a pod's token somebody else uses their account. */
function isOfPod(extra: unknown): boolean {
  return isObject(extra) && Object.hasOwn(extra, 'authentication.kubernetes.io/pod-name');
}
