/**
 * Makes src/compile/lint/object-members.ts of Kubernetes' OpenAPI document: which members the objects of its own
 * resources have, at any depth.
 *
 * node scripts/kubernetes-objects.ts FOLDER
 *
 * FOLDER is `dist/gen/models` of an installed @kubernetes/client-node (Apache-2.0), whose classes are generated from the
 * document and say where they are from.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Attribute {
  readonly baseName: string;
  readonly type: string;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: kubernetes-objects.ts FOLDER');

/** Resources of which EKS records what their objects hold, by the class of the newest version. */
const resources: Readonly<Record<string, string>> = {
  certificatesigningrequests: 'V1CertificateSigningRequest',
  clusterrolebindings: 'V1ClusterRoleBinding',
  clusterroles: 'V1ClusterRole',
  configmaps: 'V1ConfigMap',
  cronjobs: 'V1CronJob',
  customresourcedefinitions: 'V1CustomResourceDefinition',
  daemonsets: 'V1DaemonSet',
  deployments: 'V1Deployment',
  ingresses: 'V1Ingress',
  jobs: 'V1Job',
  limitranges: 'V1LimitRange',
  mutatingwebhookconfigurations: 'V1MutatingWebhookConfiguration',
  namespaces: 'V1Namespace',
  networkpolicies: 'V1NetworkPolicy',
  nodes: 'V1Node',
  persistentvolumeclaims: 'V1PersistentVolumeClaim',
  persistentvolumes: 'V1PersistentVolume',
  poddisruptionbudgets: 'V1PodDisruptionBudget',
  pods: 'V1Pod',
  replicasets: 'V1ReplicaSet',
  replicationcontrollers: 'V1ReplicationController',
  resourcequotas: 'V1ResourceQuota',
  rolebindings: 'V1RoleBinding',
  roles: 'V1Role',
  serviceaccounts: 'V1ServiceAccount',
  services: 'V1Service',
  statefulsets: 'V1StatefulSet',
  storageclasses: 'V1StorageClass',
  validatingadmissionpolicies: 'V1ValidatingAdmissionPolicy',
  validatingadmissionpolicybindings: 'V1ValidatingAdmissionPolicyBinding',
  validatingwebhookconfigurations: 'V1ValidatingWebhookConfiguration',
};

const classes = new Set(
  readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.slice(0, -3)),
);

async function attributesOf(name: string): Promise<readonly Attribute[]> {
  const module = await import(resolve(folder as string, `${name}.js`));
  return module[name].getAttributeTypeMap();
}

/** `:Class` of members that have members, `:*` of those that may have any, nothing of plain values. */
function kindOf(type: string): string {
  const of = type.replace(/^Array<(.*)>$/, '$1');
  if (classes.has(of)) return `:${of}`;
  return /^(?:string|number|boolean|Date|V1MicroTime)$/.test(of) ? '' : ':*';
}

const members = new Map<string, string>();
const pending = [...Object.values(resources)];
for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
  if (members.has(name)) continue;
  // The schemas of custom resources hold one another.
  const attributes = name === 'V1JSONSchemaProps' ? [] : await attributesOf(name);
  const shown = attributes.map(({ baseName, type }) => `${baseName}${kindOf(type)}`);
  members.set(name, name === 'V1JSONSchemaProps' ? '*' : shown.sort().join(' '));
  pending.push(...attributes.map(({ type }) => kindOf(type).slice(1)).filter((each) => classes.has(each)));
}

const release = /OpenAPI spec version: (\S+)/.exec(readFileSync(join(folder, 'V1Pod.js'), 'utf8'))?.[1];
const lines = (of: Iterable<readonly [string, string]>): string =>
  [...of]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `  ${name}:\n    '${value}',\n`)
    .join('');
writeFileSync(
  new URL('../src/compile/lint/object-members.ts', import.meta.url),
  `/**
 * Made by scripts/kubernetes-objects.ts from Kubernetes' OpenAPI document, ${release}, by the classes of
 * @kubernetes/client-node. Not to be edited.
 */

/** The class of a resource's objects. */
export const classOf: Readonly<Record<string, string>> = {
${lines(Object.entries(resources))}};

/**
 * The members of a class: \`name:Class\` where it has members of its own or is a list of such, \`name:*\` where it may have
 * any, \`name\` of plain values and lists of them. \`*\`: any.
 */
export const membersOf: Readonly<Record<string, string>> = {
${lines(members)}};
`,
);
