/** Rule sets of any size, as a user's would be: each rule asks for verbs, a resource, a decision and something more. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readyRules } from '../src/cli/rules.ts';
import type { RuleSet } from '../src/match/rule-set.ts';
import { auditTarget } from '../src/source/audit/target.ts';
import { random } from './random.ts';

const resources = [
  'pods',
  'secrets',
  'configmaps',
  'deployments',
  'daemonsets',
  'cronjobs',
  'services',
  'serviceaccounts',
  'roles',
  'clusterroles',
  'rolebindings',
  'clusterrolebindings',
  'nodes',
  'leases',
  'endpointslices',
  'ingresses',
  'networkpolicies',
  'namespaces',
  'persistentvolumes',
  'certificatesigningrequests',
];
const verbs = ['create', 'update', 'patch', 'delete', 'get', 'list'];

/** @param count how many; a fiftieth of them name no resource, so that every event meets them */
export async function manyRules(count: number): Promise<RuleSet> {
  const from = random(count);
  const folder = mkdtempSync(join(tmpdir(), 'harrier-bench-'));
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index++) {
    const target =
      index % 50 === 49
        ? 'kubernetes.audit.user.groups:"system:masters"'
        : `kubernetes.audit.objectRef.resource:"${from.pick(resources)}"`;
    const query = [
      target,
      `kubernetes.audit.verb:("${from.pick(verbs)}" or "${from.pick(verbs)}")`,
      'kubernetes.audit.annotations.authorization_k8s_io/decision:"allow"',
      from.pick([
        `user.name:tenant-${index}-*`,
        `user_agent.original:(tool-${index}* or *scanner-${index})`,
        `kubernetes.audit.objectRef.name:"object-${index}"`,
        `kubernetes.audit.requestObject.spec.containers.image:*/image-${index}\\:*`,
        `source.ip:"198.51.${index % 256}.0/24"`,
      ]),
      `not user.name:(system\\:node\\:* or admin-${index})`,
    ].join(' and ');
    writeFileSync(join(folder, `rule_${index}.toml`), toml(index, query));
  }
  try {
    const { ruleSet, problems } = await readyRules({ rules: [folder] }, auditTarget);
    if (problems.some(({ severity }) => severity === 'error') || ruleSet.rules.length !== count) {
      throw new Error(`of ${count} rules ${ruleSet.rules.length} compiled: ${problems[0]?.message}`);
    }
    return ruleSet;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function toml(index: number, query: string): string {
  return `[metadata]
creation_date = "2026/01/01"
integration = ["kubernetes"]
maturity = "production"
updated_date = "2026/01/01"

[rule]
author = ["Harrier"]
description = "A rule of the benchmark."
index = ["logs-kubernetes.audit_logs-*"]
language = "kuery"
license = "Apache-2.0"
name = "Benchmark rule ${index}"
risk_score = 21
rule_id = "00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}"
severity = "low"
type = "query"
query = '''
${query}
'''
`;
}
