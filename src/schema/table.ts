/**
 * The field table: every field that Elastic's mapping of Kubernetes audit logs has (package `kubernetes`, data
 * stream `audit_logs`), with its type and how it is read from the raw event, and Harrier's own derived fields.
 * https://github.com/elastic/integrations/tree/main/packages/kubernetes/data_stream/audit_logs
 */
import type { Field, FieldAccess, FieldType } from './field.ts';

export const auditRoot = 'kubernetes.audit';

/** How the data stream of the AWS integration names the same paths. */
export const eksRoot = 'aws.eks.audit';

/** Where Harrier's own fields are. */
export const ownRoot = 'harrier';

const keyword = 'keyword';
const text = 'text';

/** Types of the raw paths below `kubernetes.audit`. */
const rawTypes: Readonly<Record<string, FieldType>> = {
  apiVersion: keyword,
  kind: keyword,
  level: keyword,
  auditID: keyword,
  stage: keyword,
  requestURI: keyword,
  verb: keyword,
  sourceIPs: text,
  userAgent: text,
  requestReceivedTimestamp: 'date',
  stageTimestamp: 'date',
  ...under('user', identity()),
  ...under('impersonatedUser', identity()),
  ...under('objectRef', {
    resource: keyword,
    namespace: keyword,
    name: keyword,
    uid: keyword,
    apiGroup: keyword,
    apiVersion: keyword,
    resourceVersion: keyword,
    subresource: keyword,
  }),
  ...under('responseStatus', { code: 'long', status: keyword, message: text, reason: keyword }),
  ...under('requestObject', {
    rules: 'nested',
    'roleRef.name': keyword,
    'spec.type': keyword,
    'spec.serviceAccountName': keyword,
    'spec.securityContext.runAsUser': 'long',
    'spec.securityContext.runAsGroup': 'long',
    'spec.securityContext.runAsNonRoot': 'boolean',
    'spec.containers.image': keyword,
    'spec.containers.name': keyword,
    'spec.containers.command': text,
    'spec.containers.securityContext.runAsGroup': 'long',
    'spec.containers.securityContext.runAsNonRoot': 'boolean',
    'spec.containers.securityContext.procMount': keyword,
    'spec.containers.securityContext.capabilities.add': keyword,
    'spec.containers.securityContext.seccompProfile.type': keyword,
    ...podSpec(),
  }),
  ...under('responseObject', { rules: 'nested', 'roleRef.kind': keyword, ...podSpec() }),
};

function identity(): Record<string, FieldType> {
  return { groups: text, username: keyword, uid: keyword, extra: 'object', ...under('extra', ofIam()) };
}

/** What EKS tells of an IAM principal. Each is a key of its own, and none is looked for in dotted keys. */
function ofIam(): Record<string, FieldType> {
  return {
    accessKeyId: keyword,
    arn: keyword,
    canonicalArn: keyword,
    principalId: keyword,
    sessionName: keyword,
  };
}

/** What the mapping types in requests and responses alike. */
function podSpec(): Record<string, FieldType> {
  return {
    'spec.restartPolicy': keyword,
    'spec.hostNetwork': 'boolean',
    'spec.hostIPC': 'boolean',
    'spec.hostPID': 'boolean',
    'spec.volumes.hostPath': 'flattened',
    'spec.containers.volumeMounts': 'flattened',
    'spec.containers.securityContext.privileged': 'boolean',
    'spec.containers.securityContext.allowPrivilegeEscalation': 'boolean',
    'spec.containers.securityContext.runAsUser': 'long',
  };
}

function under(parent: string, types: Record<string, FieldType>): Record<string, FieldType> {
  return Object.fromEntries(Object.entries(types).map(([path, type]) => [`${parent}.${path}`, type]));
}

const path = (steps: string): FieldAccess => ({ from: 'path', steps: steps.split('.'), dotted: false });
const annotation = (key: string): FieldAccess => ({ from: 'annotation', key });
const derive = (by: Extract<FieldAccess, { from: 'derived' }>['by']): FieldAccess => ({
  from: 'derived',
  by,
  steps: [],
});
const origin = (key: Extract<FieldAccess, { from: 'origin' }>['key']): FieldAccess => ({
  from: 'origin',
  key,
});
const constant = (value: string): FieldAccess => ({ from: 'constant', value });
const nowhere: FieldAccess = { from: 'nowhere' };

const annotations: readonly Field[] = [
  {
    name: `${auditRoot}.annotations.authorization_k8s_io/decision`,
    type: keyword,
    access: annotation('authorization_k8s_io/decision'),
  },
  {
    name: `${auditRoot}.annotations.authorization_k8s_io/reason`,
    type: text,
    access: annotation('authorization_k8s_io/reason'),
  },
];

/** Fields under ECS names, as Elastic's pipeline derives them. */
const ecs: readonly [name: string, type: FieldType, access: FieldAccess][] = [
  ['@timestamp', 'date', derive('timestamp')],
  ['event.kind', keyword, constant('event')],
  ['event.action', keyword, path('verb')],
  ['event.outcome', keyword, derive('outcome')],
  ['user.name', keyword, path('user.username')],
  ['user.id', keyword, path('user.uid')],
  ['user_agent.original', keyword, path('userAgent')],
  ['source.ip', 'ip', path('sourceIPs')],
  ['client.ip', 'ip', path('sourceIPs')],
  ['related.ip', 'ip', path('sourceIPs')],
  ['related.user', keyword, derive('relatedUser')],
  ['orchestrator.type', keyword, constant('kubernetes')],
  ['orchestrator.api_version', keyword, path('apiVersion')],
  ['orchestrator.namespace', keyword, path('objectRef.namespace')],
  ['orchestrator.resource.type', keyword, path('objectRef.resource')],
  ['orchestrator.resource.name', keyword, path('objectRef.name')],
  ['orchestrator.cluster.name', keyword, origin('cluster')],
  ['cloud.provider', keyword, origin('provider')],
  ['cloud.account.id', keyword, origin('account')],
  ['cloud.region', keyword, origin('region')],
];

/** What the data stream of EKS has in addition, or reads otherwise. */
const eks: readonly [name: string, type: FieldType, access: FieldAccess][] = [
  ['@timestamp', 'date', derive('requestTimestamp')],
  [`${auditRoot}.objectRef.apiGroup`, keyword, derive('apiGroup')],
  [`${auditRoot}.requestObject.rules.apiGroups`, keyword, derive('requestedApiGroups')],
  [`${auditRoot}.responseObject.rules.apiGroups`, keyword, derive('respondedApiGroups')],
  ['aws.eks.cluster.name', keyword, origin('cluster')],
  ['event.category', keyword, constant('configuration')],
  ['event.end', 'date', path('stageTimestamp')],
  ['event.id', keyword, path('auditID')],
  ['event.outcome', keyword, derive('outcomeByCode')],
  ['event.type', keyword, derive('eventType')],
  ['user.group.name', keyword, path('user.groups')],
  ['user.effective.name', keyword, path('impersonatedUser.username')],
  ['user.effective.id', keyword, path('impersonatedUser.uid')],
  ['user.effective.group.name', keyword, path('impersonatedUser.groups')],
];

/** What the agent, the shipper and the host would set in Elastic's stack; Harrier has none of them. */
const foreign: readonly string[] = [
  ...['availability_zone', 'instance.id', 'instance.name', 'machine.type', 'project.id', 'image.id'].map(
    (name) => `cloud.${name}`,
  ),
  ...['architecture', 'containerized', 'domain', 'hostname', 'id', 'ip', 'mac', 'name', 'type'].map(
    (name) => `host.${name}`,
  ),
  ...['build', 'codename', 'family', 'kernel', 'name', 'platform', 'type', 'version'].map(
    (name) => `host.os.${name}`,
  ),
  ...['device_id', 'fingerprint', 'inode', 'idxhi', 'idxlo', 'path', 'vol'].map((name) => `log.file.${name}`),
  ...['ephemeral_id', 'id', 'name', 'type', 'version'].map((name) => `agent.${name}`),
  ...[
    'log.offset',
    'input.type',
    'ecs.version',
    'error.message',
    'event.ingested',
    'event.original',
    'message',
  ],
];

/** Harrier's own fields; documented in docs/fields.md. */
const own: readonly [name: string, type: FieldType, access: FieldAccess][] = [
  ['harrier.pod', 'object', derive('pod')],
  ['harrier.containers', 'object', derive('containers')],
  ['harrier.path', keyword, derive('path')],
  ['harrier.query', 'flattened', derive('query')],
  ['harrier.command', keyword, derive('command')],
  ['harrier.processes', 'object', derive('processes')],
  ['harrier.pod_annotations', 'object', derive('podAnnotations')],
  ['harrier.capabilities', keyword, derive('capabilities')],
  ['harrier.host_paths', keyword, derive('hostPaths')],
  ['harrier.dry_run', 'boolean', derive('dryRun')],
  ['harrier.caller', keyword, derive('caller')],
  ['harrier.missing', keyword, derive('missing')],
  ['harrier.object', 'object', derive('object')],
  ['harrier.written', keyword, derive('written')],
  ['harrier.labels.before', 'flattened', derive('labelsBefore')],
  ['harrier.labels.after', 'flattened', derive('labelsAfter')],
  ['harrier.pod_security', keyword, derive('podSecurity')],
  ['harrier.remote_ip', 'ip', derive('remoteIp')],
  ['harrier.remote_network', keyword, derive('remoteNetwork')],
  ['harrier.rules', 'object', derive('rules')],
  ['harrier.service_account', keyword, derive('serviceAccount')],
];

/** The names of a data stream that are the same for all its events. */
function dataStream(dataset: string): readonly Field[] {
  return [
    { name: 'data_stream.type', type: keyword, access: constant('logs') },
    { name: 'data_stream.dataset', type: keyword, access: constant(dataset) },
    { name: 'data_stream.namespace', type: keyword, access: constant('default') },
    { name: 'event.dataset', type: keyword, access: constant(dataset) },
    { name: 'event.module', type: keyword, access: constant(dataset.slice(0, dataset.indexOf('.'))) },
  ];
}

/**
 * The whole table.
 * @param dataset `data_stream.dataset` of the data stream the events are taken for
 */
export function fieldTable(dataset: string): readonly Field[] {
  const ofEks = dataset.endsWith('.eks_audit') ? eks : [];
  const readOtherwise = new Set(ofEks.map(([name]) => name));
  const fields = [
    ...Object.entries(rawTypes).map(
      ([raw, type]): Field => ({ name: `${auditRoot}.${raw}`, type, access: path(raw) }),
    ),
    ...annotations,
    ...[...ecs, ...own].map(([name, type, access]): Field => ({ name, type, access })),
    ...dataStream(dataset),
    ...foreign.map((name): Field => ({ name, type: keyword, access: nowhere })),
  ];
  return [
    ...fields.filter(({ name }) => !readOtherwise.has(name)),
    ...ofEks.map(([name, type, access]): Field => ({ name, type, access })),
  ];
}

/**
 * Where an audit event is free-form: below these raw paths any key may occur. Everywhere else the API's types fix
 * the keys, so a name that is not in the table is a mistake.
 * https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
 */
export const freeForm: readonly string[] = [
  'requestObject',
  'responseObject',
  'user.extra',
  'impersonatedUser.extra',
  'responseStatus.details',
  'responseStatus.metadata',
  'metadata',
  'authenticationMetadata',
];

/** Data streams whose events Harrier can stand in for, by the name their index would have. */
export const dataStreams: readonly { readonly index: string; readonly dataset: string }[] = [
  { index: 'logs-kubernetes.audit_logs-default', dataset: 'kubernetes.audit_logs' },
  { index: 'logs-aws.eks_audit-default', dataset: 'aws.eks_audit' },
  // Its name before that.
  { index: 'logs-aws_logs.eks_audit-default', dataset: 'aws_logs.eks_audit' },
];
