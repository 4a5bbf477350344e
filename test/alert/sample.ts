/** Rules, events and signals for the tests of alerts and publishers. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type Alert, renderAlert } from '../../src/alert/alert.ts';
import type { QueryRule } from '../../src/rule.ts';
import type { JsonObject, Origin, SourcedEvent } from '../../src/schema/audit-event.ts';
import type { Signal } from '../../src/signal.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import type { Source } from '../../src/source/source.ts';

export const now = Date.parse('2026-03-01T10:05:00Z');

export const origin: Origin = {
  source: '/aws/eks/blue/cluster/kube-apiserver-audit-1',
  cluster: 'blue',
  account: '111122223333',
  region: 'eu-west-1',
};

export const rule: QueryRule = {
  type: 'query',
  id: 'b1d5a4f0-0001',
  name: 'Exec into a pod',
  description: 'Somebody ran a command in a running container.',
  author: ['Harrier'],
  license: 'Apache-2.0',
  severity: 'high',
  riskScore: 73,
  tags: ['Tactic: Execution'],
  references: ['https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/'],
  falsePositives: ['Operators debugging a workload'],
  note: '## Triage\n\nAsk the person whether it was them.',
  threat: [
    {
      framework: 'MITRE ATT&CK',
      tactic: { id: 'TA0002', name: 'Execution', reference: 'https://attack.mitre.org/tactics/TA0002/' },
      technique: [
        {
          id: 'T1609',
          name: 'Container Administration Command',
          reference: 'https://attack.mitre.org/techniques/T1609/',
        },
      ],
    },
  ],
  buildingBlock: false,
  source: 'kubernetes/execution_exec_into_pod.toml',
};

export const exec: JsonObject = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Request',
  auditID: '0f7c2f1e-6f0c-4a51-9d8e-3b1f60d1a001',
  stage: 'ResponseComplete',
  requestURI:
    '/api/v1/namespaces/default/pods/web-0/exec?command=sh&command=-c&command=id&container=app&stdin=true',
  verb: 'get',
  user: {
    username: 'kubernetes-admin',
    uid: 'aws-iam-authenticator:111122223333:AROAEXAMPLE',
    groups: ['system:masters', 'system:authenticated'],
    extra: {
      arn: ['arn:aws:sts::111122223333:assumed-role/admin/alice'],
      sessionName: ['alice'],
      accessKeyId: ['ASIAEXAMPLE'],
    },
  },
  sourceIPs: ['203.0.113.7'],
  userAgent: 'kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc',
  objectRef: { resource: 'pods', subresource: 'exec', namespace: 'default', name: 'web-0', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 101 },
  requestReceivedTimestamp: '2026-03-01T10:00:00.123456Z',
  stageTimestamp: '2026-03-01T10:00:02.654321Z',
  annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
};

export function sourced(event: JsonObject, more: Partial<SourcedEvent> = {}): SourcedEvent {
  return { event, origin, position: 1, partial: false, ...more };
}

export function signalOf(event: JsonObject, more: Partial<Signal> = {}): Signal {
  return { rule, origin, identity: { kind: 'requests' }, events: [sourced(event)], ...more };
}

export function alertOf(
  event: JsonObject = exec,
  more: Partial<Signal> = {},
  source: Source = auditSource,
): Alert {
  return renderAlert(signalOf(event, more), now, source);
}

const ajv = addFormats.default(new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }));
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL('../../docs/alert.schema.json', import.meta.url), 'utf8')),
);

/** @returns what the published schema has against the alert, as it arrives: as JSON */
export function schemaErrors(alert: Alert): readonly string[] {
  validate(JSON.parse(JSON.stringify(alert)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
