/** An object's labels around a request, and what a namespace's labels mean. */
import type { AuditEvent, Json, JsonObject } from '../audit-event.ts';
import { isObject } from '../visit.ts';
import { isCutWithin, metadataIn, objectsOf } from './object.ts';
import { operationsOf } from './patch.ts';
import { mayHaveParameter } from './request-uri.ts';
import { writes } from './written.ts';

/** `harrier.labels.after`: the labels of the object as it became. */
export function labelsAfter(event: AuditEvent, partial = false): Json | undefined {
  const labels = after(event, partial);
  return labels.length > 1 ? labels : labels[0];
}

function after(event: AuditEvent, partial: boolean): readonly JsonObject[] {
  const objects = objectsOf(event, partial);
  if (objects.length === 0) return [];
  // A rendering of the object that has no more than its metadata has its labels, and it has them all.
  const shown = isCutWithin(event, 'responseObject', partial) ? undefined : metadataIn(event.responseObject);
  return (shown === undefined ? objects : [shown]).flatMap(labelsOf);
}

function labelsOf({ metadata }: JsonObject): readonly JsonObject[] {
  return isObject(metadata) && isObject(metadata.labels) ? [metadata.labels] : [];
}

/**
 * `harrier.labels.before`: the labels of what a delete returns, and those that a JSON patch tests: had it not had
 * them, the patch would have failed.
 */
export function labelsBefore(event: AuditEvent): Json | undefined {
  const { verb, requestObject, responseObject } = event;
  if (verb === 'patch' && Array.isArray(requestObject))
    return failed(event) ? undefined : tested(requestObject);
  if (verb !== 'delete' && verb !== 'deletecollection') return undefined;
  const deleted = metadataIn(responseObject);
  if (deleted === undefined) return undefined;
  const all = Array.isArray(deleted.items) ? deleted.items.filter(isObject) : [deleted];
  const labels = all.flatMap(labelsOf);
  return labels.length > 1 ? labels : labels[0];
}

function failed({ responseStatus }: AuditEvent): boolean {
  const code = isObject(responseStatus) ? responseStatus.code : undefined;
  return typeof code === 'number' && code >= 400;
}

/** What is tested before anything is written there. */
function tested(patch: readonly Json[]): JsonObject | undefined {
  const found = new Map<string, Json>();
  for (const { op, path, value } of operationsOf(patch)) {
    const [metadata, labels, key] = path;
    const concerns =
      path.length === 0 ||
      (metadata === 'metadata' && (labels === undefined || (labels === 'labels' && path.length <= 3)));
    if (!concerns) continue;
    if (op !== 'test') break;
    if (key !== undefined && value !== undefined) found.set(key, value);
    const whole = labels === undefined ? (isObject(value) ? value.labels : undefined) : value;
    if (path.length > 0 && key === undefined && isObject(whole))
      for (const [name, label] of Object.entries(whole)) found.set(name, label);
  }
  return found.size === 0 ? undefined : Object.fromEntries(found);
}

const enforce = 'pod-security.kubernetes.io/enforce';
const enforcePaths = ['.', 'metadata', 'metadata.labels', `metadata.labels.${enforce}`];

/**
 * `harrier.pod_security`: what Pod Security enforces in the namespace that a request wrote, if it wrote that label or
 * took it away. Without the label a cluster's default holds, which on EKS is `privileged`
 * (https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html). A namespace's status and finalizers are
 * written with its labels, too, and the labels of one that is being deleted mean nothing any more.
 */
export function podSecurity(event: AuditEvent, partial = false): Json | undefined {
  const { objectRef, verb } = event;
  if (!isObject(objectRef) || objectRef.resource !== 'namespaces') return undefined;
  if (objectRef.apiGroup !== undefined && objectRef.apiGroup !== '') return undefined;
  const objects = objectsOf(event, partial);
  if (objects.length === 0 || objects.some(isBeingDeleted)) return undefined;
  if (verb === 'patch' && !writes(event, enforcePaths) && !mayApply(event)) return undefined;
  const [label] = after(event, partial).flatMap((labels) => labels[enforce] ?? []);
  if (label !== undefined) return label;
  return isCutWithin(event, 'requestObject', partial) ? undefined : 'privileged';
}

function isBeingDeleted({ metadata }: JsonObject): boolean {
  return isObject(metadata) && typeof metadata.deletionTimestamp === 'string';
}

/**
 * Whether a patch may be a server-side apply, which takes away what its manager applied before and now leaves out. It
 * names its type and its manager; the event does not have its content type.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
function mayApply({ requestObject, requestURI }: AuditEvent): boolean {
  return (
    isObject(requestObject) &&
    typeof requestObject.apiVersion === 'string' &&
    typeof requestObject.kind === 'string' &&
    typeof requestURI === 'string' &&
    mayHaveParameter(requestURI, 'fieldManager')
  );
}
