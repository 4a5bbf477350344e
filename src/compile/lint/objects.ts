/**
 * What objects of a kind have: facts of Kubernetes' API, by the OpenAPI document that a cluster serves
 * (https://kubernetes.io/docs/reference/kubernetes-api/). A condition on a member that they have not holds for none.
 */

/** Members of objects that have no `spec`, beside what every object has. */
const members: Readonly<Record<string, readonly string[]>> = {
  roles: ['rules'],
  clusterroles: ['rules', 'aggregationRule'],
  rolebindings: ['subjects', 'roleRef'],
  clusterrolebindings: ['subjects', 'roleRef'],
  configmaps: ['data', 'binaryData', 'immutable'],
  validatingwebhookconfigurations: ['webhooks'],
  mutatingwebhookconfigurations: ['webhooks'],
  storageclasses: [
    ...['provisioner', 'parameters', 'reclaimPolicy', 'mountOptions', 'allowVolumeExpansion'],
    ...['volumeBindingMode', 'allowedTopologies'],
  ],
  priorityclasses: ['value', 'globalDefault', 'description', 'preemptionPolicy'],
};

/** What every object has, what stands for one (a list, a table, a status, options of a delete), and a JSON patch. */
const always = new Set([
  ...['kind', 'apiVersion', 'metadata', 'items', 'status', 'code', 'message', 'reason', 'details'],
  ...['columnDefinitions', 'rows', 'op', 'path', 'value', 'from'],
  ...['dryRun', 'gracePeriodSeconds', 'preconditions', 'orphanDependents', 'propagationPolicy'],
  ...['ignoreStoreReadErrorWithClusterBreakingPotential'],
]);

/** Where workloads have the spec of their pods. */
const templates: Readonly<Record<string, string>> = {
  deployments: 'spec.template.spec',
  daemonsets: 'spec.template.spec',
  statefulsets: 'spec.template.spec',
  replicasets: 'spec.template.spec',
  replicationcontrollers: 'spec.template.spec',
  jobs: 'spec.template.spec',
  cronjobs: 'spec.jobTemplate.spec.template.spec',
};

/** Members of a pod's spec that no spec of a workload has. */
const ofPods =
  /^spec\.(?:containers|initContainers|ephemeralContainers|volumes|hostPID|hostIPC|hostNetwork|hostUsers|serviceAccountName|nodeName|nodeSelector|tolerations|securityContext)\b/;

const body = /\.(?:requestObject|responseObject)\.(.+)$/;

/**
 * @param field by its full name
 * @param resources those that the request may be about; undefined for any
 * @returns why no request has the field, and what to write
 */
export function neverIn(
  field: string,
  resources: readonly string[] | undefined,
): { readonly why: string; readonly hint: string } | undefined {
  const path = body.exec(field)?.[1];
  if (path === undefined || resources === undefined || resources.length === 0) return undefined;
  const top = path.slice(0, Math.max(path.indexOf('.'), 0)) || path;
  const lists = resources.map((each) => (Object.hasOwn(members, each) ? members[each] : undefined));
  if (!always.has(top) && lists.every((each) => each !== undefined && !each.includes(top))) {
    const known = [...new Set(lists.flatMap((each) => each ?? []))].map((each) => `\`${each}\``).join(', ');
    return { why: `objects of ${resources.join(' and ')} have no \`${top}\``, hint: `they have ${known}` };
  }
  const places = resources.map((each) => (Object.hasOwn(templates, each) ? templates[each] : undefined));
  const [place] = places;
  if (place !== undefined && ofPods.test(path) && places.every((each) => each !== undefined)) {
    return {
      why: `${resources.join(' and ')} have no \`${path}\`: it is of their pods`,
      hint: `write \`${place}${path.slice('spec'.length)}\`, or \`harrier.pod\` and \`harrier.containers\`, which are wherever pods are`,
    };
  }
  return undefined;
}
