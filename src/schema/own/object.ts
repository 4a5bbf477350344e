/** The object that a request made or changed, as far as the event shows it. */
import type { AuditEvent, Json, JsonObject } from '../audit-event.ts';
import { isObject } from '../visit.ts';
import { assemble } from './assemble.ts';
import { lastMember } from './members.ts';

const writing: ReadonlySet<Json | undefined> = new Set(['create', 'update', 'patch']);

/**
 * `harrier.object`: the object as it became. The response has it, whatever kind of patch led to it; where the response
 * does not, what was asked for: the object of a create or an update, the patch, or the values of a JSON patch.
 * @returns both, as an array, where the event was cut within the response
 */
export function object(event: AuditEvent, partial = false): Json | undefined {
  const objects = objectsOf(event, partial);
  return objects.length > 1 ? objects : objects[0];
}

/** `harrier.object`, as a list of up to two. */
export function objectsOf(event: AuditEvent, partial: boolean): readonly JsonObject[] {
  if (!writing.has(event.verb)) return [];
  const became = objectIn(event.responseObject);
  if (became !== undefined && !isCutWithin(event, 'responseObject', partial)) return [became];
  return [askedFor(event), became].filter((each) => each !== undefined);
}

/** Whether the cut may have gone through a member. */
export function isCutWithin(event: AuditEvent, name: string, partial: boolean): boolean {
  return partial && lastMember(event) === name;
}

function askedFor({ requestObject, verb }: AuditEvent): JsonObject | undefined {
  if (isObject(requestObject)) return requestObject;
  return verb === 'patch' && Array.isArray(requestObject) ? assemble(requestObject) : undefined;
}

/**
 * The object that a response is, or that it holds. A caller may ask for another rendering of it, a table or its
 * metadata, and then the event has that (transformObject in
 * https://github.com/kubernetes/apiserver/blob/master/pkg/endpoints/handlers/response.go).
 * @returns undefined for a status, for an empty object, and for a rendering without the object's content
 */
export function objectIn(response: Json | undefined): JsonObject | undefined {
  const found = metadataIn(response);
  return found === undefined || isRendering(found, 'PartialObjectMetadata') ? undefined : found;
}

/** As `objectIn`, but the object may be its metadata alone. */
export function metadataIn(response: Json | undefined): JsonObject | undefined {
  if (!isObject(response) || response.kind === 'Status' || Object.keys(response).length === 0)
    return undefined;
  if (!isRendering(response, 'Table')) return response;
  const row = Array.isArray(response.rows) ? response.rows[0] : undefined;
  return isObject(row) && isObject(row.object) ? row.object : undefined;
}

function isRendering({ kind, apiVersion }: JsonObject, name: string): boolean {
  return kind === name && typeof apiVersion === 'string' && apiVersion.startsWith('meta.k8s.io/');
}
