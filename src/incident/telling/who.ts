/** Who acted, in words: for sentences, and in full. */
import type { Actor } from '../incident.ts';
import type { Fact } from './section.ts';
import { shownName } from './shown.ts';

const shortLimit = 60;
const fullLimit = 200;

/** @returns as the subject of a sentence: `deploy-4711`, `shop/web`, `an unauthenticated caller` */
export function shortName(actor: Actor): string {
  switch (actor.kind) {
    case 'iam_session':
      return shownName(sessionOf(actor), shortLimit);
    case 'iam_user':
      return `IAM user ${shownName(lastOf(actor.name), shortLimit)}`;
    case 'node':
      return `node ${shownName(actor.name, shortLimit)}`;
    case 'anonymous':
      return 'an unauthenticated caller';
    case 'unknown':
      return 'an unknown caller';
    default:
      return shownName(actor.name, shortLimit);
  }
}

/** @returns the same with what tells it from others: `deploy-4711 (IAM role ci-deployer)` */
export function introduced(actor: Actor): string {
  const [role, pod, other] = [roleName(actor), actor.pods[0], actor.impersonated[0]];
  const details = [
    ...(role === undefined ? [] : [`IAM role ${shownName(role, shortLimit)}`]),
    ...(actor.kind === 'service_account' && pod !== undefined ? [`pod ${shownName(pod, 100)}`] : []),
  ];
  const short = actor.kind === 'service_account' ? `service account ${shortName(actor)}` : shortName(actor);
  const name = details.length === 0 ? short : `${short} (${details.join(', ')})`;
  return other === undefined ? name : `${name}, impersonating ${shownName(other, shortLimit)},`;
}

/** @returns several of them as the subject of a sentence */
export function introducedAll(actors: readonly Actor[], others: number): string {
  const names = actors.slice(0, 3).map(introduced);
  const more = actors.length - names.length + others;
  const all = [...names, ...(more > 0 ? [`${more} more`] : [])];
  return all.length === 0 ? 'an unknown caller' : listed(all);
}

/** @returns `a, b and c` */
export function listed(all: readonly string[]): string {
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** What is known of an actor, one fact a line. What callers say of themselves is told as that. */
export function factsOf(actor: Actor): readonly Fact[] {
  const some = (label: string, values: readonly string[], limit = fullLimit): readonly Fact[] =>
    values.length === 0 ? [] : [[label, values.map((value) => shownName(value, limit)).join(', ')]];
  const role = actor.role ?? (actor.kind === 'iam_session' ? roleArn(actor.name) : undefined);
  return [
    [kinds[actor.kind], actor.kind === 'iam_session' ? sessionLine(actor) : nameLine(actor)],
    ...some('IAM role', role === undefined ? [] : [role]),
    ...some(actor.accessKeys.length > 1 ? 'Access keys' : 'Access key', actor.accessKeys),
    ...some(actor.pods.length > 1 ? 'Its pods' : 'Its pod', actor.pods),
    ...some(actor.nodes.length > 1 ? 'On the nodes' : 'On the node', actor.nodes),
    ...some('Impersonated', actor.impersonated),
    ...some('From', actor.addresses),
    ...some('Calls itself', actor.programs, 100),
  ];
}

const kinds: Readonly<Record<Actor['kind'], string>> = {
  iam_session: 'IAM session',
  iam_user: 'IAM user',
  service_account: 'Service account',
  node: 'Node',
  user: 'User',
  control_plane: 'Controller',
  aws: "AWS's own user",
  anonymous: 'Unauthenticated caller',
  unknown: 'Unknown caller',
};

function sessionLine(actor: Actor): string {
  return `${shownName(sessionOf(actor), shortLimit)} (${shownName(actor.name, fullLimit)})`;
}

function nameLine({ name }: Actor): string {
  return name === '' ? 'nothing more is known' : shownName(name, fullLimit);
}

function sessionOf({ session, name }: Actor): string {
  return session ?? lastOf(name);
}

function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1) || arn;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const assumedRole = /^(arn:[\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\/.+$/s;

function roleName({ kind, role, name }: Actor): string | undefined {
  if (kind !== 'iam_session') return undefined;
  return role === undefined ? assumedRole.exec(name)?.[3] : lastOf(role);
}

/** Of a role with a path the ARN of a session does not have it; EKS tells the role then. */
function roleArn(session: string): string | undefined {
  const [, partition, account, role] = assumedRole.exec(session) ?? [];
  return partition === undefined ? undefined : `${partition}:iam::${account}:role/${role}`;
}
