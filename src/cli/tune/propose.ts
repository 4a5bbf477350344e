/** From alerts to exceptions that would take them away. */
import { printTerm } from '../../compile/kql/print.ts';
import { is, isMissing, isOneOf, isWritable } from './kql.ts';
import type { Noise, NoisyRule, Request } from './noise.ts';

/** An exception, as yet untried. */
export interface Proposal {
  readonly rule: NoisyRule;
  readonly noises: readonly Noise[];
  /** In KQL, one condition a line. */
  readonly condition: string;
  /** `service account ci/runner: get and list secrets in 3 namespaces` */
  readonly shown: string;
  readonly clusters: readonly string[];
  readonly alerts: ReadonlySet<string>;
}

/** Alerts for which nothing is proposed, and why not. */
export interface Refusal {
  readonly rule: NoisyRule;
  readonly shown: string;
  readonly alerts: number;
  readonly reason: string;
}

/** So many namespaces are named; who is in more of them is everywhere. */
const mostNamespaces = 8;

/**
 * @param least alerts that an exception has to take away
 * @param clusters of all alerts
 * @returns exceptions as yet untried, that for the most alerts first
 */
export function proposalsFor(
  rule: NoisyRule,
  least: number,
  clusters: ReadonlySet<string>,
): { readonly proposals: readonly Proposal[]; readonly refusals: readonly Refusal[] } {
  const refusals: Refusal[] = [];
  const groups = new Map<string, Noise[]>();
  for (const noise of rule.noises.values()) {
    const { actor, request } = noise;
    const reason = 'refused' in actor ? actor.refused : unwritable(noise);
    if (reason !== undefined) {
      if (noise.alerts.size < least) continue;
      refusals.push({ rule, shown: shownNoise(noise), alerts: noise.alerts.size, reason });
      continue;
    }
    // What differs in the verb alone is one exception, if it is about the same namespaces.
    const key = JSON.stringify([actor, { ...request, verb: '' }, placesOf(noise)]);
    groups.set(key, [...(groups.get(key) ?? []), noise]);
  }
  const proposals = [...groups.values()]
    .map((noises) => proposalOf(rule, noises, clusters))
    .filter(({ alerts }) => alerts.size >= least)
    .toSorted((a, b) => b.alerts.size - a.alerts.size || (a.shown < b.shown ? -1 : 1));
  return { proposals, refusals };
}

function unwritable({ request, namespaces, clusters }: Noise): string | undefined {
  const { decision, impersonated } = request;
  const values = [request.verb, request.resource, request.subresource, request.path, impersonated, decision];
  const all = [...values.filter((each) => each !== undefined), ...namespaces, ...clusters];
  if (!all.every(isWritable)) return 'the request has characters that a file of exceptions cannot hold';
  return request.verb === undefined ? 'the event does not say what was asked for' : undefined;
}

function placesOf({ namespaces }: Noise): readonly string[] | 'any' {
  return namespaces.size > mostNamespaces ? 'any' : [...namespaces].toSorted();
}

function proposalOf(rule: NoisyRule, noises: readonly Noise[], all: ReadonlySet<string>): Proposal {
  const [one] = noises;
  if (one === undefined || 'refused' in one.actor) throw new TypeError('an exception is for an actor');
  const { actor, request } = one;
  const clusters = [...new Set(noises.flatMap((each) => [...each.clusters]))].toSorted();
  const conditions = [
    ...actor.conditions,
    isOrMissing('kubernetes.audit.impersonatedUser.username', request.impersonated),
    isOneOf('kubernetes.audit.verb', verbsOf(noises)),
    ...whatOf(request),
    ...whereOf(one),
    isOrMissing('kubernetes.audit.annotations.authorization_k8s_io/decision', request.decision),
    ...(clusters.length > 0 && clusters.length < all.size
      ? [isOneOf('orchestrator.cluster.name', clusters)]
      : []),
  ];
  return {
    rule,
    noises,
    condition: conditions.join(' and\n'),
    shown: `${actor.shown}: ${shownRequest(noises)}`,
    clusters,
    alerts: new Set(noises.flatMap(({ alerts }) => [...alerts])),
  };
}

/** What is not there is asked for, too: else an exception would be about more than was seen. */
function isOrMissing(field: string, value: string | undefined): string {
  return value === undefined ? isMissing(field) : is(field, value);
}

function verbsOf(noises: readonly Noise[]): readonly string[] {
  return [...new Set(noises.flatMap(({ request: { verb } }) => verb ?? []))].toSorted();
}

function whatOf({ resource, subresource, path }: Request): readonly string[] {
  if (resource === undefined) return path === undefined ? [] : [exactly('harrier.path', path)];
  return [
    is('kubernetes.audit.objectRef.resource', resource),
    isOrMissing('kubernetes.audit.objectRef.subresource', subresource),
  ];
}

function exactly(field: string, value: string): string {
  return `${field}:${printTerm({ kind: 'literal', value, quoted: true, span: { start: 0, end: 0 } })}`;
}

function whereOf(noise: Noise): readonly string[] {
  const field = 'kubernetes.audit.objectRef.namespace';
  if (noise.request.resource === undefined) return [];
  if (!noise.request.isNamespaced) return [isMissing(field)];
  const places = placesOf(noise);
  return places === 'any' ? [] : [isOneOf(field, places)];
}

function shownRequest(noises: readonly Noise[]): string {
  const [one] = noises;
  if (one === undefined) return '';
  const { request, namespaces } = one;
  const what =
    request.resource === undefined
      ? (request.path ?? 'something')
      : [request.resource, request.subresource].filter(Boolean).join('/');
  const [only] = namespaces;
  const where =
    namespaces.size === 0 ? '' : namespaces.size === 1 ? ` in ${only}` : ` in ${namespaces.size} namespaces`;
  const how = `${request.decision === 'forbid' ? ', forbidden' : ''}${request.impersonated === undefined ? '' : `, as ${request.impersonated}`}`;
  return `${verbsOf(noises).join(', ')} ${what}${where}${how}`;
}

/** Who does what, for people. */
export function shownNoise(noise: Noise): string {
  return `${noise.actor.shown}: ${shownRequest([noise])}`;
}
