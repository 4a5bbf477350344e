/** Fields that are computed from an audit event: as Elastic's ingest pipeline computes them, and Harrier's own. */
import type { AuditEvent, Json } from './audit-event.ts';
import { apiGroup, eventType, outcomeByCode, requestedApiGroups, respondedApiGroups } from './eks.ts';
import { caller } from './own/caller.ts';
import { dryRun } from './own/dry-run.ts';
import { labelsAfter, labelsBefore, podSecurity } from './own/labels.ts';
import { missing } from './own/missing.ts';
import { object } from './own/object.ts';
import { containers, pod } from './own/pod.ts';
import { remoteIp, remoteNetwork } from './own/remote.ts';
import { command, path, query } from './own/request-uri.ts';
import { rules } from './own/rules.ts';
import { serviceAccount } from './own/service-account.ts';
import { capabilities, hostPaths, podAnnotations, processes } from './own/workload.ts';
import { written } from './own/written.ts';
import { isObject } from './visit.ts';

/** @param partial whether the event was cut, so that what it lacks may have been lost */
type Derive = (event: AuditEvent, partial?: boolean) => Json | undefined;

const decisionKey = 'authorization.k8s.io/decision';

/** The event's own time: of its stage, or of the request where the stage's is missing. ISO 8601 as written. */
export function timestamp(event: AuditEvent): string | undefined {
  return firstText([event.stageTimestamp, event.requestReceivedTimestamp, event.timestamp]);
}

/** The time of the request, as Elastic's data stream of EKS takes it; of the stage where that is missing. */
export function requestTimestamp(event: AuditEvent): string | undefined {
  return firstText([event.requestReceivedTimestamp, event.stageTimestamp, event.timestamp]);
}

function firstText(values: readonly (Json | undefined)[]): string | undefined {
  return values.find((value) => typeof value === 'string' && value !== '') as string | undefined;
}

/** `event.outcome`: the authorizer's decision in ECS terms. A 401 was never authorized and has none. */
export function outcome(event: AuditEvent): 'success' | 'failure' | undefined {
  const decision = isObject(event.annotations) ? event.annotations[decisionKey] : undefined;
  if (decision === 'allow') return 'success';
  if (decision === 'forbid') return 'failure';
  return undefined;
}

/** `related.user`: the caller's id and name. */
export function relatedUser(event: AuditEvent): Json | undefined {
  if (!isObject(event.user)) return undefined;
  const known = [event.user.uid, event.user.username].filter(
    (value) => typeof value === 'string' && value !== '',
  );
  return known.length === 0 ? undefined : [...new Set(known as string[])];
}

/** Every derived field's function, by the name under which `match/runtime.ts` exports it to compiled rules. */
export const derived = {
  timestamp,
  requestTimestamp,
  outcome,
  relatedUser,
  pod,
  containers,
  path,
  query,
  command,
  processes,
  podAnnotations,
  capabilities,
  hostPaths,
  dryRun,
  caller,
  missing,
  object,
  written,
  labelsBefore,
  labelsAfter,
  podSecurity,
  remoteIp,
  remoteNetwork,
  rules,
  serviceAccount,
  outcomeByCode,
  eventType,
  apiGroup,
  requestedApiGroups,
  respondedApiGroups,
} satisfies Readonly<Record<string, Derive>>;

export type DerivedName = keyof typeof derived;
