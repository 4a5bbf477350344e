/** Kubernetes' resources in words. */
import { named } from '../../text/visible.ts';

/** Plural names as the API has them, to the singular in words. */
const namespaced: Readonly<Record<string, string>> = {
  bindings: 'binding',
  configmaps: 'config map',
  controllerrevisions: 'controller revision',
  cronjobs: 'cron job',
  daemonsets: 'daemon set',
  deployments: 'deployment',
  endpoints: 'endpoints',
  endpointslices: 'endpoint slice',
  events: 'event',
  horizontalpodautoscalers: 'horizontal pod autoscaler',
  ingresses: 'ingress',
  jobs: 'job',
  leases: 'lease',
  limitranges: 'limit range',
  networkpolicies: 'network policy',
  persistentvolumeclaims: 'persistent volume claim',
  poddisruptionbudgets: 'pod disruption budget',
  pods: 'pod',
  podtemplates: 'pod template',
  replicasets: 'replica set',
  replicationcontrollers: 'replication controller',
  resourcequotas: 'resource quota',
  rolebindings: 'role binding',
  roles: 'role',
  secrets: 'secret',
  serviceaccounts: 'service account',
  services: 'service',
  statefulsets: 'stateful set',
};

const clusterScoped: Readonly<Record<string, string>> = {
  apiservices: 'API service',
  certificatesigningrequests: 'certificate signing request',
  clusterrolebindings: 'cluster role binding',
  clusterroles: 'cluster role',
  csidrivers: 'CSI driver',
  csinodes: 'CSI node',
  customresourcedefinitions: 'custom resource definition',
  ingressclasses: 'ingress class',
  mutatingwebhookconfigurations: 'mutating webhook configuration',
  namespaces: 'namespace',
  nodes: 'node',
  persistentvolumes: 'persistent volume',
  podsecuritypolicies: 'pod security policy',
  priorityclasses: 'priority class',
  runtimeclasses: 'runtime class',
  storageclasses: 'storage class',
  validatingadmissionpolicies: 'validating admission policy',
  validatingadmissionpolicybindings: 'validating admission policy binding',
  validatingwebhookconfigurations: 'validating webhook configuration',
  volumeattachments: 'volume attachment',
};

export interface ResourceWords {
  readonly singular: string;
  readonly plural: string;
  /** Undefined where it is not known, as of custom resources. */
  readonly namespaced: boolean | undefined;
}

/** @param resource the plural name of the API, for example `clusterrolebindings` */
export function resourceWords(resource: string, apiGroup: string | undefined): ResourceWords {
  const inNamespace = Object.hasOwn(namespaced, resource) ? namespaced[resource] : undefined;
  const singular =
    inNamespace ?? (Object.hasOwn(clusterScoped, resource) ? clusterScoped[resource] : undefined);
  if (singular === undefined) {
    const full = named(apiGroup === undefined ? resource : `${resource}.${apiGroup}`);
    return { singular: full, plural: full, namespaced: undefined };
  }
  return { singular, plural: plural(singular), namespaced: inNamespace !== undefined };
}

function plural(singular: string): string {
  if (singular.endsWith('endpoints')) return singular;
  if (/(?:s|x|ch)$/.test(singular)) return `${singular}es`;
  return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
