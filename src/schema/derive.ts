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
  const known = [event.user.uid, event.user.username].filter(
    (value) => typeof value === 'string' && value !== '',
  );
  return known.length === 0 ? undefined : [...new Set(known as string[])];
}

/**
 * `harrier.pod`: the pod spec the request asks for, be it of a pod or of a workload's template. Specs are taken from
 * every place that may hold one: a decoy in a place the API server ignores must not hide the real one. A JSON patch
 * names no spec; what it led to is read from the response instead.
 * @returns an array if there are several
 */
export function pod(event: AuditEvent): Json | undefined {
  const specs = podSpecs(event);
  return specs.length > 1 ? specs : specs[0];
}

/** `harrier.containers`: every container of `harrier.pod`, whatever its kind. */
export function containers(event: AuditEvent): Json | undefined {
  const found: Json[] = [];
  for (const spec of podSpecs(event)) {
    for (const kind of [spec.containers, spec.initContainers, spec.ephemeralContainers]) {
      if (Array.isArray(kind)) found.push(...kind);
    }
  }
  return found.length === 0 ? undefined : found;
}

function podSpecs(event: AuditEvent): readonly JsonObject[] {
  const asked = Array.isArray(event.requestObject) ? event.responseObject : event.requestObject;
  if (!isObject(asked)) return [];
  const { spec, template } = asked;
  const places: (Json | undefined)[] = [specOf(template)];
  if (isObject(spec)) {
    places.push(specOf(spec.template));
    const job = specOf(spec.jobTemplate);
    if (job !== undefined) places.push(specOf(job.template));
    const resource = isObject(event.objectRef) ? event.objectRef.resource : undefined;
    if (resource === 'pods' || asked.kind === 'Pod') places.push(spec);
  }
  return places.filter(isObject);
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

/** The spec of a template or an object like it. */
function specOf(holder: Json | undefined): JsonObject | undefined {
  return isObject(holder) && isObject(holder.spec) ? holder.spec : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
