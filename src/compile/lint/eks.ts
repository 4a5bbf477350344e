/**
 * What EKS's audit policy records of a request: facts of
 * https://docs.aws.amazon.com/eks/latest/best-practices/detective-controls.html and of Kubernetes' API reference. The
 * policy cannot be changed by users of EKS.
 */

/** Verbs of the API server: of objects, and of paths that are none, which have the method in small letters. */
export const verbs: ReadonlySet<string> = new Set([
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
  ...['post', 'put', 'head', 'options', 'connect', 'trace'],
]);

/** What people take for verbs, and how such requests are told. */
export const notVerbs: Readonly<Record<string, string>> = {
  exec: 'an exec is a `create` or a `get` with the subresource `exec`',
  attach: 'it is a `create` or a `get` with the subresource `attach`',
  portforward: 'it is a `create` or a `get` with the subresource `portforward`',
  proxy: 'it has the verb of its method, and the subresource `proxy`',
  impersonate: 'impersonation is told by `kubernetes.audit.impersonatedUser`',
  bind: 'it is a permission; a binding is a `create` of rolebindings or clusterrolebindings',
  escalate: 'it is a permission; a change of a role is an `update` or a `patch` of it',
  approve: 'an approval is an `update` with the subresource `approval`',
  use: 'it is a permission, and no request',
  edit: 'kubectl edit sends a `patch`',
  apply: 'kubectl apply sends a `create` or a `patch`',
  scale: 'it is an `update` or a `patch` with the subresource `scale`',
  evict: 'an eviction is a `create` with the subresource `eviction`',
};

/** Resources of which EKS records who did what, and nothing of what the objects hold. */
export const metadataOnly: ReadonlySet<string> = new Set([
  // Of groups that the policy names.
  ...['secrets', 'tokenreviews'],
  // Of groups that it does not name.
  ...['leases', 'endpointslices', 'runtimeclasses', 'flowschemas', 'prioritylevelconfigurations'],
  ...['resourceclaims', 'resourceclaimtemplates', 'resourceslices', 'deviceclasses'],
]);

/** Reading requests are recorded with what was asked, and never with the answer. */
export const reading: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** Resources by their singular and short names, which requests never have. */
const plurals = [
  ...[
    'pods',
    'secrets',
    'configmaps',
    'services',
    'serviceaccounts',
    'nodes',
    'namespaces',
    'events',
    'endpoints',
  ],
  ...[
    'deployments',
    'daemonsets',
    'statefulsets',
    'replicasets',
    'jobs',
    'cronjobs',
    'ingresses',
    'networkpolicies',
  ],
  ...[
    'roles',
    'rolebindings',
    'clusterroles',
    'clusterrolebindings',
    'persistentvolumes',
    'persistentvolumeclaims',
  ],
  ...['certificatesigningrequests', 'validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
  ...[
    'customresourcedefinitions',
    'storageclasses',
    'replicationcontrollers',
    'resourcequotas',
    'limitranges',
  ],
];

const singulars: ReadonlyMap<string, string> = new Map(
  plurals.flatMap((plural) => {
    const singular = plural.replace(/ies$/, 'y').replace(/(?<=ss)es$|s$/, '');
    return singular === plural || plurals.includes(singular) ? [] : [[singular, plural] as const];
  }),
);

/** @returns the resource that was meant by a kind's name, such as `pods` for `Pod` */
export function pluralOf(kind: string): string | undefined {
  const name = kind.toLowerCase();
  return singulars.get(name) ?? (name !== kind && plurals.includes(name) ? name : undefined);
}
