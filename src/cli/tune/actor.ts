/** Who made a request, in terms that the API server vouches for: what an exception may hold by. */

import type { Json } from '../../schema/audit-event.ts';
import { lookup, textAt } from '../../schema/lookup.ts';
import { callerOf } from '../../schema/own/caller.ts';
import { isObject } from '../../schema/visit.ts';
import { is, isWritable, like } from './kql.ts';

export interface Actor {
  /** As people are told: `service account ci/runner`. */
  readonly shown: string;
  /** Conditions in KQL that hold for its requests, and for nobody else's. */
  readonly conditions: readonly string[];
}

/** Somebody for whom no exception can be made. */
export interface Nobody {
  readonly shown: string;
  /** Why not; a sentence without a full stop. */
  readonly refused: string;
}

const userName = 'user.name';
const canonicalArn = 'kubernetes.audit.user.extra.canonicalArn';

/** @param user of an event, as the API server wrote it */
export function actorOf(user: Json | undefined): Actor | Nobody {
  const name = textAt(user, 'username');
  const groups = lookup(user, 'groups');
  const extra = lookup(user, 'extra');
  const caller = callerOf(name, groups, extra);
  if (caller === 'anonymous')
    return { shown: name ?? 'system:unauthenticated', refused: 'anybody who reaches the API server is that' };
  if (name === undefined || caller === undefined)
    return { shown: 'an unknown caller', refused: 'the event does not say who called' };
  const arn = first(extra, 'canonicalArn');
  if (!isWritable(name) || (arn !== undefined && !isWritable(arn)))
    return { shown: name, refused: 'the name has characters that a file of exceptions cannot hold' };
  switch (caller) {
    case 'node':
      return { shown: 'nodes', conditions: [is('harrier.caller', 'node')] };
    case 'service_account':
      return {
        shown: `service account ${name.slice('system:serviceaccount:'.length).replace(':', '/')}`,
        conditions: [is(userName, name), is('harrier.caller', caller)],
      };
    case 'aws':
    case 'control_plane':
      return { shown: name, conditions: [is(userName, name), is('harrier.caller', caller)] };
    case 'person':
      return personOf(name, arn, first(extra, 'sessionName'));
  }
}

/**
 * Whoever takes a role names the session (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html), and
 * `aws-auth` can make that a part of the user's name. The role is what AWS vouches for.
 */
function personOf(name: string, arn: string | undefined, session: string | undefined): Actor | Nobody {
  if (/^(?:system|eks):/.test(name))
    return { shown: name, refused: 'the name looks like Kubernetes’ or EKS’ own, and nothing proves it' };
  const [, account, role] = /^arn:aws[\w-]*:iam::(\d+):role\/(.+)$/.exec(arn ?? '') ?? [];
  if (arn !== undefined && role !== undefined) {
    const isStable = session === undefined || !name.includes(session);
    return {
      shown: isStable && !isSession(name) ? `${name} as role ${role}` : `role ${role} of ${account}`,
      conditions:
        isStable && !isSession(name) ? [is(userName, name), is(canonicalArn, arn)] : [is(canonicalArn, arn)],
    };
  }
  const [prefix] = assumed.exec(name) ?? [];
  if (prefix !== undefined)
    return {
      shown: `sessions of ${prefix.slice(prefix.indexOf('/') + 1, -1)}`,
      conditions: [like(userName, prefix)],
    };
  if (session !== undefined && name.includes(session))
    return { shown: name, refused: 'the name holds the session’s, which whoever takes the role writes' };
  return {
    shown: name,
    conditions: [is(userName, name), ...(arn === undefined ? [] : [is(canonicalArn, arn)])],
  };
}

/** `arn:aws:sts::111122223333:assumed-role/Role/` */
const assumed = /^arn:aws[\w-]*:sts::\d+:assumed-role\/[^/]+\//;

function isSession(name: string): boolean {
  return assumed.test(name);
}

function first(extra: Json | undefined, key: string): string | undefined {
  const values = isObject(extra) ? extra[key] : undefined;
  const value = Array.isArray(values) ? values[0] : values;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
