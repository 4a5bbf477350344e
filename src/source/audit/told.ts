/**
 * Redacts what the sentence about an event is made of and nothing else. Correlations remember many events by a sentence,
 * and of most it needs a dozen short members, while a whole event has hundreds. What is left out changes nothing in the
 * rest: each member is redacted as in the whole event, which a property test holds.
 */
import type { AuditEvent, Json, JsonObject, SourcedEvent } from '../../schema/audit-event.ts';
import { takesAway } from '../../schema/own/written.ts';
import { isObject } from '../../schema/visit.ts';
import { redactCut, redactMember, type Within, withinEvent, withinObject } from './redact.ts';

/**
 * Members by name, and which of theirs; of an array's elements likewise. None of the names is one of a secret, none says
 * what another member is called, and none is the name or value of a pair.
 */
interface Members {
  readonly [name: string]: Members | 'all';
}

/** The same, as it is gone through. */
type Told = readonly (readonly [name: string, of: Told | 'all'])[];

function inOrder(members: Members): Told {
  return Object.entries(members).map(([name, of]) => [name, of === 'all' ? of : inOrder(of)]);
}

const podSpec = {
  containers: { image: 'all' },
  initContainers: { image: 'all' },
  ephemeralContainers: { image: 'all' },
} as const;
const template = { spec: podSpec } as const;

const requestObject = {
  kind: 'all',
  metadata: { name: 'all', generateName: 'all' },
  spec: { ...podSpec, template, jobTemplate: { spec: { template } }, replicas: 'all' },
  template,
  status: { conditions: { type: 'all' } },
  roleRef: { name: 'all' },
  subjects: { name: 'all' },
} as const satisfies Members;

/** What `describe`, `eventId` and the event's times read. */
const told = {
  auditID: 'all',
  stage: 'all',
  stageTimestamp: 'all',
  requestReceivedTimestamp: 'all',
  timestamp: 'all',
  verb: 'all',
  requestURI: 'all',
  userAgent: 'all',
  sourceIPs: 'all',
  user: { username: 'all', extra: 'all' },
  impersonatedUser: { username: 'all' },
  objectRef: { resource: 'all', subresource: 'all', apiGroup: 'all', name: 'all', namespace: 'all' },
  responseStatus: { code: 'all' },
  annotations: { 'authorization.k8s.io/decision': 'all', 'authorization_k8s_io/decision': 'all' },
  requestObject,
  responseObject: { metadata: { name: 'all' } },
} as const satisfies Members;

/** What a JSON patch led to is read from all of it, and from the response. */
const toldOfOperations = { ...told, requestObject: 'all', responseObject: 'all' } as const satisfies Members;

/** What else takes something away is told by all of it, and then the response's object or table is looked at. */
const toldOfRemoval = {
  ...told,
  requestObject: 'all',
  responseObject: { ...requestObject, apiVersion: 'all', rows: 'all' },
} as const satisfies Members;

const all = inOrder(told);
const allOfOperations = inOrder(toldOfOperations);
const allOfRemoval = inOrder(toldOfRemoval);

/** @returns of the event what a sentence about it is made of, without secrets */
export function redactTold(sourced: SourcedEvent): SourcedEvent {
  const { event } = sourced;
  return redactCut(sourced, redactMembers(event, withinEvent(event), membersOf(event)));
}

function membersOf(event: AuditEvent): Told {
  if (Array.isArray(event.requestObject)) return allOfOperations;
  return takesAway(event) ? allOfRemoval : all;
}

function redactMembers(node: JsonObject, within: Within, members: Told): JsonObject {
  const here = withinObject(node, within);
  const kept: Record<string, Json> = {};
  for (const [name, of] of members) {
    const member = Object.hasOwn(node, name) ? node[name] : undefined;
    if (member !== undefined)
      kept[name] = of === 'all' ? redactMember(name, member, here) : part(name, member, here, of);
  }
  return kept;
}

function part(name: string, member: Json, within: Within, members: Told): Json {
  if (isObject(member)) return redactMembers(member, within, members);
  if (!Array.isArray(member) || !member.some(isObject)) return redactMember(name, member, within);
  // What is no object among the elements is told as in the whole array: by its name alone it might be a secret.
  const whole = member.every(isObject) ? [] : (redactMember(name, member, within) as readonly Json[]);
  return (member as readonly Json[]).map((element, index) =>
    isObject(element) ? redactMembers(element, within, members) : (whole[index] as Json),
  );
}
