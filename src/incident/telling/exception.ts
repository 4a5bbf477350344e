/** An exception (docs/exceptions.md) for the case that what an incident tells of is normal. */
import { type Actor, type Incident, severityRank } from '../incident.ts';
import type { ToldAct } from './acts.ts';
import { day } from './when.ts';

/** Names that can be no more of KQL or TOML than names. */
const plain = /^(?!.*:\/\/)[\w.:/@+=-]{1,256}$/;
const plainId = /^[\w.-]{1,100}$/;
const validDays = 90;
const ruleLimit = 3;

/**
 * The rules of one act are excepted, for who did it, as far as the API server vouches for that, on the cluster, in the
 * namespace. What a caller can choose, such as the name of a session, is no part of it. Reason and author are left
 * empty: a build refuses that until somebody has written them.
 * @param now epoch milliseconds; it ends 90 days later
 * @returns TOML; undefined where nobody vouches for the caller, or a name is not plain
 */
export function exceptionFor(incident: Incident, act: ToldAct, now: number): string | undefined {
  const { actor } = act;
  const names = new Set(act.rules.filter(({ isBuildingBlock }) => !isBuildingBlock).map(({ name }) => name));
  const own = incident.alerts.filter(
    ({ actor: { kind, name }, rule }) => kind === actor.kind && name === actor.name && names.has(rule.name),
  );
  const who = conditionFor(
    incident.actors.find(({ kind, name }) => kind === actor.kind && name === actor.name) ?? actor,
  );
  const rules = [...new Map(own.toSorted(bySeverity).map(({ rule }) => [rule.id, rule.name]))]
    .filter(([id]) => plainId.test(id))
    .slice(0, ruleLimit);
  if (who === undefined || rules.length === 0) return undefined;
  const [cluster, ...otherClusters] = unique(own.map(({ place }) => place.cluster));
  const [namespace, ...otherNamespaces] = unique(own.map(({ entity }) => entity?.namespace));
  const conditions = [
    ...(otherClusters.length === 0 ? condition('orchestrator.cluster.name', cluster) : []),
    who,
    ...(otherNamespaces.length === 0 ? condition('kubernetes.audit.objectRef.namespace', namespace) : []),
  ];
  return [
    '[[exception]]',
    'rules = [',
    ...rules.map(([id, name]) => `  "${id}", # ${comment(name)}`),
    ']',
    "condition = '''",
    conditions.join(' and\n'),
    "'''",
    'reason = "" # why it is harmless',
    'author = "" # who answers for it',
    `expires = ${day(now + validDays * 86_400_000)}`,
  ].join('\n');
}

function bySeverity(a: Incident['alerts'][number], b: Incident['alerts'][number]): number {
  return severityRank(b.severity) - severityRank(a.severity);
}

function conditionFor({ kind, name, role, impersonated }: Actor): string | undefined {
  // Who may impersonate can be anybody: that is no case for an exception.
  if (impersonated.length > 0) return undefined;
  switch (kind) {
    case 'iam_session':
      return condition('kubernetes.audit.user.extra.canonicalArn', role)[0];
    case 'iam_user':
      return condition('kubernetes.audit.user.extra.arn', name)[0];
    case 'service_account':
      return condition(
        'kubernetes.audit.user.username',
        `system:serviceaccount:${name.replace('/', ':')}`,
      )[0];
    case 'user':
      return condition('kubernetes.audit.user.username', name)[0];
    default:
      return undefined;
  }
}

function condition(field: string, value: string | undefined): readonly string[] {
  return value !== undefined && plain.test(value) ? [`${field}: "${value}"`] : [];
}

/** Each once, also what is not known. */
function unique(values: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return [...new Set(values)];
}

/** A rule's name, which its author wrote, as far as a comment can have it. */
function comment(name: string): string {
  return name.replace(/[^ -~]/gu, '?').slice(0, 100);
}
