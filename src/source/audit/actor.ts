/** Who acted, as an audit event tells it. */
import type { AuditEvent, Json } from '../../schema/audit-event.ts';
import { textAt } from '../../schema/lookup.ts';
import { isObject } from '../../schema/visit.ts';
import { named } from '../../text/visible.ts';

/**
 * Who sent the request, in words. EKS names many people by one user name; who they are stands in `user.extra`, so
 * an ARN or session name found there comes first.
 */
export function actor(event: AuditEvent): string {
  const own = authenticated(event);
  const other = textAt(event, 'impersonatedUser', 'username');
  return other === undefined ? own : `${own}, impersonating ${named(other)},`;
}

const serviceAccount = /^system:serviceaccount:([^:]+):([^:]+)$/;
const nodePrefix = 'system:node:';

function authenticated(event: AuditEvent): string {
  const username = textAt(event, 'user', 'username');
  const arn = extra(event, 'arn') ?? extra(event, 'canonicalArn');
  if (arn !== undefined) {
    const who = named(arn, 120);
    return username === undefined || username === arn ? who : `${who} (as ${named(username, 60)})`;
  }
  if (username === undefined) return 'An unknown caller';
  if (username === 'system:anonymous') return 'An unauthenticated caller (system:anonymous)';
  const [, namespace, account] = serviceAccount.exec(username) ?? [];
  if (namespace !== undefined && account !== undefined) {
    const pod = extra(event, 'pod-name');
    const from = pod === undefined ? '' : ` (pod ${named(pod, 60)})`;
    return `Service account ${named(`${namespace}/${account}`)}${from}`;
  }
  if (username.startsWith(nodePrefix)) return `Node ${named(username.slice(nodePrefix.length))}`;
  const session = extra(event, 'sessionName');
  return session === undefined || session === username
    ? named(username)
    : `${named(username, 60)} (session ${named(session, 60)})`;
}

/**
 * A value of `user.extra`. Values are arrays; keys may have a prefix such as `authentication.kubernetes.io/`, which
 * some collectors write with `_slash_`.
 */
function extra(event: AuditEvent, name: string): string | undefined {
  const all = isObject(event.user) ? event.user.extra : undefined;
  if (!isObject(all)) return undefined;
  for (const [key, values] of Object.entries(all)) {
    if (key !== name && !key.endsWith(`/${name}`) && !key.endsWith(`_slash_${name}`)) continue;
    const first: Json | undefined = Array.isArray(values) ? values[0] : values;
    if (typeof first === 'string' && first !== '') return first;
  }
  return undefined;
}
