/** Pods and containers, wherever in a request they are. */
import type { AuditEvent, Json, JsonObject } from '../audit-event.ts';
import { isObject } from '../visit.ts';
import { objectIn, objectsOf } from './object.ts';
import { removesAt } from './written.ts';

/**
 * `harrier.pod`: the pod spec the request asks for, be it of a pod or of a workload's template. Specs are taken from
 * every place that may hold one: a decoy in a place the API server ignores must not hide the real one. A JSON patch
 * names no spec; what it led to is read from the response instead. A patch that takes something away from a spec says
 * nothing of what is left, so the response's is taken as well.
 * @returns an array if there are several
 */
export function pod(event: AuditEvent, partial = false): Json | undefined {
  const specs = podSpecs(event, partial);
  return specs.length > 1 ? specs : specs[0];
}

/** `harrier.containers`: every container of `harrier.pod`, whatever its kind. */
export function containers(event: AuditEvent, partial = false): Json | undefined {
  const found: Json[] = [];
  for (const spec of podSpecs(event, partial)) {
    for (const kind of [spec.containers, spec.initContainers, spec.ephemeralContainers]) {
      if (Array.isArray(kind)) for (const each of kind) found.push(each);
    }
  }
  return found.length === 0 ? undefined : found;
}

function podSpecs(event: AuditEvent, partial: boolean): readonly JsonObject[] {
  return podTemplates(event, partial).flatMap(({ spec }) => (isObject(spec) ? [spec] : []));
}

/**
 * What `harrier.pod` is the spec of.
 * @returns pods and templates, each with what it has of `metadata` and `spec`
 */
export function podTemplates(event: AuditEvent, partial: boolean): readonly JsonObject[] {
  if (last?.event === event && last.partial === partial) return last.templates;
  const templates = templatesOf(event, partial);
  last = { event, partial, templates };
  return templates;
}

/** Some thirty rules ask, one after the other, for the same event's. */
let last:
  | { readonly event: AuditEvent; readonly partial: boolean; readonly templates: readonly JsonObject[] }
  | undefined;

function templatesOf(event: AuditEvent, partial: boolean): readonly JsonObject[] {
  const { requestObject, responseObject, verb } = event;
  if (Array.isArray(requestObject)) {
    const objects = verb === 'patch' ? objectsOf(event, partial) : [objectIn(responseObject)];
    return objects.flatMap((each) => templatesIn(each, event));
  }
  const asked = templatesIn(requestObject, event);
  if (verb !== 'patch' || !removesAt(event, placesOf(event))) return asked;
  return [...asked, ...templatesIn(objectIn(responseObject), event)];
}

const podPlaces = ['spec'];
const templatePlaces = ['template.spec', 'spec.template.spec', 'spec.jobTemplate.spec.template.spec'];

function placesOf({ objectRef }: AuditEvent): readonly string[] {
  return isObject(objectRef) && objectRef.resource === 'pods' ? podPlaces : templatePlaces;
}

function templatesIn(object: Json | undefined, { objectRef }: AuditEvent): readonly JsonObject[] {
  if (!isObject(object)) return [];
  const { spec, template } = object;
  const places: (Json | undefined)[] = [template];
  if (isObject(spec)) {
    places.push(spec.template);
    const { jobTemplate } = spec;
    if (isObject(jobTemplate) && isObject(jobTemplate.spec)) places.push(jobTemplate.spec.template);
    const resource = isObject(objectRef) ? objectRef.resource : undefined;
    if (resource === 'pods' || object.kind === 'Pod') places.push(object);
  }
  return places.filter(isObject);
}
