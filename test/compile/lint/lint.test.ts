/** What lint says of rules, and what it keeps quiet about. */
import { describe, expect, it } from 'vitest';
import { lint } from '../../../src/compile/lint/lint.ts';
import { renderProblems } from '../../../src/compile/problem.ts';
import { loadRules } from '../../../src/compile/rules/load.ts';
import { bundledRules } from '../../../src/project/chosen-rules.ts';
import { sharedData } from '../../shared-data.ts';
import { folderWith, ruleText } from '../rules/rule-file.ts';

function linted(query: string, more = '', type = 'query'): string {
  const text = ruleText(1).replace(
    'query = "kubernetes.audit.verb: get"\n',
    () => `query = '''\n${query}\n'''\n${more}`,
  );
  const eql = /^(?:any|sequence|sample|\w+) where|^sequence/.test(query);
  const language = /^from /.test(query) ? 'esql' : eql ? 'eql' : undefined;
  const typed = language && text.replace('type = "query"', `type = "${language}"\nlanguage = "${language}"`);
  const folder = folderWith({ 'rule.toml': typed ?? text.replace('type = "query"', `type = "${type}"`) });
  const { rules, problems } = loadRules([folder]);
  expect(renderProblems(problems)).toBe('');
  return renderProblems(rules.flatMap(lint)).replaceAll(`${folder}/`, '');
}

/** What is said of a rule whose accounts settle after what a query finds. */
function settling(query: string): string {
  const settles = `[rule.settling]
field = "user.name"
value = "harrier.service_account"
duration = { value = 1, unit = "h" }
query = '''
${query}
'''
`;
  const keys = 'new_terms_fields = ["user.name"]\nhistory_window_start = "now-7d"\n';
  return linted('kubernetes.audit.verb:get', keys + settles, 'new_terms');
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
  'kubernetes.audit.stage:Complete and kubernetes.audit.level:(Request or ResponseComplete)',
  'kubernetes.audit.annotations.authorization_k8s_io/decision:deny',
  'user.name:"system:masters" or kubernetes.audit.user.groups:"system:anonymous"',
  'kubernetes.audit.verb:get and kubernetes.audit.verb:(create or list)',
  'kubernetes.audit.verb:(get or list) and not kubernetes.audit.verb:get and not kubernetes.audit.verb:list',
  'kubernetes.audit.requestObject.spec.hostPID:true and not (kubernetes.audit.requestObject.spec.hostPID:true or user.name:a)',
  'kubernetes.audit.responseStatus.code < 300 and kubernetes.audit.responseStatus.code >= 300',
  'kubernetes.audit.responseStatus.code:403 and kubernetes.audit.responseStatus.code < 400',
  'kubernetes.audit.objectRef.resource:secrets and kubernetes.audit.level:RequestResponse',
  'kubernetes.audit.verb:(get or list) and kubernetes.audit.level:RequestResponse',
  'kubernetes.audit.objectRef.resource:(rolebindings or clusterrolebindings) and kubernetes.audit.requestObject.spec.serviceAccountName:*',
  'kubernetes.audit.objectRef.resource:deployments and kubernetes.audit.requestObject.spec.containers.image:*',
  'kubernetes.audit.objectRef.resource:cronjobs and kubernetes.audit.responseObject.spec.hostPID:true',
  'kubernetes.audit.objectRef.resource:pods and kubernetes.audit.requestObject.spec.containers.securityContext.priviledged:true',
  'kubernetes.audit.objectRef.resource:(daemonsets or deployments) and kubernetes.audit.responseObject.spec.template.spec.hostPid:true',
  'kubernetes.audit.objectRef.resource:pods and kubernetes.audit.requestObject.spec.hostPID.value:true',
  'kubernetes.audit.objectRef.resource:rolebindings and kubernetes.audit.requestObject.subjects.user:a',
  'kubernetes.audit.objectRef.resource:pods and kubernetes.audit.objectRef.subresource:(exce or atach)',
  'kubernetes.audit.objectRef.resource:secrets and kubernetes.audit.objectRef.subresource:exec',
  'any where kubernetes.audit.objectRef.resource == "pods" and kubernetes.audit.requestObject.metadata.label == "a"',
  'kubernetes.audit.verb:get and user_agent.original:(* and not (kubectl* or argocd*))',
  'kubernetes.audit.verb:get and source.ip:(* and not "127.0.0.1")',
  'kubernetes.audit.verb:get and not kubernetes.audit.sourceIPs:"10.0.0.1"',
  'kubernetes.audit.verb:(create or patch) and not kubernetes.audit.objectRef.name:eks-*',
  'kubernetes.audit.verb:create and not kubernetes.audit.requestObject.spec.containers.image:agent*',
  'from logs-kubernetes.audit_logs-* metadata _id, _version, _index | where kubernetes.audit.level in ("Request", "ResponseComplete") and not kubernetes.audit.sourceIPs in ("::1")',
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
  'kubernetes.audit.stage:(ResponseStarted or Panic) and kubernetes.audit.level:Metadata',
  'kubernetes.audit.user.groups:("system:masters" or "system:nodes") and user.name:"system:anonymous"',
  'kubernetes.audit.user.groups:a and kubernetes.audit.user.groups:b',
  'kubernetes.audit.verb:(get or list) and kubernetes.audit.verb:(list or watch)',
  'kubernetes.audit.objectRef.resource:secrets and kubernetes.audit.level:Metadata',
  'kubernetes.audit.verb:(get or create) and kubernetes.audit.level:RequestResponse',
  'kubernetes.audit.objectRef.resource:rolebindings and kubernetes.audit.requestObject.roleRef.name:a and kubernetes.audit.responseObject.code:403',
  'kubernetes.audit.objectRef.resource:(deployments or pods) and kubernetes.audit.requestObject.spec.containers.image:*',
  'kubernetes.audit.objectRef.resource:deployments and kubernetes.audit.requestObject.spec.template.spec.hostPID:true',
  'kubernetes.audit.objectRef.resource:rolebindings and not kubernetes.audit.requestObject.spec.a:*',
  'kubernetes.audit.objectRef.resource:pods and kubernetes.audit.requestObject.spec.volumes.hostPath.path:"/" and kubernetes.audit.requestObject.metadata.labels.app.kubernetes.io/name:a',
  'kubernetes.audit.objectRef.resource:(pods or widgets) and kubernetes.audit.requestObject.spec.containers.priviledged:true',
  'kubernetes.audit.objectRef.resource:serviceaccounts and kubernetes.audit.requestObject.spec.audiences:a',
  'kubernetes.audit.objectRef.resource:(pods or services) and kubernetes.audit.objectRef.subresource:(exec or proxy or log)',
  'kubernetes.audit.objectRef.resource:pods and not kubernetes.audit.objectRef.subresource:(exec or a)',
  'kubernetes.audit.objectRef.resource:(pods or virtualmachineinstances) and kubernetes.audit.objectRef.subresource:vnc',
  'kubernetes.audit.objectRef.resource:deployments and kubernetes.audit.responseObject.status.selector:a and kubernetes.audit.requestObject.value.spec.x:a',
  'kubernetes.audit.objectRef.resource:pods and kubernetes.audit.responseObject.items.spec.nodeName:a and kubernetes.audit.responseObject.metadata.continue:*',
  'kubernetes.audit.verb:get and not harrier.remote_ip:"10.0.0.1"',
  'kubernetes.audit.verb:(get or delete) and not kubernetes.audit.objectRef.name:eks-*',
  'kubernetes.audit.verb:create and not (kubernetes.audit.requestObject.spec.containers.image:a and user.name:b)',
  'kubernetes.audit.verb:create and not harrier.containers:{ privileged:true and not image:agent* }',
  'kubernetes.audit.verb:get and kubernetes.audit.requestURI:(* and not (/healthz or /version))',
  'from logs-kubernetes.audit_logs-* metadata _id, _version, _index | where kubernetes.audit.level == "Request" | stats n = count(*) by user.name | where n > 3',
  'kubernetes.audit.verb:(get or list) and not kubernetes.audit.verb:list',
  'kubernetes.audit.responseStatus.code >= 200 and kubernetes.audit.responseStatus.code <= 200 and not kubernetes.audit.responseStatus.code > 300',
  'kubernetes.audit.user.groups:a and kubernetes.audit.user.groups:b and not (kubernetes.audit.user.groups:c and user.name:d)',
  '*',
  'kubernetes.audit.verb:* and not kubernetes.audit.user.groups:"system:masters"',
  'any where kubernetes.audit.verb == "create" and not user_agent.original == null',
];

const technique = (id: string, name: string) => `[[rule.threat.technique]]
id = "${id}"
name = "${name}"
reference = "https://attack.mitre.org/techniques/${id}/"
`;

const threat = (id: string, name: string, techniques = '') => `
[[rule.threat]]
framework = "MITRE ATT&CK"
${techniques}[rule.threat.tactic]
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

  it('says of settling periods that they begin though nothing was created', async () => {
    const accounts = 'kubernetes.audit.objectRef.resource:serviceaccounts and kubernetes.audit.verb:create';
    const found = [
      accounts,
      `${accounts} and kubernetes.audit.responseStatus.code:201`,
      `${accounts} and not harrier.dry_run:true and kubernetes.audit.verb:exec`,
      `${accounts} and (kubernetes.audit.responseStatus.code:201 or user.name:a) and not (harrier.dry_run:true or user_agent.original:helm*)`,
      `${accounts} and not (harrier.dry_run:true and user.name:a) and not kubernetes.audit.responseStatus.code >= 400`,
    ].map(settling);
    await expect(found.join('\n')).toMatchFileSnapshot('golden/settling.txt');
  });

  it.each(fine)('has nothing against %s', (query) => {
    expect(linted(query)).toBe('');
  });

  it('says which techniques belong elsewhere, and which are no more', async () => {
    const found = [
      linted(
        'kubernetes.audit.verb:get',
        threat('TA0003', 'Persistence', technique('T1613', 'Container and Resource Discovery')),
      ),
      linted(
        'kubernetes.audit.verb:get',
        threat('TA0002', 'Execution', technique('T1609', 'Deploy Container')),
      ),
      linted(
        'kubernetes.audit.verb:get',
        threat('TA0003', 'Persistence', technique('T1108', 'Redundant Access')),
      ),
      linted(
        'kubernetes.audit.verb:get',
        threat('TA0006', 'Credential Access', technique('T1081', 'Credentials in Files')),
      ),
      linted(
        'kubernetes.audit.verb:get',
        threat('TA0006', 'Credential Access', technique('T1099', 'No Such Thing')),
      ),
    ];
    expect(found.filter((each) => each === '')).toEqual([]);
    await expect(found.join('\n')).toMatchFileSnapshot('golden/threat.txt');
  });

  it('knows what later versions of ATT&CK call tactics, and leaves to them which techniques they have', () => {
    const later = [
      threat('TA0005', 'Stealth', technique('T1613', 'Container and Resource Discovery')),
      threat('TA0112', 'Defense Impairment', technique('T1685', 'Disable or Modify Tools')),
      threat('TA0005', 'Defense Evasion', technique('T1562', 'Impair Defenses')),
      threat('TA0002', 'Execution', technique('T9999', 'What is not known yet')),
    ];
    for (const each of later) expect(linted('kubernetes.audit.verb:get', each)).toBe('');
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

/** Looked at one by one: each is so. */
const warnedOf = [
  'credential_access_get_secrets_access.toml: attacker-can-meet',
  'credential_access_get_secrets_access_aws_eks.toml: attacker-can-meet',
  'credential_access_kubernetes_secret_read_by_node_or_pod_service_account.toml: attacker-can-meet',
  'credential_access_kubernetes_secret_read_by_node_or_pod_service_account_aws_eks.toml: attacker-can-meet',
  'credential_access_kubernetes_secrets_list_cluster_and_sensitive_namespaces.toml: attacker-can-meet',
  'credential_access_kubernetes_secrets_list_cluster_and_sensitive_namespaces_aws_eks.toml: attacker-can-meet',
  'defense_evasion_events_deleted.toml: not-logged-on-eks',
  'defense_evasion_events_deleted_aws_eks.toml: not-logged-on-eks',
  'discovery_denied_service_account_request.toml: attacker-can-meet',
  'discovery_denied_service_account_request_aws_eks.toml: attacker-can-meet',
  'discovery_endpoint_permission_enumeration_by_anonymous_user.toml: value-never-set',
  'discovery_endpoint_permission_enumeration_by_anonymous_user.toml: value-never-set',
  'discovery_suspicious_self_subject_review.toml: attacker-can-meet',
  'execution_anonymous_create_update_patch_pod_request.toml: value-never-set',
  'execution_anonymous_create_update_patch_pod_request.toml: value-never-set',
  'execution_forbidden_request_from_unsual_user_agent.toml: attacker-can-meet',
  'execution_unusual_request_response_by_user_agent.toml: attacker-can-meet',
  'initial_access_anonymous_request_authorized.toml: attacker-can-meet',
  'initial_access_anonymous_request_authorized.toml: value-never-set',
  'persistence_kubernetes_admission_webhook_created_or_modified.toml: attacker-can-meet',
  'persistence_sensitive_role_creation_or_modification.toml: attacker-can-meet',
  'persistence_service_account_bound_to_clusterrole.toml: not-in-object',
  'privilege_escalation_api_proxy_to_node.toml: attacker-can-meet',
  'privilege_escalation_container_created_with_excessive_linux_capabilities.toml: attacker-can-meet',
  'privilege_escalation_pod_created_with_hostipc.toml: attacker-can-meet',
  'privilege_escalation_pod_created_with_hostnetwork.toml: attacker-can-meet',
  'privilege_escalation_pod_created_with_hostpid.toml: attacker-can-meet',
  'privilege_escalation_pod_created_with_sensitive_hostpath_volume.toml: attacker-can-meet',
  'privilege_escalation_privileged_pod_created.toml: attacker-can-meet',
  'privilege_escalation_role_patch_wildcard_verbs_resources_response.toml: attacker-can-meet',
  'privilege_escalation_suspicious_assignment_of_controller_service_account.toml: attacker-can-meet',
];

describe.skipIf(packs.includes(undefined))("of Elastic's rules", () => {
  it('it warns of these alone', () => {
    const found = loadRules(packs.map(String)).rules.flatMap(lint);
    const names = found.map(({ file, code }) => `${file.path.replace(/^.*\//, '')}: ${code}`);
    expect(names.toSorted()).toEqual(warnedOf);
  });
});
