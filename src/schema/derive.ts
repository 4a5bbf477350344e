/** Fields that are computed from an audit event, as Elastic's ingest pipeline computes them, and Harrier's own three. */
import type { AuditEvent, Json, JsonObject } from './audit-event.ts';
import type { DerivedName } from './field.ts';

type Derive = (event: AuditEvent) => Json | undefined;

const decisionKey = 'authorization.k8s.io/decision';

/** The event's own time: of its stage, or of the request where the stage's is missing. ISO 8601 as written. */
export function timestamp(event: AuditEvent): string | undefined {
  for (const value of [event.stageTimestamp, event.requestReceivedTimestamp, event.timestamp]) {
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** `event.outcome`: the authorizer's decision in ECS terms. A 401 was never authorized and has none. */
export function outcome(event: AuditEvent): 'success' | 'failure' | undefined {
  const decision = isObject(event.annotations) ? event.annotations[decisionKey] : undefined;
  if (decision === 'allow') return 'success';
  if (decision === 'forbid') return 'failure';
  return undefined;
}

/** `related.user`: the caller's id and name. */
export function relatedUser(event: AuditEvent): Json | undefined {
  if (!isObject(event.user)) return undefined;
  const known = [event.user.uid, event.user.username].filter((value) => typeof value === 'string' && value !== '');
  return known.length === 0 ? undefined : [...new Set(known as string[])];
}

/**
 * `harrier.pod`: the pod spec the request asks for, be it of a pod or of a workload's template. A JSON patch
 * names no spec; what it led to is read from the response instead.
 */
export function pod(event: AuditEvent): JsonObject | undefined {
  const asked = Array.isArray(event.requestObject) ? event.responseObject : event.requestObject;
  if (!isObject(asked)) return undefined;
  const { spec, template } = asked;
  if (!isObject(spec)) return podSpecOf(template);
  const job = isObject(spec.jobTemplate) ? podSpecOf(spec.jobTemplate.spec, 'template') : undefined;
  if (job !== undefined) return job;
  const templated = podSpecOf(spec.template);
  if (templated !== undefined) return templated;
  const resource = isObject(event.objectRef) ? event.objectRef.resource : undefined;
  return resource === 'pods' || asked.kind === 'Pod' ? spec : undefined;
}

/** `harrier.containers`: every container of `harrier.pod`, whatever its kind. */
export function containers(event: AuditEvent): Json | undefined {
  const spec = pod(event);
  if (spec === undefined) return undefined;
  const found: Json[] = [];
  for (const kind of [spec.containers, spec.initContainers, spec.ephemeralContainers]) {
    if (Array.isArray(kind)) found.push(...kind);
  }
  return found.length === 0 ? undefined : found;
}

/**
 * `harrier.command`: the command of an exec, its words joined by spaces. The API server has it only in the
 * request URI, one `command` parameter a word.
 */
export function command(event: AuditEvent): string | undefined {
  const uri = event.requestURI;
  if (typeof uri !== 'string') return undefined;
  const query = uri.indexOf('?');
  if (query === -1 || !uri.includes('command=', query)) return undefined;
  const words = new URLSearchParams(uri.slice(query + 1)).getAll('command');
  return words.length === 0 ? undefined : words.join(' ');
}

export const derived: Readonly<Record<DerivedName, Derive>> = {
  timestamp,
  outcome,
  relatedUser,
  pod,
  containers,
  command,
};

/** The pod spec of a template, or of the template held under `key`. */
function podSpecOf(holder: Json | undefined, key?: string): JsonObject | undefined {
  if (!isObject(holder)) return undefined;
  const template = key === undefined ? holder : holder[key];
  return isObject(template) && isObject(template.spec) ? template.spec : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
