/**
 * Whether a request changed nothing because it asked for no more than a rehearsal. Rules leave such requests out, so
 * it is said only of requests that the API server certainly did not carry out.
 */
import type { AuditEvent, Json } from '../audit-event.ts';
import { mostParameters, pairsOf } from '../query.ts';
import { isObject } from '../visit.ts';
import { lacksItsObjects, lastMember } from './members.ts';
import { mayHaveParameter } from './request-uri.ts';

/**
 * Subresources that do not look at `dryRun`: the ones that connect to something, and the one that issues tokens.
 * https://github.com/kubernetes/apiserver/blob/master/pkg/endpoints/handlers/rest.go (ConnectResource)
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/serviceaccount/storage/token.go
 */
const heedless: ReadonlySet<Json | undefined> = new Set(['exec', 'attach', 'portforward', 'proxy', 'token']);

/**
 * `harrier.dry_run`. How the API server reads it for each verb: pkg/endpoints/handlers/{create,update,patch,delete}.go
 * of https://github.com/kubernetes/apiserver. Any value but `All` is refused (ValidateDryRun in
 * https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/validation/validation.go).
 * @returns false also where it cannot be known
 */
export function dryRun(event: AuditEvent, partial = false): boolean {
  switch (event.verb) {
    case 'create':
    case 'update':
    case 'patch':
      return asksInQuery(event) && heeds(event, partial);
    case 'delete':
    case 'deletecollection':
      return !partial && heeds(event, partial) && asksInOptions(event);
    default:
      return false;
  }
}

/** Of an event cut before or within `objectRef` nobody knows the subresource, which is that object's last member. */
function heeds(event: AuditEvent, partial: boolean): boolean {
  const { objectRef } = event;
  if (!isObject(objectRef) || (partial && lastMember(event) === 'objectRef')) return false;
  const { subresource } = objectRef;
  return (subresource === undefined || typeof subresource === 'string') && !heedless.has(subresource);
}

/** The body of a delete are its options, and the query is read only if there is none. */
function asksInOptions(event: AuditEvent): boolean {
  const { requestObject: options, level, stage } = event;
  if (options !== undefined && options !== null) return isObject(options) && isAll(options.dryRun);
  const recordsBodies = level === 'Request' || level === 'RequestResponse';
  const wasRead = stage !== 'RequestReceived' && stage !== 'Panic';
  return recordsBodies && wasRead && !lacksItsObjects(event) && asksInQuery(event);
}

function asksInQuery({ requestURI }: AuditEvent): boolean {
  if (typeof requestURI !== 'string' || !mayHaveParameter(requestURI, 'dryRun')) return false;
  const pairs = pairsOf(requestURI);
  if (pairs.length > mostParameters) return false;
  return isAll(pairs.flatMap(({ parameter }) => (parameter?.name === 'dryRun' ? [parameter.value] : [])));
}

function isAll(values: Json | undefined): boolean {
  return Array.isArray(values) && values.length > 0 && values.every((value) => value === 'All');
}
