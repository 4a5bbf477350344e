/** Looks at an account before anything is deployed to it, and says all that is in the way at once. */
import { checkBuckets } from './buckets.ts';
import { checkConcurrency } from './concurrency.ts';
import type { Deployment } from './deployment.ts';
import type { Finding } from './finding.ts';
import { checkOwners, type Identity, identify } from './identity.ts';
import { checkLogGroups } from './log-groups.ts';

export interface Report {
  /** None if the account cannot be entered; nothing else was checked then. */
  readonly identity?: Identity;
  readonly findings: readonly Finding[];
}

/** Reads only. Never throws because of an answer of AWS: each is a finding, or none. */
export async function preflight(deployment: Deployment): Promise<Report> {
  const identity = await identify(deployment.config);
  if ('kind' in identity) return { findings: [identity] };
  const findings = await Promise.all([
    checkOwners(deployment, identity),
    checkLogGroups(deployment),
    checkBuckets(deployment),
    checkConcurrency(deployment),
  ]);
  return { identity, findings: findings.flat() };
}

/** @returns lines for a terminal: where to, what could not be checked, what is in the way and how to mend it */
export function render({ identity, findings }: Report, { name, config }: Deployment): string {
  const of = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind);
  const problems = of('problem');
  const lines = [
    ...(identity
      ? [`${name} goes to account ${identity.account}, region ${config.region}, as ${identity.arn}.`]
      : []),
    ...of('warning').flatMap(({ text, mend }) => [`Warning: ${text}.`, ...commands(mend)]),
    ...(problems.length > 0 ? ['Nothing is deployed, because', ...problems.flatMap(linesOf)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf({ text, mend }: Finding): readonly string[] {
  return [`  ${text}`, ...commands(mend)];
}

function commands(mend = ''): readonly string[] {
  return mend === '' ? [] : mend.split('\n').map((line) => `      ${line}`);
}
