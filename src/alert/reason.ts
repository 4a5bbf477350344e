/** The sentence of an alert: who did what to which object, from where, how often. */
import type { AuditEvent, JsonObject, SourcedEvent } from '../schema/audit-event.ts';
import { auditPart } from '../schema/request.ts';
import type { EventFormat, RememberedAct, Signal } from '../signal.ts';
import { actionOf } from './action.ts';
import { actor } from './actor.ts';
import { counted } from './counted.ts';
import { eventTime } from './event-time.ts';
import { requestIds } from './identity.ts';
import { lookup, textAt } from './lookup.ts';
import { named, shortened } from './visible.ts';

/** In UTF-16 code units: two lines of an e-mail, one of a wide terminal. */
export const reasonLimit = 300;

/**
 * One sentence without a full stop, of visible characters only, at most `reasonLimit` long.
 * @param events oldest first, already redacted; the sentence is about the newest
 * @param beside what the signal is of beside these events, and what was counted
 */
export function reason(
  events: readonly SourcedEvent[],
  format: EventFormat,
  { values, remembered = [] }: Pick<Signal, 'values' | 'remembered'> = {},
): string {
  const newest = events.at(-1);
  if (newest === undefined) return 'Nothing is known of the events';
  const requests = remembered.length + (events.length < 2 ? events.length : requestIds(events, format).size);
  const tail = [
    howOften(events, remembered, requests, format),
    ...counted(values, requests),
    newest.partial ? howCut(newest) : '',
  ].filter(Boolean);
  const end = tail.length === 0 ? '' : ` (${tail.join('; ')})`;
  return `${shortened(sentence(newest.event, format), reasonLimit - end.length)}${end}`;
}

/** @returns the sentence for one event, of any length */
function sentence(event: JsonObject, format: EventFormat): string {
  const audit = auditPart(event, format);
  return audit === undefined ? documentSentence(event) : auditSentence(audit);
}

function auditSentence(event: AuditEvent): string {
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

function documentSentence(document: JsonObject): string {
  const user = textAt(document, 'user', 'name');
  const action = textAt(document, 'event', 'action');
  const host = textAt(document, 'host', 'name');
  const who = user === undefined ? 'Somebody' : named(user);
  const what = action === undefined ? 'did what the rule describes' : `did ${named(action)}`;
  return `${who} ${what}${host === undefined ? '' : ` on ${named(host)}`}`;
}

const memberWords: Readonly<Record<string, string>> = { requestURI: 'URI', userAgent: 'user agent' };

/** What was cut stands in no field of the event: how it begins may be all that tells of the request. */
function howCut({ cut }: SourcedEvent): string {
  const missing = 'details are missing';
  if (cut === undefined) return `the record was cut, ${missing}`;
  const { field, begins } = cut;
  if (begins === undefined) return `the record was cut in ${named(field, 40)}, ${missing}`;
  const member = Object.hasOwn(memberWords, field) ? memberWords[field] : named(field, 40);
  return `its ${member} begins with ${named(begins)}; the record was cut, ${missing}`;
}

function howOften(
  events: readonly SourcedEvent[],
  remembered: readonly RememberedAct[],
  requests: number,
  format: EventFormat,
): string {
  if (requests < 2) return '';
  const own = events.map(({ event }) => Date.parse(eventTime(event, format) ?? '')).filter(Number.isFinite);
  const others = remembered.map(({ at, summary }) => Date.parse(summary?.time ?? '') || at);
  const newest = latest(own);
  const span = latest([...own, ...others]) - earliest([...own, ...others]);
  // The sentence is about an event at hand, and that may have come later than it happened.
  const which = others.some((time) => time > newest) ? 'one' : 'newest';
  return `${which} of ${requests} requests${own.length + others.length < 2 ? '' : ` within ${duration(span)}`}`;
}

// Not by `Math.max`: a delivery may have more events than a function can have arguments.
function latest(times: readonly number[]): number {
  return times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}

function earliest(times: readonly number[]): number {
  return times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 120) return `${Math.max(1, seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}
