/**
 * The head of an event: the fields that most rules ask for first, read once. Objects from JSON.parse have many
 * shapes, and V8 reads each property of such objects slowly; the head has one shape, so every further read is fast.
 */
import { annotation } from './annotation.ts';
import type { AuditEvent } from './audit-event.ts';
import type { Place } from './field.ts';
import { caller, callerOf } from './own/caller.ts';
import { member } from './visit.ts';

export interface Head {
  readonly verb: unknown;
  readonly stage: unknown;
  readonly requestURI: unknown;
  readonly sourceIPs: unknown;
  readonly userAgent: unknown;
  readonly username: unknown;
  readonly groups: unknown;
  readonly impersonatedUser: unknown;
  readonly impersonated: unknown;
  readonly resource: unknown;
  readonly namespace: unknown;
  readonly name: unknown;
  readonly subresource: unknown;
  readonly code: unknown;
  readonly decision: unknown;
  readonly caller: unknown;
}

const decisionKey = 'authorization.k8s.io/decision';
const decisionName = 'authorization_k8s_io/decision';

/** Where each field of the head is in the event. */
const paths: Readonly<Record<Exclude<keyof Head, 'decision' | 'caller'>, readonly string[]>> = {
  verb: ['verb'],
  stage: ['stage'],
  requestURI: ['requestURI'],
  sourceIPs: ['sourceIPs'],
  userAgent: ['userAgent'],
  username: ['user', 'username'],
  groups: ['user', 'groups'],
  impersonatedUser: ['impersonatedUser'],
  impersonated: ['impersonatedUser', 'username'],
  resource: ['objectRef', 'resource'],
  namespace: ['objectRef', 'namespace'],
  name: ['objectRef', 'name'],
  subresource: ['objectRef', 'subresource'],
  code: ['responseStatus', 'code'],
};

const byPath = new Map(Object.entries(paths).map(([field, steps]) => [steps.join('.'), field as keyof Head]));

/** The field of the head that holds what is at a place; undefined if none does. */
export function headField(place: Place): keyof Head | undefined {
  if (place.from === 'annotation') return place.key === decisionName ? 'decision' : undefined;
  if (place.from === 'derived') return place.by === 'caller' ? 'caller' : undefined;
  return place.from === 'path' && !place.dotted ? byPath.get(place.steps.join('.')) : undefined;
}

/** Reads the head; where an array stands in place of an object, its elements' members stand for the member. */
export function headOf(event: AuditEvent): Head {
  const { user, objectRef, responseStatus, annotations, impersonatedUser } = event;
  if (
    Array.isArray(user) ||
    Array.isArray(objectRef) ||
    Array.isArray(responseStatus) ||
    Array.isArray(impersonatedUser)
  ) {
    return irregularHeadOf(event);
  }
  // Named members, each read at a place of its own: V8 reads them several times faster than `member` can.
  const who = objectOr(user);
  const target = objectOr(objectRef);
  return {
    verb: event.verb,
    stage: event.stage,
    requestURI: event.requestURI,
    sourceIPs: event.sourceIPs,
    userAgent: event.userAgent,
    username: who.username,
    groups: who.groups,
    impersonatedUser,
    impersonated: objectOr(impersonatedUser).username,
    resource: target.resource,
    namespace: target.namespace,
    name: target.name,
    subresource: target.subresource,
    code: objectOr(responseStatus).code,
    decision: objectOr(annotations)[decisionKey] ?? annotation(event, decisionName, decisionKey),
    caller: callerOf(who.username, who.groups, who.extra),
  };
}

const none: { readonly [key: string]: undefined } = {};

function objectOr(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null ? (value as { readonly [key: string]: unknown }) : none;
}

function irregularHeadOf(event: AuditEvent): Head {
  const { user, objectRef, responseStatus, impersonatedUser } = event;
  return {
    verb: event.verb,
    stage: event.stage,
    requestURI: event.requestURI,
    sourceIPs: event.sourceIPs,
    userAgent: event.userAgent,
    username: member(user, 'username'),
    groups: member(user, 'groups'),
    impersonatedUser,
    impersonated: member(impersonatedUser, 'username'),
    resource: member(objectRef, 'resource'),
    namespace: member(objectRef, 'namespace'),
    name: member(objectRef, 'name'),
    subresource: member(objectRef, 'subresource'),
    code: member(responseStatus, 'code'),
    decision: annotation(event, decisionName, decisionKey),
    caller: caller(event),
  };
}
