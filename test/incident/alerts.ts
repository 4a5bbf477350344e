/** Alerts as they are on the topic, for the tests of incidents. */
import { hash } from 'node:crypto';
import { type ReadAlert, readAlert } from '../../src/incident/read-alert.ts';
import type { Severity } from '../../src/rule.ts';
import type { Json } from '../../src/schema/audit-event.ts';

export const start = Date.parse('2026-03-01T10:00:00Z');
export const minute = 60_000;
export const hour = 60 * minute;

type Members = Record<string, unknown>;

export interface Given {
  /** Alerts with one name are one alert. */
  readonly name: string;
  /** Minutes from the start. */
  readonly at?: number;
  readonly severity?: Severity;
  readonly buildingBlock?: boolean;
  readonly rule?: string;
  /** Ids of tactics. */
  readonly tactics?: readonly string[];
  readonly user?: Members;
  readonly address?: string;
  readonly verb?: string;
  readonly objectRef?: Members;
  readonly requestObject?: Members;
  readonly cluster?: string;
  readonly auditID?: string;
  readonly outcome?: string;
  readonly status?: number;
  readonly reason?: string;
  readonly impersonatedUser?: Members;
}

/** A message of the alert topic. */
export function alertText(given: Given): string {
  const { name, at = 0, severity = 'medium', buildingBlock = false, rule = 'rule', tactics = [] } = given;
  const time = new Date(start + at * minute).toISOString();
  const { user = session('alice'), address, objectRef, requestObject, impersonatedUser } = given;
  const audit: Members = {
    auditID: given.auditID ?? name,
    requestReceivedTimestamp: time,
    requestURI: '/',
    verb: given.verb ?? 'get',
    user,
    ...(objectRef !== undefined && { objectRef }),
    ...(requestObject !== undefined && { requestObject }),
    ...(impersonatedUser !== undefined && { impersonatedUser }),
    responseStatus: { code: given.status ?? 200 },
  };
  return JSON.stringify({
    '@timestamp': time,
    event: {
      kind: 'signal',
      id: alertId(name),
      created: time,
      severity: 47,
      outcome: given.outcome ?? 'success',
    },
    ...(address !== undefined && { source: { ip: ['198.51.100.1', address] } }),
    user_agent: { original: 'kubectl/v1.33.1' },
    orchestrator: { cluster: { name: given.cluster ?? 'blue' } },
    cloud: { account: { id: '111122223333' }, region: 'eu-west-1' },
    rule: {
      id: rule,
      name: `Rule ${rule}`,
      description: `What ${rule} means.`,
      reference: ['https://example.com'],
    },
    ...(tactics.length > 0 && {
      threat: tactics.map((id) => ({ framework: 'MITRE ATT&CK', tactic: { id, name: id } })),
    }),
    kubernetes: { audit },
    harrier: {
      severity,
      risk_score: 50,
      reason: given.reason ?? `${name} happened`,
      rule_type: 'query',
      building_block: buildingBlock,
      note: '## Triage\n\n1. Look.',
      event_ids: [name],
      events: [{ id: name, source: '/aws/eks/blue/cluster/kube-apiserver-audit-1', position: '1' }],
      event_count: 1,
    },
  } satisfies Record<string, unknown> as Record<string, Json>);
}

export function alert(given: Given): ReadAlert {
  return readAlert(alertText(given));
}

export function alertId(name: string): string {
  return hash('sha256', name, 'hex').slice(0, 32);
}

/** As EKS's authenticator tells of a session of an IAM role. */
export function session(name: string, role = 'engineer', accessKey = `ASIA${name.toUpperCase()}`): Members {
  const arn = `arn:aws:sts::111122223333:assumed-role/${role}/${name}`;
  return {
    username: arn,
    groups: ['system:authenticated'],
    extra: {
      arn: [arn],
      canonicalArn: [`arn:aws:iam::111122223333:role/${role}`],
      sessionName: [name],
      accessKeyId: [accessKey],
    },
  };
}

export function serviceAccount(namespace: string, name: string, pod?: string, node = 'node-1'): Members {
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts'],
    ...(pod !== undefined && {
      extra: {
        'authentication.kubernetes.io/pod-name': [pod],
        'authentication.kubernetes.io/node-name': [node],
      },
    }),
  };
}

export function node(name: string): Members {
  return { username: `system:node:${name}`, groups: ['system:nodes'] };
}
