/**
 * What objects of a kind have: facts of Kubernetes' API, by the OpenAPI document that a cluster serves
 * (https://kubernetes.io/docs/reference/kubernetes-api/). A condition on a member that they have not holds for none.
 */
import { suggest } from '../suggest.ts';
import { classOf, membersOf } from './object-members.ts';

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

/** https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/ */
const subresources: Readonly<Record<string, readonly string[]>> = {
  certificatesigningrequests: ['approval', 'status'],
  clusterrolebindings: [],
  clusterroles: [],
  configmaps: [],
  cronjobs: ['status'],
  daemonsets: ['status'],
  deployments: ['scale', 'status'],
  jobs: ['status'],
  namespaces: ['finalize', 'status'],
  nodes: ['proxy', 'status'],
  pods: [
    ...['attach', 'binding', 'ephemeralcontainers', 'eviction', 'exec', 'log', 'portforward', 'proxy'],
    ...['resize', 'status'],
  ],
  replicasets: ['scale', 'status'],
  replicationcontrollers: ['scale', 'status'],
  rolebindings: [],
  roles: [],
  secrets: [],
  serviceaccounts: ['token'],
  services: ['proxy', 'status'],
  statefulsets: ['scale', 'status'],
};

/**
 * @param resources those that the request may be about
 * @param asked subresources that it may be about; null stands for none
 * @returns why no request is about one of the latter of one of the former, and what to write
 */
export function neverSubresource(
  resources: readonly string[] | undefined,
  asked: readonly (null | string)[] | undefined,
): { readonly why: string; readonly hint: string } | undefined {
  if (resources === undefined || asked === undefined || resources.length === 0) return undefined;
  const lists = resources.map((each) => (Object.hasOwn(subresources, each) ? subresources[each] : undefined));
  const known = [...new Set(lists.flatMap((each) => each ?? []))];
  if (lists.some((each) => each === undefined)) return undefined;
  // What is asked for may be the object itself; of `pods/exec` in one is said elsewhere.
  const names = asked.flatMap((each) =>
    each === null || each.includes('/') || known.includes(each) ? [] : [each],
  );
  if (names.length < asked.length) return undefined;
  const meant = names.map((each) => suggest(each, known)).find((each) => each !== undefined);
  const list = (of: readonly string[], word: string): string => of.map((each) => `\`${each}\``).join(word);
  return {
    why: `${resources.join(' and ')} have no subresource ${list(names, ' or ')}`,
    hint:
      meant !== undefined
        ? `write \`${meant}\``
        : known.length > 0
          ? `they have ${list(known, ', ')}`
          : 'they have none: drop the condition',
  };
}

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

/** Members that stand for others: of a patch, and of the metadata of lists. */
const special = /^\$|\*|^(?:continue|remainingItemCount)$/;

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
  const missing = resources.map((each) => missingMember(path, each));
  const [first] = missing;
  if (first === undefined || !missing.every((each) => each !== undefined)) return undefined;
  const { place: holder, name, members: known } = first;
  const meant = suggest(name, known);
  return {
    why: `${resources.join(' and ')} have no \`${holder}.${name}\``,
    hint:
      meant !== undefined
        ? `write \`${holder}.${meant}\``
        : known.length === 0
          ? `\`${holder}\` is a value, and has no members`
          : `\`${holder}\` has ${known.map((each) => `\`${each}\``).join(', ')}`,
  };
}

interface Missing {
  /** The path of what should have the member. */
  readonly place: string;
  readonly name: string;
  /** The members that it has. */
  readonly members: readonly string[];
}

/**
 * Walks a path through the classes of Kubernetes' own objects.
 * @returns the first member that there is not; undefined if there are all, and where objects may have any: in maps, in
 * statuses, in custom resources, and in what subresources have in place of the object
 */
function missingMember(path: string, resource: string): Missing | undefined {
  const [top = '', ...others] = path.replace(/^items\./, '').split('.');
  let of = Object.hasOwn(classOf, resource) ? membersOfClass(classOf[resource] ?? '') : undefined;
  of = top === 'status' ? undefined : classOfMember(of, top);
  let place = top;
  for (const name of others) {
    if (of === undefined || special.test(name)) return undefined;
    if (!of.has(name)) return { place, name, members: [...of.keys()] };
    of = classOfMember(of, name);
    place += `.${name}`;
  }
  return undefined;
}

type Members = ReadonlyMap<string, string>;

/** @returns undefined for what may have any members */
function membersOfClass(name: string): Members | undefined {
  const text = Object.hasOwn(membersOf, name) ? membersOf[name] : undefined;
  if (text === undefined || text === '*') return undefined;
  return new Map(text.split(' ').map((each) => each.split(':') as [string, string]));
}

function classOfMember(of: Members | undefined, name: string): Members | undefined {
  if (of?.has(name) !== true) return undefined;
  const type = of.get(name);
  return type === undefined ? new Map() : membersOfClass(type);
}
