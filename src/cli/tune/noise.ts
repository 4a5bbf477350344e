/** The alerts of a replay, by rule and by what was done by whom. */
import { createHash } from 'node:crypto';
import type { Alert } from '../../alert/alert.ts';
import type { Severity } from '../../rule.ts';
import { textAt } from '../../schema/lookup.ts';
import { type Actor, actorOf, type Nobody } from './actor.ts';

/** Alerts of one rule on the same kind of request by the same actor. */
export interface Noise {
  readonly actor: Actor | Nobody;
  readonly request: Request;
  /** Of the objects; none for requests that have none. */
  readonly namespaces: Set<string>;
  readonly clusters: Set<string>;
  /** What tells each alert from all others, and from itself with other events. */
  readonly alerts: Set<string>;
  readonly examples: string[];
  first: string;
  last: string;
}

/** What was asked for, as the API server understood and authorized it. */
export interface Request {
  readonly verb: string | undefined;
  readonly resource: string | undefined;
  readonly subresource: string | undefined;
  /** Where there is no resource. */
  readonly path: string | undefined;
  readonly isNamespaced: boolean;
  /** The authorizer's: `allow` or `forbid`. */
  readonly decision: string | undefined;
  readonly impersonated: string | undefined;
}

export interface NoisyRule {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  /** Whether each alert is about a request by itself, whatever others there are. */
  isAlone: boolean;
  readonly alerts: Set<string>;
  readonly noises: Map<string, Noise>;
}

/** Kinds of requests that are told apart of a rule; there are more only if somebody makes them. */
const mostNoises = 5_000;
const examples = 2;

export class Noises {
  readonly rules = new Map<string, NoisyRule>();
  /** Of all alerts. */
  readonly clusters = new Set<string>();

  add(alert: Alert): void {
    const { rule, harrier } = alert;
    // Nobody is notified of them.
    if (harrier.building_block) return;
    const known = this.rules.get(rule.id) ?? {
      id: rule.id,
      name: rule.name,
      severity: harrier.severity,
      isAlone: harrier.rule_type === 'query',
      alerts: new Set(),
      noises: new Map(),
    };
    this.rules.set(rule.id, known);
    const alertKey = keyOf(alert);
    known.alerts.add(alertKey);
    const cluster = textAt(alert, 'orchestrator', 'cluster', 'name');
    if (cluster !== undefined) this.clusters.add(cluster);
    const noise = noiseFor(alert, known);
    if (noise === undefined) return;
    noise.alerts.add(alertKey);
    if (cluster !== undefined) noise.clusters.add(cluster);
    const namespace = textAt(alert, 'kubernetes', 'audit', 'objectRef', 'namespace');
    if (namespace !== undefined) noise.namespaces.add(namespace);
    const at = alert['@timestamp'];
    if (noise.first === '' || at < noise.first) noise.first = at;
    if (at > noise.last) noise.last = at;
    if (noise.examples.length < examples) noise.examples.push(`${at} ${harrier.reason}`);
  }

  /** @returns those with the most alerts first */
  loudest(limit: number): readonly NoisyRule[] {
    return [...this.rules.values()]
      .toSorted((a, b) => b.alerts.size - a.alerts.size || (a.name < b.name ? -1 : 1))
      .slice(0, limit);
  }
}

function noiseFor(alert: Alert, { noises }: NoisyRule): Noise | undefined {
  const actor = actorOf(userOf(alert));
  const request = requestOf(alert);
  const key = JSON.stringify([actor, request]);
  const known = noises.get(key);
  if (known !== undefined) return known;
  if (noises.size >= mostNoises) return undefined;
  const fresh: Noise = {
    actor,
    request,
    namespaces: new Set(),
    clusters: new Set(),
    alerts: new Set(),
    examples: [],
    first: '',
    last: '',
  };
  noises.set(key, fresh);
  return fresh;
}

function userOf(alert: Alert) {
  const { kubernetes } = alert as { kubernetes?: { audit?: { user?: never } } };
  return kubernetes?.audit?.user;
}

function requestOf(alert: Alert): Request {
  const audit = (...path: readonly string[]) => textAt(alert, 'kubernetes', 'audit', ...path);
  const resource = audit('objectRef', 'resource');
  const decision = audit('annotations', 'authorization_k8s_io/decision');
  return {
    verb: audit('verb'),
    resource,
    subresource: audit('objectRef', 'subresource'),
    path: resource === undefined ? audit('requestURI')?.replace(/\?.*$/s, '') : undefined,
    isNamespaced: audit('objectRef', 'namespace') !== undefined,
    decision,
    impersonated: audit('impersonatedUser', 'username'),
  };
}

/** Two runs give the same for an alert that tells the same. */
export function keyOf({ event, harrier }: Alert): string {
  const told = createHash('sha256').update(harrier.event_ids.join('\n')).digest('base64').slice(0, 16);
  return `${event.id} ${harrier.event_count} ${told}`;
}

/** The id of the alert that a key is of. */
export function idOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}
