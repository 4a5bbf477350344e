/** What a caller can write into a request to have the log cut its event where the caller likes. */
import type { AuditEvent, Json, JsonObject } from '../../src/schema/audit-event.ts';
import { isObject } from '../../src/schema/visit.ts';

/** @returns the event of the same act with so many bytes more in it; undefined where the act has no place for them */
export type Padding = (event: AuditEvent, bytes: number) => AuditEvent | undefined;

export const paddings: Readonly<Record<string, Padding>> = {
  'ampersands in the URI': (event, bytes) => {
    const uri = String(event.requestURI);
    return { ...event, requestURI: `${uri}${uri.includes('?') ? '' : '?'}${'&'.repeat(bytes / 6)}` };
  },
  'a long parameter in the URI': (event, bytes) => {
    const uri = String(event.requestURI);
    return { ...event, requestURI: `${uri}${uri.includes('?') ? '&' : '?'}a=${'a'.repeat(bytes)}` };
  },
  'addresses in X-Forwarded-For': (event, bytes) => ({
    ...event,
    sourceIPs: many('2001:0db8:0000:0000:0000:0000:0000:0066', bytes),
  }),
  'a long user agent': (event, bytes) => ({ ...event, userAgent: `${event.userAgent} ${'x'.repeat(bytes)}` }),
  'what a token says of its user': (event, bytes) => {
    const user = isObject(event.user) ? event.user : {};
    const extra = isObject(user.extra) ? user.extra : {};
    return {
      ...event,
      user: { ...user, extra: { ...extra, 'acme.io/claims': many('claim'.repeat(50), bytes) } },
    };
  },
  'groups of an impersonated user': (event, bytes) => {
    const impersonated = isObject(event.impersonatedUser) ? event.impersonatedUser : { username: 'jo' };
    const groups = Array.isArray(impersonated.groups) ? (impersonated.groups as readonly Json[]) : [];
    return {
      ...event,
      impersonatedUser: { ...impersonated, groups: [...groups, ...many('group'.repeat(50), bytes)] },
    };
  },
  'an annotation before the rest of the object': (event, bytes) =>
    withMetadata(event, 'annotations', { 'acme.io/note': '<'.repeat(bytes / 6) }),
  'an annotation of half the size': (event, bytes) =>
    withMetadata(event, 'annotations', { 'acme.io/note': '<'.repeat((0.6 * bytes) / 6) }),
  'labels before the rest of the object': (event, bytes) =>
    withMetadata(
      event,
      'labels',
      Object.fromEntries(many('x'.repeat(63), bytes).map((value, at) => [`l${at}`, value])),
    ),
};

function many(text: string, bytes: number): readonly string[] {
  return Array.from({ length: Math.ceil(bytes / (text.length + 3)) }, () => text);
}

/** Into what is asked for and, as the API server answers with the object, into the answer. */
function withMetadata(
  event: AuditEvent,
  member: 'annotations' | 'labels',
  padding: JsonObject,
): AuditEvent | undefined {
  const { verb, requestObject, responseObject } = event;
  if (requestObject === undefined) return undefined;
  const asked = Array.isArray(requestObject)
    ? [{ op: 'add', path: `/metadata/${member}`, value: padding }, ...(requestObject as readonly Json[])]
    : padded(requestObject, member, padding);
  // Where the event has no answer, that of a create or an update is what was asked for.
  const answer = responseObject ?? (verb === 'patch' ? {} : requestObject);
  return { ...event, requestObject: asked, responseObject: padded(answer, member, padding) };
}

function padded(object: Json, member: string, padding: JsonObject): Json {
  if (!isObject(object)) return object;
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const there = isObject(metadata[member]) ? metadata[member] : {};
  return { ...object, metadata: { ...metadata, [member]: { ...there, ...padding } } };
}
