/**
 * For programs that read the Open Cybersecurity Schema Framework: an alert as a Detection Finding (class 2004) of
 * version 1.8.0, https://schema.ocsf.io/1.8.0/classes/detection_finding
 */
import type { Severity } from '../rule.ts';
import type { Json, JsonObject } from '../schema/audit-event.ts';
import { lookup, textAt } from '../schema/lookup.ts';
import { isObject } from '../schema/visit.ts';
import type { Alert } from './fields.ts';
import { clusterName } from './glance.ts';
import { actorOf, impersonatedOf } from './ocsf/actor.ts';
import { findingInfo, spanOf } from './ocsf/finding-info.ts';
import { fittedFinding } from './ocsf/fit.ts';
import { filled, filledOrNone, milliseconds } from './ocsf/members.ts';
import { observablesOf } from './ocsf/observables.ts';
import { apiOf, httpRequestOf, sourceOf } from './ocsf/request.ts';
import { partitionOf, resourcesOf } from './ocsf/resources.ts';
import { renderJson } from './render-json.ts';

export const ocsfVersion = '1.8.0';

/** What people would call a finding of each severity, and OCSF's number for it. */
const severities: Readonly<Record<Severity, readonly [name: string, id: number]>> = {
  low: ['Low', 2],
  medium: ['Medium', 3],
  high: ['High', 4],
  critical: ['Critical', 5],
};

/** @returns JSON in one line, which fits into one message of SNS whatever the events contain */
export function renderOcsf(alert: Alert): string {
  return renderJson(fittedFinding(findingOf(alert)));
}

/** What OCSF has no place for is in `unmapped`, under the names that it has in the alert. */
export function findingOf(alert: Alert): JsonObject {
  const { harrier, rule } = alert;
  const audit = lookup(alert, 'kubernetes', 'audit');
  const [severity, severityId] = severities[harrier.severity];
  const { first, last } = spanOf(alert);
  const resources = resourcesOf(alert);
  return filled({
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2004,
    class_name: 'Detection Finding',
    type_uid: 200401,
    type_name: 'Detection Finding: Create',
    time: milliseconds(alert['@timestamp']) ?? 0,
    start_time: first,
    end_time: last,
    count: harrier.event_count,
    message: harrier.reason,
    severity,
    severity_id: severityId,
    risk_score: Math.round(harrier.risk_score),
    status: 'New',
    status_id: 1,
    is_alert: !harrier.building_block,
    metadata: metadataOf(alert),
    finding_info: findingInfo(alert),
    cloud: cloudOf(alert),
    actor: actorOf(audit),
    api: apiOf(audit, harrier.events.at(-1)?.id ?? alert.event.id),
    evidences: evidenceOf(audit),
    resources,
    observables: observablesOf(alert, resources),
    remediation:
      harrier.note === undefined ? undefined : filled({ desc: harrier.note, references: rule.reference }),
    unmapped: unmappedOf(alert),
  });
}

function metadataOf(alert: Alert): JsonObject {
  const { event, rule, harrier } = alert;
  const newest = harrier.events.at(-1);
  const cluster = clusterName(alert);
  return filled({
    version: ocsfVersion,
    product: filled({
      name: 'Harrier',
      vendor_name: 'Harrier',
      feature: rule.ruleset === undefined ? undefined : { name: rule.ruleset },
    }),
    profiles: ['cloud', 'host'],
    uid: event.id,
    event_code: rule.id,
    labels: harrier.tags,
    log_provider: 'Amazon EKS',
    log_name: newest?.source,
    log_source: cluster === undefined ? undefined : `/aws/eks/${cluster}/cluster`,
    original_event_uid: newest?.id,
    original_time: alert['@timestamp'],
    logged_time: milliseconds(event.created),
    is_truncated: harrier.truncated === undefined ? undefined : true,
  });
}

function cloudOf(alert: Alert): JsonObject {
  const account = textAt(alert, 'cloud', 'account', 'id');
  const region = textAt(alert, 'cloud', 'region');
  const provider = textAt(alert, 'cloud', 'provider') ?? 'unknown';
  return filled({
    provider: provider === 'aws' ? 'AWS' : provider,
    account: account === undefined ? undefined : { uid: account, type: 'AWS Account', type_id: 10 },
    region,
    cloud_partition: region === undefined ? undefined : partitionOf(region),
  });
}

/** What the class has no attribute for itself. */
function evidenceOf(audit: Json | undefined): readonly JsonObject[] {
  const source = sourceOf(audit);
  const user = impersonatedOf(audit);
  const operation = textAt(audit, 'verb');
  const known = filledOrNone({
    src_endpoint: source,
    user,
    actor: actorOf(audit),
    api: operation === undefined ? undefined : { operation },
  });
  const request = httpRequestOf(audit);
  return known === undefined ? [] : [filled({ ...known, http_request: request })];
}

/** Of the audit event, what `api`, `actor`, `evidences` and `resources` have. */
const auditMapped = [
  'auditID',
  'verb',
  'user',
  'impersonatedUser',
  'sourceIPs',
  'userAgent',
  'requestURI',
  'requestObject',
  'responseObject',
];

/** Members of an alert that are mapped as a whole, or say again what the audit event says. */
const alertMapped = [
  '@timestamp',
  'event',
  'rule',
  'threat',
  'harrier',
  'cloud',
  'user',
  'user_agent',
  'source',
  'client',
  'related',
  'kubernetes',
];

function unmappedOf(alert: Alert): JsonObject {
  const { id: _i, created: _c, severity: _s, ...event } = alert.event;
  const { author, license } = alert.rule;
  const {
    severity: _1,
    risk_score: _2,
    reason: _3,
    note: _4,
    tags: _5,
    event_ids: _6,
    events: _7,
    event_count: _8,
    ...harrier
  } = alert.harrier;
  return filled({
    ...without(alert, alertMapped),
    event,
    rule: filled({ author, license, reference: alert.rule.reference }),
    harrier,
    kubernetes: filledOrNone({ audit: without(lookup(alert, 'kubernetes', 'audit'), auditMapped) }),
  });
}

function without(object: Json | undefined, names: readonly string[]): JsonObject {
  return isObject(object)
    ? Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
    : {};
}
