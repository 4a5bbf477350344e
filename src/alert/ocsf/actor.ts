/** Who acted: `actor` of a finding, and whom they pretended to be. */
import type { Json, JsonObject } from '../../schema/audit-event.ts';
import { lookup, textAt } from '../../schema/lookup.ts';
import { isObject } from '../../schema/visit.ts';
import { filled, filledOrNone, textsOf } from './members.ts';

/**
 * https://schema.ocsf.io/1.8.0/objects/actor
 * @param audit the audit event, as an alert carries it
 * @returns undefined where nothing is known of the caller
 */
export function actorOf(audit: Json | undefined): JsonObject | undefined {
  const user = lookup(audit, 'user');
  const who = userOf(user);
  return who === undefined
    ? undefined
    : filled({ user: who, session: sessionOf(user), idp: issuerOf(user), authorizations: decisionOf(audit) });
}

/** @returns the user that the request was made as, where the caller impersonated one */
export function impersonatedOf(audit: Json | undefined): JsonObject | undefined {
  return userOf(lookup(audit, 'impersonatedUser'));
}

/** Captions of `type_id`, by its number. */
const types = ['Unknown', 'User', 'Admin', 'System', 'Service'] as const;

function userOf(user: Json | undefined): JsonObject | undefined {
  const name = textAt(user, 'username');
  const uid = textAt(user, 'uid');
  if (name === undefined && uid === undefined) return undefined;
  const groups = textsOf(lookup(user, 'groups'));
  const type = typeOf(name, groups);
  const arn = extraOf(user, 'arn');
  const account = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(arn ?? '')?.[1];
  return filled({
    name,
    uid,
    uid_alt: arn,
    type: types[type],
    type_id: type,
    account: account === undefined ? undefined : { uid: account, type: 'AWS Account', type_id: 10 },
    credential_uid: extraOf(user, 'accessKeyId'),
    groups: groups.map((group) => ({ name: group })),
  });
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/ says which names are the system's own. */
function typeOf(name: string | undefined, groups: readonly string[]): number {
  if (name === undefined || name === 'system:anonymous') return 0;
  if (name.startsWith('system:serviceaccount:')) return 4;
  if (groups.includes('system:masters')) return 2;
  return name.startsWith('system:') || name.startsWith('eks:') ? 3 : 1;
}

function sessionOf(user: Json | undefined): JsonObject | undefined {
  return filledOrNone({
    uid: extraOf(user, 'sessionName'),
    uid_alt: extraOf(user, 'principalId'),
    issuer: extraOf(user, 'canonicalArn'),
    credential_uid: extraOf(user, 'accessKeyId') ?? extraOf(user, 'credential-id'),
  });
}

/** Who said that the caller is who they are. */
function issuerOf(user: Json | undefined): JsonObject | undefined {
  if (extraOf(user, 'arn') !== undefined) return { name: 'AWS IAM' };
  const isServiceAccount = textAt(user, 'username')?.startsWith('system:serviceaccount:') === true;
  return isServiceAccount ? { name: 'Kubernetes service accounts' } : undefined;
}

function decisionOf(audit: Json | undefined): readonly JsonObject[] {
  const decision = textAt(audit, 'annotations', 'authorization_k8s_io/decision');
  const reason = textAt(audit, 'annotations', 'authorization_k8s_io/reason');
  const words: Readonly<Record<string, string>> = { allow: 'Approved', forbid: 'Denied' };
  if (decision === undefined) return [];
  const policy = reason === undefined ? undefined : { name: 'Kubernetes authorization', desc: reason };
  return [filled({ decision: Object.hasOwn(words, decision) ? words[decision] : decision, policy })];
}

/**
 * A value of `user.extra`. Values are arrays; keys may have a prefix such as `authentication.kubernetes.io/`, which
 * some collectors write with `_slash_`.
 */
export function extraOf(user: Json | undefined, name: string): string | undefined {
  const all = lookup(user, 'extra');
  if (!isObject(all)) return undefined;
  for (const [key, values] of Object.entries(all)) {
    if (key !== name && !key.endsWith(`/${name}`) && !key.endsWith(`_slash_${name}`)) continue;
    const first: Json | undefined = Array.isArray(values) ? values[0] : values;
    if (typeof first === 'string' && first !== '') return first;
  }
  return undefined;
}
