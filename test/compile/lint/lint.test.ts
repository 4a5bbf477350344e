/** What lint says of rules, and what it keeps quiet about. */
import { describe, expect, it } from 'vitest';
import { bundledRules } from '../../../src/cli/rules.ts';
import { lint } from '../../../src/compile/lint/lint.ts';
import { renderProblems } from '../../../src/compile/problem.ts';
import { loadRules } from '../../../src/compile/rules/load.ts';
import { sharedData } from '../../shared-data.ts';
import { folderWith, ruleText } from '../rules/rule-file.ts';

function linted(query: string, more = ''): string {
  const text = ruleText(1).replace(
    'query = "kubernetes.audit.verb: get"\n',
    () => `query = '''\n${query}\n'''\n${more}`,
  );
  const eql = /^(?:any|sequence|sample|\w+) where|^sequence/.test(query);
  const folder = folderWith({
    'rule.toml': eql ? text.replace('type = "query"', 'type = "eql"\nlanguage = "eql"') : text,
  });
  const { rules, problems } = loadRules([folder]);
  expect(renderProblems(problems)).toBe('');
  return renderProblems(rules.flatMap(lint)).replaceAll(`${folder}/`, '');
}

const suspicious = [
  'kubernetes.audit.verb:exec',
  'kubernetes.audit.verb:(GET or list)',
  'kubernetes.audit.verb:(impersonate or escalate or fly)',
  'kubernetes.audit.objectRef.resource:pod',
  'kubernetes.audit.objectRef.resource:(Pods or "pods/exec" or secrets)',
  'kubernetes.audit.objectRef.resource:events and kubernetes.audit.verb:delete',
  'kubernetes.audit.objectRef.resource:secrets and kubernetes.audit.requestObject.type:"kubernetes.io/tls"',
  'kubernetes.audit.verb:(get or list) and kubernetes.audit.responseObject.kind:Secret',
  'kubernetes.audit.objectRef.resource:pods and kubernetes.audit.stage:RequestReceived',
  'kubernetes.audit.objectRef.namespace payments',
  'kubernetes.audit.verb:create and "system:masters"',
  'kubernetes.audit.verb:create and not user_agent.original:(kubectl* or argocd*)',
  'kubernetes.audit.verb:create and not (user_agent.original:kubectl* or user.name:a)',
  'kubernetes.audit.verb:create and not kubernetes.audit.requestURI:*dryRun*',
  'any where kubernetes.audit.verb == "exec" and not (user_agent.original : "kubectl*")',
  'sequence by user.name [any where kubernetes.audit.verb == "get"] [any where kubernetes.audit.objectRef.resource == "secret"]',
];

const fine = [
  'kubernetes.audit.verb:(get or list or watch or create or update or patch or delete or deletecollection or post)',
  'kubernetes.audit.objectRef.resource:events and kubernetes.audit.objectRef.apiGroup:"events.k8s.io"',
  'kubernetes.audit.objectRef.resource:(events or pods)',
  'kubernetes.audit.objectRef.resource:secrets and not kubernetes.audit.requestObject.type:*',
  'kubernetes.audit.objectRef.resource:(secrets or pods) and kubernetes.audit.requestObject.spec.hostPID:true',
  'kubernetes.audit.objectRef.resource:configmaps and kubernetes.audit.requestObject.data:*',
  'kubernetes.audit.verb:(get or create) and kubernetes.audit.responseObject.kind:Pod',
  'kubernetes.audit.verb:(get or list) and kubernetes.audit.requestObject.kind:Pod',
  'kubernetes.audit.objectRef.resource:serviceaccounts and kubernetes.audit.stage:RequestReceived',
  'kubernetes.audit.objectRef.resource:widgets and kubernetes.audit.objectRef.subresource:exec',
  'kubernetes.audit.verb:create and not (user_agent.original:kubectl* and user.name:a)',
  'kubernetes.audit.verb:create and user_agent.original:curl*',
  'kubernetes.audit.verb:create and not kubernetes.audit.requestURI:(/healthz* or "/version")',
  'kubernetes.audit.verb:create and not user.name:(a or b)',
  '*',
  'kubernetes.audit.verb:* and not kubernetes.audit.user.groups:"system:masters"',
  'any where kubernetes.audit.verb == "create" and not user_agent.original == null',
];

const threat = (id: string, name: string) => `
[[rule.threat]]
framework = "MITRE ATT&CK"
[rule.threat.tactic]
id = "${id}"
name = "${name}"
reference = "https://attack.mitre.org/tactics/${id}/"
`;

describe('lint', () => {
  it('says what a rule probably does not mean, and how to mend it', async () => {
    const found = [
      ...suspicious.map((query) => linted(query)),
      linted('kubernetes.audit.verb:get', threat('TA0002', 'Persistence')),
      linted('kubernetes.audit.verb:get', threat('TA0099', 'Persistence')),
    ];
    expect(found.filter((each) => each === '')).toEqual([]);
    await expect(found.join('\n')).toMatchFileSnapshot('golden/lint.txt');
  });

  it.each(fine)('has nothing against %s', (query) => {
    expect(linted(query)).toBe('');
  });

  it('has nothing against a tactic of ATT&CK, or of another framework', () => {
    expect(linted('kubernetes.audit.verb:get', threat('TA0003', 'Persistence'))).toBe('');
  });

  it('has nothing against the bundled rules, but for one that leaves to others what people use', () => {
    const found = loadRules([bundledRules]).rules.flatMap(lint);
    const others = found.filter(
      ({ file, code }) =>
        code !== 'attacker-can-meet' || !file.path.endsWith('_node_level_workload_by_service_account.toml'),
    );
    expect(renderProblems(others)).toBe('');
  });
});

const packs = ['elastic-rules/kubernetes', 'elastic-rules/eks'].map((each) => sharedData(each));

describe.skipIf(packs.includes(undefined))("of Elastic's rules", () => {
  it('it warns of these alone', () => {
    const found = loadRules(packs.map(String)).rules.flatMap(lint);
    const names = found.map(({ file, code }) => `${file.path.replace(/^.*\//, '')}: ${code}`);
    expect(names.toSorted()).toEqual([
      'defense_evasion_events_deleted.toml: not-logged-on-eks',
      'defense_evasion_events_deleted_aws_eks.toml: not-logged-on-eks',
      'privilege_escalation_api_proxy_to_node.toml: attacker-can-meet',
    ]);
  });
});
