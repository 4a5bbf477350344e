/** An alert as a page shows it: of bounded size, whatever its events hold. */
import type { Alert, AlertEvent } from '../../alert/fields.ts';
import { renderJson } from '../../alert/render-json.ts';
import { storyOf } from '../../alert/story.ts';
import type { Actor, ActorKind } from '../../incident/incident.ts';
import { keysOf } from '../../incident/keys.ts';
import { incidentOf, type OpenIncident } from '../../incident/open-incident.ts';
import { readAlert } from '../../incident/read-alert.ts';
import type { Severity, Threat } from '../../rule.ts';
import type { Json } from '../../schema/audit-event.ts';
import { lookup, textAt } from '../../schema/lookup.ts';
import { shortened } from '../../text/visible.ts';

export interface AlertView {
  readonly id: string;
  /** Epoch milliseconds; undefined where no event has a time. */
  readonly at: number | undefined;
  readonly severity: Severity;
  readonly buildingBlock: boolean;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly actor: Actor;
  readonly reason: string;
  readonly cluster: string | undefined;
  /** Act by act, where the alert is of several. */
  readonly story: readonly string[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly threat: readonly Threat[];
  /** The alert as an incident of its own, by which it is joined to others. */
  readonly incident: OpenIncident;
}

const storyLimit = 10;
const valueLimit = 300;
const threatLimit = 5;

export const actorKinds: Readonly<Record<ActorKind, string>> = {
  iam_session: 'session of an IAM role',
  iam_user: 'IAM user',
  service_account: 'service account',
  node: 'node',
  user: 'user',
  control_plane: 'control plane',
  aws: 'AWS',
  anonymous: 'without credentials',
  unknown: 'unknown caller',
};

export function viewOf(alert: Alert): AlertView {
  const { harrier, rule } = alert;
  const isTimed = harrier.events.some((event) => event['@timestamp'] !== undefined);
  const read = readAlert(renderJson(alert));
  const { actor, at } = read.alert;
  return {
    id: alert.event.id,
    at: isTimed ? at : undefined,
    severity: harrier.severity,
    buildingBlock: harrier.building_block,
    ruleId: rule.id,
    ruleName: rule.name,
    actor,
    reason: harrier.reason,
    cluster: textAt(alert, 'orchestrator', 'cluster', 'name'),
    story: storyOf(alert, storyLimit).map((line) => shortened(line, valueLimit)),
    facts: factsOf(alert, actor),
    threat: (alert.threat ?? []).slice(0, threatLimit),
    incident: incidentOf(read.alert, keysOf(read), at),
  };
}

function factsOf(alert: Alert, actor: Actor): AlertView['facts'] {
  const { harrier } = alert;
  const audit = lookup(alert, 'kubernetes', 'audit');
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Who', [actor.name, `(${actorKinds[actor.kind]})`].filter(Boolean).join(' ')],
    ['IAM role', actor.role],
    ['Session', actor.session],
    ['Access key', actor.accessKeys.join(', ')],
    ['Pod', actor.pods.join(', ')],
    ['Node', actor.nodes.join(', ')],
    ['Impersonating', actor.impersonated.join(', ')],
    ['From', actor.addresses.join(', ')],
    ['Program', actor.programs.join(', ')],
    ['Request', request(audit)],
    ['Answer', answer(alert, audit)],
    ['Cluster', place(alert)],
    ['Namespace', textAt(alert, 'orchestrator', 'namespace')],
    ['Group', pairs(harrier.group)],
    ['Window', harrier.window && `${harrier.window.start} to ${harrier.window.end}`],
    ['Counted', pairs(harrier.values)],
    ['Events', harrier.event_count > 1 ? harrier.event_count.toLocaleString('en') : undefined],
    ['Newest event', eventPlace(harrier.events.at(-1))],
    ['Cut', harrier.partial && 'an event was cut, so parts of it are missing'],
    ['Left out', harrier.truncated?.join(', ')],
    ['Alert', alert.event.id],
  ];
  return facts.flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [[label, shortened(value, valueLimit)] as const],
  );
}

function request(audit: Json | undefined): string | undefined {
  const verb = textAt(audit, 'verb');
  const uri = textAt(audit, 'requestURI');
  return [verb, uri].filter(Boolean).join(' ');
}

/** Allowed or refused, and the code of the answer. */
function answer(alert: Alert, audit: Json | undefined): string {
  const decision = textAt(audit, 'annotations', 'authorization_k8s_io/decision');
  const code = lookup(audit, 'responseStatus', 'code');
  const words: Readonly<Record<string, string>> = { allow: 'allowed', forbid: 'refused' };
  const said = decision === undefined ? textAt(alert, 'event', 'outcome') : (words[decision] ?? decision);
  return [said, typeof code === 'number' ? String(code) : undefined].filter(Boolean).join(', ');
}

function place(alert: Alert): string {
  const account = textAt(alert, 'cloud', 'account', 'id');
  return [
    textAt(alert, 'orchestrator', 'cluster', 'name'),
    account && `account ${account}`,
    textAt(alert, 'cloud', 'region'),
  ]
    .filter(Boolean)
    .join(', ');
}

function pairs(of: Readonly<Record<string, Json>> | undefined): string {
  return Object.entries(of ?? {})
    .map(([name, value]) => `${name}: ${written(value)}`)
    .join('; ');
}

function written(value: Json): string {
  if (Array.isArray(value)) return value.map(written).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An id finds its event; where an event has none of its own, its place is the id. */
function eventPlace(event: AlertEvent | undefined): string | undefined {
  if (event === undefined) return undefined;
  return event.id === `${event.source}:${event.position}` ? event.id : `${event.id} in ${event.source}`;
}
