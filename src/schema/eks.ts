/**
 * What Elastic's data stream of EKS audit logs says otherwise than that of Kubernetes, or in addition: computed from
 * an audit event as its ingest pipeline computes it.
 * https://github.com/elastic/integrations/blob/main/packages/aws/data_stream/eks_audit/elasticsearch/ingest_pipeline/audit.yml
 */
import type { AuditEvent, Json } from './audit-event.ts';
import { isObject, member } from './visit.ts';

/** The core API group has no name in Kubernetes. */
const core = 'core';

/** `event.outcome`: the response's code where there is one, since an allowed request may still fail. */
export function outcomeByCode(event: AuditEvent): 'success' | 'failure' | undefined {
  const code = isObject(event.responseStatus) ? event.responseStatus.code : undefined;
  const number = typeof code === 'string' && /^-?\d{1,9}$/.test(code) ? Number(code) : code;
  if (typeof number === 'number' && number > 0) return number < 400 ? 'success' : 'failure';
  const decision = isObject(event.annotations)
    ? event.annotations['authorization.k8s.io/decision']
    : undefined;
  return decision === 'allow' ? 'success' : decision === 'forbid' ? 'failure' : undefined;
}

const types: ReadonlyMap<unknown, string> = new Map([
  ['create', 'creation'],
  ['delete', 'deletion'],
  ['deletecollection', 'deletion'],
  ['update', 'change'],
  ['patch', 'change'],
  ['get', 'access'],
  ['list', 'access'],
  ['watch', 'access'],
]);
const connections: readonly unknown[] = ['exec', 'attach', 'portforward', 'proxy'];

/** `event.type`, by the verb; a connection to a pod, a node or a service is an access, with whichever verb it begins. */
export function eventType({ verb, objectRef }: AuditEvent): Json | undefined {
  const connects = isObject(objectRef) && connections.includes(objectRef.subresource);
  const type = types.get(verb);
  if (connects)
    return type === undefined || type === 'creation' ? ['access'] : [...new Set([type, 'access'])];
  return type !== undefined ? [type] : typeof verb === 'string' && verb !== '' ? ['info'] : undefined;
}

/** `objectRef.apiGroup`, with a name for the core group. */
export function apiGroup({ objectRef }: AuditEvent): Json | undefined {
  if (!isObject(objectRef)) return undefined;
  const group = objectRef.apiGroup;
  const isOfObject = typeof objectRef.resource === 'string' && objectRef.resource !== '';
  return isOfObject && (group === undefined || group === null || group === '') ? core : group;
}

/** `requestObject.rules.apiGroups`, likewise. */
export function requestedApiGroups({ requestObject }: AuditEvent): Json | undefined {
  return named(requestObject);
}

/** `responseObject.rules.apiGroups`, likewise. */
export function respondedApiGroups({ responseObject }: AuditEvent): Json | undefined {
  return named(responseObject);
}

function named(object: Json | undefined): Json | undefined {
  const groups = [member(member(object, 'rules'), 'apiGroups')].flat(Number.POSITIVE_INFINITY) as Json[];
  const found = groups.filter((group) => group !== undefined && group !== null);
  return found.length === 0 ? undefined : found.map((group) => (group === '' ? core : group));
}
