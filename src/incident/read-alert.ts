/** What incidents read of an alert's JSON, as it is on the alert topic. */
import { isIP } from 'node:net';
import type { Severity } from '../rule.ts';
import type { Json } from '../schema/audit-event.ts';
import { lookup, textAt } from '../schema/lookup.ts';
import { type Caller, callerOf } from '../schema/own/caller.ts';
import { isObject } from '../schema/visit.ts';
import {
  type Actor,
  type ActorKind,
  type ClusterPlace,
  type Entity,
  type IncidentAlert,
  type RuleText,
  severityRank,
} from './incident.ts';

/** A text is no alert of Harrier's. */
export class AlertShapeError extends Error {
  override readonly name = 'AlertShapeError';
}

/** An alert, and its rule's texts. */
export interface ReadAlert {
  readonly alert: IncidentAlert;
  readonly rule: RuleText;
  /** The document of the newest event of the alert, for what only joining needs. */
  readonly document: Json;
}

const nameLimit = 256;
const reasonLimit = 300;

/**
 * @param text a message of the alert topic
 * @throws AlertShapeError that says what is missing
 */
export function readAlert(text: string): ReadAlert {
  return readAlertDocument(parseMessage(text));
}

/** @throws AlertShapeError */
export function parseMessage(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new AlertShapeError(`a message of the alert topic is not JSON: ${cut(text, 100)}`, { cause });
  }
}

/**
 * @param document an alert
 * @throws AlertShapeError that says what is missing
 */
export function readAlertDocument(document: Json): ReadAlert {
  const id = required(document, 'event', 'id');
  const ruleId = required(document, 'rule', 'id');
  const ruleName = required(document, 'rule', 'name');
  const severity = severityAt(document);
  const at = Date.parse(required(document, '@timestamp'));
  if (Number.isNaN(at)) throw new AlertShapeError('an alert has a `@timestamp` that is no time');
  const audit = lookup(document, 'kubernetes', 'audit') ?? {};
  const outcome = outcomeAt(document);
  const status = lookup(audit, 'responseStatus', 'code');
  const events = lookup(document, 'harrier', 'event_count');
  const entity = entityOf(audit);
  const action = actionOf(audit);
  const event = eventOf(document);
  return {
    document,
    alert: {
      id: cut(id, 64),
      rule: { id: cut(ruleId, nameLimit), name: cut(ruleName, nameLimit) },
      severity,
      buildingBlock: lookup(document, 'harrier', 'building_block') === true,
      at,
      reason: cut(textAt(document, 'harrier', 'reason') ?? ruleName, reasonLimit),
      place: placeOf(document),
      actor: actorOf(document),
      ...(entity !== undefined && { entity }),
      ...(action !== undefined && { action }),
      ...(outcome !== undefined && { outcome }),
      ...(typeof status === 'number' && { status }),
      events: typeof events === 'number' ? events : 1,
      tactics: tacticsOf(document),
      ...(event !== undefined && { event }),
    },
    rule: ruleText(document, ruleId, ruleName, severity),
  };
}

function required(document: Json, ...steps: readonly string[]): string {
  const found = textAt(document, ...steps);
  if (found !== undefined) return found;
  throw new AlertShapeError(`a message of the alert topic has no \`${steps.join('.')}\`, so it is no alert`);
}

function severityAt(document: Json): Severity {
  const found = required(document, 'harrier', 'severity');
  if (severityRank(found as Severity) >= 0) return found as Severity;
  throw new AlertShapeError(`an alert has the severity ${JSON.stringify(cut(found, 40))}`);
}

function placeOf(document: Json): ClusterPlace {
  const account = textAt(document, 'cloud', 'account', 'id');
  const region = textAt(document, 'cloud', 'region');
  const cluster = textAt(document, 'orchestrator', 'cluster', 'name');
  return {
    ...(account !== undefined && { account: cut(account, 64) }),
    ...(region !== undefined && { region: cut(region, 64) }),
    ...(cluster !== undefined && { cluster: cut(cluster, 100) }),
  };
}

function entityOf(audit: Json): Entity | undefined {
  const resource = textAt(audit, 'objectRef', 'resource');
  if (resource === undefined) return undefined;
  const namespace = textAt(audit, 'objectRef', 'namespace');
  // Of what is created by POST only the object has the name.
  const name =
    textAt(audit, 'objectRef', 'name') ??
    textAt(audit, 'responseObject', 'metadata', 'name') ??
    textAt(audit, 'requestObject', 'metadata', 'name');
  return {
    resource: cut(resource, 100),
    ...(namespace !== undefined && { namespace: cut(namespace, nameLimit) }),
    ...(name !== undefined && { name: cut(name, nameLimit) }),
  };
}

function actionOf(audit: Json): string | undefined {
  const verb = textAt(audit, 'verb');
  const subresource = textAt(audit, 'objectRef', 'subresource');
  return verb === undefined ? undefined : cut([verb, subresource].filter(Boolean).join(' '), 100);
}

function outcomeAt(document: Json): IncidentAlert['outcome'] {
  const found = textAt(document, 'event', 'outcome');
  return found === 'success' || found === 'failure' || found === 'unknown' ? found : undefined;
}

function eventOf(document: Json): IncidentAlert['event'] {
  const events = lookup(document, 'harrier', 'events');
  const newest = Array.isArray(events) ? (events.at(-1) as Json | undefined) : undefined;
  const id = textAt(newest, 'id');
  const source = textAt(newest, 'source');
  return id === undefined || source === undefined
    ? undefined
    : { id: cut(id, 120), source: cut(source, 600) };
}

function tacticsOf(document: Json): IncidentAlert['tactics'] {
  const threat = lookup(document, 'threat');
  if (!Array.isArray(threat)) return [];
  return threat.slice(0, 5).flatMap((each: Json) => {
    const id = textAt(each, 'tactic', 'id');
    const name = textAt(each, 'tactic', 'name');
    return id === undefined || name === undefined ? [] : [{ id: cut(id, 20), name: cut(name, 60) }];
  });
}

function ruleText(document: Json, id: string, name: string, severity: Severity): RuleText {
  const note = textAt(document, 'harrier', 'note');
  return {
    id: cut(id, nameLimit),
    name: cut(name, nameLimit),
    severity,
    description: cut(textAt(document, 'rule', 'description') ?? '', 1500),
    ...(note !== undefined && { note: cut(note, 4000) }),
    falsePositives: textsAt(document, 'harrier', 'false_positives').slice(0, 5),
    references: textsAt(document, 'rule', 'reference').slice(0, 5),
  };
}

function textsAt(document: Json, ...steps: readonly string[]): readonly string[] {
  const found = lookup(document, ...steps);
  const list = Array.isArray(found) ? found : [found];
  return list.filter((each): each is string => typeof each === 'string').map((each) => cut(each, 1000));
}

const serviceAccount = /^system:serviceaccount:([^:]+):([^:]+)$/;
const ofIam: ReadonlySet<string> = new Set(['arn', 'canonicalArn', 'sessionName', 'accessKeyId']);

/** Who acted. `user.extra` is the authenticator's; a name alone says less (`callerOf`). */
export function actorOf(document: Json): Actor {
  const audit = lookup(document, 'kubernetes', 'audit');
  const username = textAt(audit, 'user', 'username') ?? textAt(document, 'user', 'name');
  const extra = extraOf(audit);
  const caller = callerOf(username, lookup(audit, 'user', 'groups'), lookup(audit, 'user', 'extra'));
  const arn = extra('arn') ?? extra('canonicalArn');
  const role = extra('canonicalArn');
  const session = extra('sessionName');
  const accessKey = extra('accessKeyId');
  const pod = extra('authentication.kubernetes.io/pod-name');
  const node = extra('authentication.kubernetes.io/node-name');
  const { kind, name } = identityOf(caller, username, arn);
  const [, namespace] = serviceAccount.exec(username ?? '') ?? [];
  return {
    kind,
    name: cut(name, nameLimit),
    ...(kind === 'iam_session' && role !== undefined && { role: cut(role, nameLimit) }),
    ...(session !== undefined && { session: cut(session, 100) }),
    accessKeys: listOf(accessKey, 128),
    pods: listOf(pod === undefined ? undefined : [namespace, pod].filter(Boolean).join('/'), nameLimit),
    nodes: listOf(node, nameLimit),
    impersonated: listOf(textAt(audit, 'impersonatedUser', 'username'), nameLimit),
    addresses: listOf(remoteAddress(document), 64),
    programs: listOf(textAt(document, 'user_agent', 'original'), 120),
  };
}

function identityOf(
  caller: Caller | undefined,
  username: string | undefined,
  arn: string | undefined,
): { readonly kind: ActorKind; readonly name: string } {
  if (arn !== undefined && caller !== 'anonymous') {
    if (caller === 'node') return { kind: 'node', name: nodeName(username ?? arn) };
    return { kind: arn.includes(':user/') ? 'iam_user' : 'iam_session', name: arn };
  }
  if (username === undefined) return { kind: caller === 'anonymous' ? caller : 'unknown', name: '' };
  const [, namespace, account] = serviceAccount.exec(username) ?? [];
  switch (caller) {
    case 'service_account':
      return { kind: caller, name: `${namespace}/${account}` };
    case 'control_plane':
      return { kind: caller, name: namespace === undefined ? username : `${namespace}/${account}` };
    case 'node':
      return { kind: caller, name: nodeName(username) };
    case 'aws':
    case 'anonymous':
      return { kind: caller, name: username };
    default:
      return { kind: 'user', name: username };
  }
}

function nodeName(username: string): string {
  return username.replace(/^system:node:/, '');
}

/** What EKS's authenticator says has names of its own; other keys may have a prefix, with which they are asked for. */
function extraOf(audit: Json | undefined): (name: string) => string | undefined {
  const extra = lookup(audit, 'user', 'extra');
  return (name) => {
    if (!isObject(extra)) return undefined;
    const key = Object.hasOwn(extra, name)
      ? name
      : ofIam.has(name)
        ? Object.keys(extra).find((each) => each.endsWith(`/${name}`))
        : undefined;
    const found = key === undefined ? undefined : extra[key];
    const first: unknown = Array.isArray(found) ? found[0] : found;
    return typeof first === 'string' && first !== '' ? first : undefined;
  };
}

/** The API server writes the address at the other end last; those before it are what headers say. */
export function remoteAddress(document: Json): string | undefined {
  const found = lookup(document, 'source', 'ip');
  const last: unknown = Array.isArray(found) ? found.at(-1) : found;
  return typeof last === 'string' && isIP(last) !== 0 ? last : undefined;
}

function listOf(value: string | undefined, limit: number): readonly string[] {
  return value === undefined || value === '' ? [] : [cut(value, limit)];
}

/** Well-formed, so that it can be a part of a key. */
export function cut(text: string, limit: number): string {
  const whole = text.toWellFormed();
  return whole.length <= limit ? whole : `${whole.slice(0, limit - 1).toWellFormed()}…`;
}
