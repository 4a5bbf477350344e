/** A folder with logs and rules, as a user may have one. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../../src/schema/audit-event.ts';

/** It goes with the run's other temporary files. */
export function workspace(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'harrier-cli-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** An exec into a pod; `number` makes it another than others. */
export function exec(number: number, more: JsonObject = {}): JsonObject {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    auditID: `5a1c0000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/shop/pods/web-0/exec?command=id&container=web',
    verb: 'get',
    user: { username: 'jane@example.com', groups: ['system:authenticated'] },
    sourceIPs: ['203.0.113.9'],
    userAgent: 'kubectl/v1.33.1 (darwin/arm64) kubernetes/8adc0f0',
    objectRef: { resource: 'pods', namespace: 'shop', name: 'web-0', apiVersion: 'v1', subresource: 'exec' },
    responseStatus: { metadata: {}, code: 101 },
    requestReceivedTimestamp: '2026-03-01T10:00:00.000001Z',
    stageTimestamp: `2026-03-01T10:00:${String(number % 60).padStart(2, '0')}.000002Z`,
    annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
    ...more,
  };
}

export function lines(...values: readonly JsonObject[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

interface RuleParts {
  readonly name: string;
  readonly query: string;
  readonly more?: string;
}

/** A rule file; the rule's id, a UUID, follows from its name. */
export function rule({ name, query, more = '' }: RuleParts): string {
  const id = createHash('sha256').update(name).digest('hex');
  return `[rule]
rule_id = "${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-a${id.slice(17, 20)}-${id.slice(20, 32)}"
name = "${name}"
description = "For the tests of the command line."
author = ["Harrier"]
type = "query"
language = "kuery"
index = ["logs-kubernetes.audit_logs-*"]
severity = "medium"
risk_score = 47
${more}query = '''
${query}
'''
`;
}

export const execRule = rule({
  name: 'Exec',
  query: 'kubernetes.audit.objectRef.resource:pods and kubernetes.audit.objectRef.subresource:exec',
});
