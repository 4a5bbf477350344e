/** Audit events as the API server writes them: the text whose end a cut takes away. */
import type { AuditEvent, Json, JsonObject } from '../../schema/audit-event.ts';
import { eventMembers } from '../../schema/own/members.ts';

/** Go's encoder writes the members of a struct in the order of their declaration; where none is given, as they stand. */
const orders: readonly { readonly at: RegExp; readonly members: readonly string[] }[] = [
  { at: /^$/, members: eventMembers },
  { at: /^(user|impersonatedUser)$/, members: ['username', 'uid', 'groups', 'extra'] },
  {
    at: /^objectRef$/,
    members: [
      'resource',
      'namespace',
      'name',
      'uid',
      'apiGroup',
      'apiVersion',
      'resourceVersion',
      'subresource',
    ],
  },
  { at: /^responseStatus$/, members: ['metadata', 'status', 'message', 'reason', 'details', 'code'] },
  { at: /^(request|response)Object$/, members: ['kind', 'apiVersion', 'metadata', 'spec'] },
  { at: /\.template$/, members: ['metadata', 'spec'] },
  { at: /\.metadata$/, members: ['name', 'generateName', 'namespace', 'uid', 'labels', 'annotations'] },
];

/** @returns one line of JSON; `<`, `>` and `&` take six bytes each in it (https://pkg.go.dev/encoding/json#HTMLEscape) */
export function goJson(event: AuditEvent): string {
  return JSON.stringify(inGoOrder(event)).replaceAll(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
}

/** @returns the event with its members in the order in which the API server writes them */
export function inGoOrder(event: AuditEvent): AuditEvent {
  return ordered(event, '') as AuditEvent;
}

function ordered(node: Json, path: string): Json {
  if (Array.isArray(node)) return node.map((element) => ordered(element, path));
  if (typeof node !== 'object' || node === null) return node;
  const members = orders.find(({ at }) => at.test(path))?.members ?? [];
  const known = members.filter((key) => Object.hasOwn(node, key));
  const keys = [...known, ...Object.keys(node).filter((key) => !members.includes(key))];
  return Object.fromEntries(
    keys.map((key) => [
      key,
      ordered((node as JsonObject)[key] as Json, path === '' ? key : `${path}.${key}`),
    ]),
  );
}
