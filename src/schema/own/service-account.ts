/** As whom the service account that a request is about calls. */
import type { AuditEvent, Json } from '../audit-event.ts';
import { isObject } from '../visit.ts';
import { objectsOf } from './object.ts';

/**
 * `harrier.service_account`: the user name with which the service account of a request is authenticated
 * (`system:serviceaccount:<namespace>:<name>`,
 * https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/), of a request for its token, too. The API
 * server puts the name of what is created into the object's reference, unless it is yet to be generated: then the answer
 * has it (LogRequestObject in https://github.com/kubernetes/apiserver/blob/master/pkg/audit/request.go).
 * @returns undefined for what is no service account, such as a custom resource of that name, and for several at once
 */
export function serviceAccount(event: AuditEvent, partial = false): string | undefined {
  const reference = event.objectRef;
  if (!isObject(reference) || reference.resource !== 'serviceaccounts' || !isOfCore(reference.apiGroup))
    return undefined;
  const { namespace, subresource } = reference;
  const name = isName(reference.name) || isName(subresource) ? reference.name : generated(event, partial);
  return isName(namespace) && isName(name) ? `system:serviceaccount:${namespace}:${name}` : undefined;
}

function isOfCore(group: Json | undefined): boolean {
  return group === undefined || group === null || group === '';
}

function isName(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

function generated(event: AuditEvent, partial: boolean): Json | undefined {
  const [object, ...more] = objectsOf(event, partial);
  return more.length === 0 && isObject(object?.metadata) ? object.metadata.name : undefined;
}
