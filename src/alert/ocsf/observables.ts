/** Values of a finding that others are searched by. */
import type { JsonObject } from '../../schema/audit-event.ts';
import { lookup, textAt } from '../../schema/lookup.ts';
import type { Alert } from '../fields.ts';
import { extraOf } from './actor.ts';
import { textsOf } from './members.ts';
import { isAddress } from './request.ts';

/** `type_id` and caption: https://schema.ocsf.io/1.8.0/objects/observable */
const address = { type_id: 2, type: 'IP Address' };
const userName = { type_id: 4, type: 'User Name' };
const resourceUid = { type_id: 10, type: 'Resource UID' };
const userAgent = { type_id: 16, type: 'HTTP User-Agent' };
const credential = { type_id: 19, type: 'User Credential ID' };
const userUid = { type_id: 31, type: 'User UID' };
const resourceName = { type_id: 38, type: 'Resource Name' };

/**
 * @param resources those of the finding
 * @returns each value once
 */
export function observablesOf(alert: Alert, resources: readonly JsonObject[]): readonly JsonObject[] {
  const audit = lookup(alert, 'kubernetes', 'audit');
  const user = lookup(audit, 'user');
  const [first, ...through] = textsOf(lookup(audit, 'sourceIPs')).filter(isAddress).slice(0, 10);
  const found: readonly (readonly [name: string, value: string | undefined, type: JsonObject])[] = [
    ['actor.user.name', textAt(user, 'username'), userName],
    ['actor.user.uid', textAt(user, 'uid'), userUid],
    ['actor.user.credential_uid', extraOf(user, 'accessKeyId'), credential],
    ['evidences[].user.name', textAt(audit, 'impersonatedUser', 'username'), userName],
    ['evidences[].src_endpoint.ip', first, address],
    ...through.map((one) => ['evidences[].src_endpoint.intermediate_ips[]', one, address] as const),
    ['evidences[].http_request.user_agent', textAt(audit, 'userAgent'), userAgent],
    ...resources.flatMap((resource) => [
      ['resources[].name', textAt(resource, 'name'), resourceName] as const,
      ['resources[].uid', textAt(resource, 'uid'), resourceUid] as const,
    ]),
  ];
  const seen = new Set<string>();
  return found.flatMap(([name, value, type]) => {
    const key = `${name} ${value}`;
    if (value === undefined || seen.has(key)) return [];
    seen.add(key);
    return [{ name, value, ...type }];
  });
}
