/**
 * By what alerts are joined. A key is a thing that two alerts have in common: who acted, or what was acted on. What many
 * share that have nothing to do with one another is no key: an address (a NAT has one for thousands), a namespace, the
 * name of a controller or of EKS's own users, who act for everybody. What a request was only meant to be about, since it
 * was refused, is none either: anybody can ask for anything.
 *
 * Whoever writes a value could join incidents by it, to bury one or to blow one up. So keys are made of what the API
 * server or the authenticator says, or of an object that the request is about, never of headers, user agents or bodies
 * alone; and who is merely impersonated is no key, since the acts are the impersonator's.
 */
import { hash } from 'node:crypto';
import type { Json } from '../schema/audit-event.ts';
import { lookup, textAt } from '../schema/lookup.ts';
import { isObject } from '../schema/visit.ts';
import { endOf } from './ends.ts';
import { type IncidentAlert, severityRank } from './incident.ts';
import { type ReadAlert, remoteAddress } from './read-alert.ts';

/**
 * How the sightings of a key join alerts: `shared`, with one another; `opens` and `follows`, those that open with one
 * another and with those that follow, which by themselves are not joined. Who asks for a service account's token, or puts
 * a privileged pod onto a node, opens; what is then done with the account, or from the node, follows.
 */
export type Side = 'shared' | 'opens' | 'follows';

export interface Key {
  /** Stands for the key: 12 characters. */
  readonly id: string;
  readonly side: Side;
  /** Alerts with the key are joined if there is no more event time between them than this, milliseconds. */
  readonly gap: number;
}

const hour = 3_600_000;

/**
 * A session or an account goes on for hours: GuardDuty looks for attack sequences within 24 of them
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-extended-threat-detection.html), and so do Elastic's
 * rules over alerts. What is touched is a weaker hint, and has to be touched sooner.
 */
export const gaps = { actor: 12 * hour, account: 12 * hour, node: 2 * hour, entity: 2 * hour } as const;

/** The longest of them. */
export const longestGap = 12 * hour;

/** @returns at least one key */
export function keysOf({ alert, document }: ReadAlert): readonly Key[] {
  const audit = lookup(document, 'kubernetes', 'audit') ?? {};
  const place = placeOf(alert);
  const keys = new Map<string, Key>();
  const add = (side: Side, gap: number, ...parts: readonly string[]) => {
    const id = hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 12);
    keys.set(`${side} ${id}`, { id, side, gap });
  };
  const isSevere = severityRank(alert.severity) >= severityRank('high') && !alert.buildingBlock;

  // Rules that are about one request are about one act.
  const request = ['auditID', 'requestReceivedTimestamp', 'requestURI'].map(
    (name) => textAt(audit, name) ?? '',
  );
  if (request[0] !== '') add('shared', gaps.entity, 'request', ...place, alert.actor.name, ...request);

  const actors = actorKeys(alert, remoteAddress(document), place);
  for (const parts of actors) add('shared', gaps.actor, ...parts);
  // Nobody in particular did it: alerts of one rule in one namespace are one story.
  if (actors.length === 0)
    add('shared', gaps.actor, 'rule', ...place, alert.rule.id, alert.entity?.namespace ?? '');
  if (['service_account', 'control_plane'].includes(alert.actor.kind))
    add('follows', gaps.account, 'account', ...place, alert.actor.name);
  for (const account of accountsTaken(alert)) add('opens', gaps.account, 'account', ...place, account);

  for (const pod of podsOf(alert)) add('shared', gaps.entity, 'pod', ...place, pod);
  if (isSevere) {
    for (const node of nodesEntered(alert, document)) add('opens', gaps.node, 'node', ...place, node);
    for (const node of nodesUsed(alert)) add('follows', gaps.node, 'node', ...place, node);
    // Two severe acts on one thing belong together. What is read every day by everybody is a building block's at most.
    const { resource, namespace = '', name } = alert.entity ?? {};
    if (resource !== undefined && name !== undefined && resource !== 'pods' && isDone(alert))
      add('shared', gaps.entity, 'object', ...place, resource, namespace, name);
  }
  return [...keys.values()];
}

function placeOf({ place }: IncidentAlert): readonly string[] {
  return [place.account ?? '', place.region ?? '', place.cluster ?? ''];
}

/** IAM's names are the same in every cluster, so that one session is one actor in all of them. */
function actorKeys(
  { actor }: IncidentAlert,
  address: string | undefined,
  place: readonly string[],
): readonly (readonly string[])[] {
  const ofAccessKeys = actor.accessKeys.map((id) => ['access key', id]);
  switch (actor.kind) {
    case 'iam_session':
    case 'iam_user':
      return [['iam', actor.name], ...ofAccessKeys];
    case 'node':
      return [['node identity', ...place, actor.name], ...ofAccessKeys];
    case 'service_account':
    case 'user':
      return [[actor.kind, ...place, actor.name]];
    case 'anonymous':
    case 'unknown':
      // Nothing else is known of them.
      return address === undefined ? [] : [['anonymous', ...place, address]];
    default:
      // Who acts for everybody.
      return [];
  }
}

/** Whether something came of the request, as far as is known. */
function isDone(alert: IncidentAlert): boolean {
  return ['allowed', 'unknown'].includes(endOf(alert));
}

/** A token was asked for, with which the asker can act as the account. */
function accountsTaken(alert: IncidentAlert): readonly string[] {
  const { action, entity } = alert;
  const isToken = entity?.resource === 'serviceaccounts' && action === 'create token';
  return isToken && isDone(alert) ? [`${entity?.namespace ?? ''}/${entity?.name ?? ''}`] : [];
}

const entering: ReadonlySet<string> = new Set([
  'exec',
  'attach',
  'portforward',
  'ephemeralcontainers',
  'proxy',
]);

/** Pods that were made or entered, and pods whose tokens acted. */
function podsOf(alert: IncidentAlert): readonly string[] {
  const { action = '', entity, actor } = alert;
  const [verb, subresource] = action.split(' ');
  const isEntered = subresource !== undefined && entering.has(subresource);
  const isMade = subresource === undefined && ['create', 'update', 'patch'].includes(verb ?? '');
  const isTouched = isDone(alert) && (isEntered || isMade);
  const acted = entity?.resource === 'pods' && entity.name !== undefined && isTouched;
  return [...(acted ? [`${entity.namespace ?? ''}/${entity.name}`] : []), ...actor.pods];
}

/** The node's own identity, and those of the pods on it: what whoever holds the node can act as. */
function nodesUsed({ actor }: IncidentAlert): readonly string[] {
  return actor.kind === 'node' ? [actor.name] : actor.nodes;
}

/** Nodes that a pod was put onto by name, and a node whose identity was misused, which can ask for its pods' tokens. */
function nodesEntered(alert: IncidentAlert, document: Json): readonly string[] {
  const { actor, action } = alert;
  const own = actor.kind === 'node' ? [actor.name] : [];
  if (action !== 'create' || !isDone(alert)) return own;
  const object = lookup(document, 'kubernetes', 'audit', 'requestObject');
  const template = lookup(object, 'spec', 'template', 'spec') ?? lookup(object, 'spec');
  const named = textAt(template, 'nodeName');
  const selector = lookup(template, 'nodeSelector');
  const selected = isObject(selector) ? textAt(selector, 'kubernetes.io/hostname') : undefined;
  return [...own, ...[named, selected].filter((node) => node !== undefined)];
}
