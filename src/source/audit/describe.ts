/** What an audit event tells, in one sentence: who did what to which object, how it ended, from where, with what. */
import type { AuditEvent } from '../../schema/audit-event.ts';
import { lookup, textAt } from '../../schema/lookup.ts';
import { named } from '../../text/visible.ts';
import { actionOf } from './action.ts';
import { actor } from './actor.ts';

/** @returns the sentence, of any length, without a full stop */
export function describe(event: AuditEvent): string {
  const { past, infinitive, object } = actionOf(event);
  const done = object === '' ? past : `${past} ${object}`;
  const tried = object === '' ? infinitive : `${infinitive} ${object}`;
  return `${actor(event)} ${outcome(event, done, tried)}${whence(event)}${wherewith(event)}`;
}

function outcome(event: AuditEvent, done: string, tried: string): string {
  const code = statusCode(event);
  const decision = textAt(event, 'annotations', 'authorization.k8s.io/decision') ?? documentDecision(event);
  if (code === 401) return `was not authenticated when trying to ${tried}`;
  // Once the authorizer has allowed a request, it is admission control that answers 403; plain reads do not pass it.
  if (code === 403 && decision === 'allow' && !isRead(event))
    return `was refused by admission control when trying to ${tried}`;
  if (decision === 'forbid' || (code === 403 && decision !== 'allow'))
    return `was denied permission to ${tried}`;
  if (textAt(event, 'stage') === 'Panic') return `made the API server panic when trying to ${tried}`;
  return code >= 400 ? `tried without success (${code}) to ${tried}` : done;
}

function isRead(event: AuditEvent): boolean {
  const isReading = ['get', 'list', 'watch'].includes(textAt(event, 'verb') ?? '');
  return isReading && textAt(event, 'objectRef', 'subresource') === undefined;
}

/** @returns NaN where there is none */
function statusCode(event: AuditEvent): number {
  const code = lookup(event, 'responseStatus', 'code');
  return typeof code === 'number' || typeof code === 'string' ? Number(code) : Number.NaN;
}

/** As documents write the annotation. */
function documentDecision(event: AuditEvent): string | undefined {
  return textAt(event, 'annotations', 'authorization_k8s_io/decision');
}

/** The first address is the client's as it or a proxy claims it, the others are what the request came through. */
function whence(event: AuditEvent): string {
  const all = lookup(event, 'sourceIPs');
  const addresses = (Array.isArray(all) ? all : []).filter((address) => typeof address === 'string');
  const [first, ...through] = addresses.slice(0, 3).map((address) => named(address, 45));
  if (first === undefined) return '';
  return through.length === 0 ? ` from ${first}` : ` from ${first} through ${through.join(', ')}`;
}

/** `kubectl/v1.31.0 (linux/amd64) …` is told as `kubectl 1.31.0`. */
function wherewith(event: AuditEvent): string {
  const agent = textAt(event, 'userAgent');
  if (agent === undefined) return '';
  const [, product, version] = /^([\w.-]{1,40})\/v?([\w.-]{1,20})(?:$|[\s+(,;])/.exec(agent) ?? [];
  return ` with ${product === undefined || version === undefined ? named(agent, 40) : `${product} ${version}`}`;
}
