/**
 * The head of an event: the fields that most rules test first, read once. What is computed is computed when it is read.
 * Objects from JSON.parse have many shapes, and V8 reads each property of such objects slowly; the head has one shape,
 * so every further read is fast.
 */
import { annotation } from './annotation.ts';
import type { AuditEvent } from './audit-event.ts';
import type { FieldAccess } from './field.ts';
import { type Caller, caller } from './own/caller.ts';
import { dryRun } from './own/dry-run.ts';
import { missing } from './own/missing.ts';
import { type RemoteNetwork, remoteNetwork } from './own/remote.ts';
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
  readonly impersonatedUsername: unknown;
  readonly resource: unknown;
  readonly namespace: unknown;
  readonly name: unknown;
  readonly subresource: unknown;
  readonly code: unknown;
  readonly decision: unknown;
  readonly caller: unknown;
  readonly dryRun: unknown;
  readonly missing: unknown;
  readonly remoteNetwork: unknown;
}

const decisionKey = 'authorization.k8s.io/decision';
const decisionName = 'authorization_k8s_io/decision';

/** Fields that are computed. */
const computed = ['caller', 'dryRun', 'missing', 'remoteNetwork'] as const;

/** Where each other field of the head is in the event. */
const paths: Readonly<
  Record<Exclude<keyof Head, 'decision' | (typeof computed)[number]>, readonly string[]>
> = {
  verb: ['verb'],
  stage: ['stage'],
  requestURI: ['requestURI'],
  sourceIPs: ['sourceIPs'],
  userAgent: ['userAgent'],
  username: ['user', 'username'],
  groups: ['user', 'groups'],
  impersonatedUser: ['impersonatedUser'],
  impersonatedUsername: ['impersonatedUser', 'username'],
  resource: ['objectRef', 'resource'],
  namespace: ['objectRef', 'namespace'],
  name: ['objectRef', 'name'],
  subresource: ['objectRef', 'subresource'],
  code: ['responseStatus', 'code'],
};

const byPath = new Map(Object.entries(paths).map(([field, steps]) => [steps.join('.'), field as keyof Head]));

/** The member of the head that holds what `access` reads; undefined if none does. */
export function headField(access: FieldAccess): keyof Head | undefined {
  if (access.from === 'annotation') return access.key === decisionName ? 'decision' : undefined;
  if (access.from === 'derived') return computed.find((name) => name === access.by);
  return access.from === 'path' && !access.dotted ? byPath.get(access.steps.join('.')) : undefined;
}

/** The members of an object, as far as the head reads them. */
type Members = { readonly [key: string]: unknown };

class EventHead implements Head {
  readonly verb: unknown;
  readonly stage: unknown;
  readonly requestURI: unknown;
  readonly sourceIPs: unknown;
  readonly userAgent: unknown;
  readonly username: unknown;
  readonly groups: unknown;
  readonly impersonatedUser: unknown;
  readonly impersonatedUsername: unknown;
  readonly resource: unknown;
  readonly namespace: unknown;
  readonly name: unknown;
  readonly subresource: unknown;
  readonly code: unknown;
  readonly decision: unknown;
  readonly #event: AuditEvent;
  readonly #partial: boolean;
  // What is asked for more than once, worked out when it is first asked for.
  #caller: Caller | undefined | null = null;
  #dryRun: boolean | undefined;

  constructor(
    event: AuditEvent,
    partial: boolean,
    user: Members,
    objectRef: Members,
    impersonated: unknown,
    code: unknown,
    decision: unknown,
  ) {
    this.verb = event.verb;
    this.stage = event.stage;
    this.requestURI = event.requestURI;
    this.sourceIPs = event.sourceIPs;
    this.userAgent = event.userAgent;
    this.username = user.username;
    this.groups = user.groups;
    this.impersonatedUser = event.impersonatedUser;
    this.impersonatedUsername = impersonated;
    this.resource = objectRef.resource;
    this.namespace = objectRef.namespace;
    this.name = objectRef.name;
    this.subresource = objectRef.subresource;
    this.code = code;
    this.decision = decision;
    this.#event = event;
    this.#partial = partial;
  }

  get caller(): Caller | undefined {
    if (this.#caller === null) this.#caller = caller(this.#event);
    return this.#caller;
  }

  get missing(): readonly string[] | undefined {
    return missing(this.#event, this.#partial);
  }

  get remoteNetwork(): RemoteNetwork | undefined {
    return remoteNetwork(this.#event, this.#partial);
  }

  get dryRun(): boolean {
    this.#dryRun ??= dryRun(this.#event, this.#partial);
    return this.#dryRun;
  }
}

/**
 * Reads the head; where an array stands in place of an object, its elements' members stand for the member.
 * @param partial whether the event was cut
 */
export function headOf(event: AuditEvent, partial = false): Head {
  const { user, objectRef, responseStatus, annotations, impersonatedUser } = event;
  if (
    Array.isArray(user) ||
    Array.isArray(objectRef) ||
    Array.isArray(responseStatus) ||
    Array.isArray(impersonatedUser)
  ) {
    return irregularHeadOf(event, partial);
  }
  // Named members, each read at a place of its own: V8 reads them several times faster than `member` can.
  return new EventHead(
    event,
    partial,
    objectOr(user),
    objectOr(objectRef),
    objectOr(impersonatedUser).username,
    objectOr(responseStatus).code,
    objectOr(annotations)[decisionKey] ?? annotation(event, decisionName, decisionKey),
  );
}

const none: Members = {};

function objectOr(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : none;
}

function irregularHeadOf(event: AuditEvent, partial: boolean): Head {
  const { user, objectRef, responseStatus, impersonatedUser } = event;
  return new EventHead(
    event,
    partial,
    membersOf(user, ['username', 'groups']),
    membersOf(objectRef, ['resource', 'namespace', 'name', 'subresource']),
    member(impersonatedUser, 'username'),
    member(responseStatus, 'code'),
    annotation(event, decisionName, decisionKey),
  );
}

function membersOf(of: unknown, names: readonly string[]): Members {
  return Object.fromEntries(names.map((name) => [name, member(of, name)]));
}
