/** What the rules cover, as whoever asks sees it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRules } from '../../src/compile/rules/load.ts';
import { bundledRules } from '../../src/project/chosen-rules.ts';
import { harrier, transcript } from './harrier.ts';
import { execRule, rule, workspace } from './workspace.ts';

const threat = (framework: string, tactic: readonly [string, string], techniques = '') => `
[[rule.threat]]
framework = "${framework}"
[rule.threat.tactic]
id = "${tactic[0]}"
name = "${tactic[1]}"
reference = "https://${framework === 'MITRE ATLAS' ? 'atlas' : 'attack'}.mitre.org/tactics/${tactic[0]}/"
${techniques}`;

const administration = `[[rule.threat.technique]]
id = "T1609"
name = "Container Administration Command"
reference = "https://attack.mitre.org/techniques/T1609/"
`;
const accounts = `[[rule.threat.technique]]
id = "T1078"
name = "Valid Accounts"
reference = "https://attack.mitre.org/techniques/T1078/"
[[rule.threat.technique.subtechnique]]
id = "T1078.004"
name = "Cloud Accounts"
reference = "https://attack.mitre.org/techniques/T1078/004/"
`;

const files = {
  'own/exec.toml': execRule + threat('MITRE ATT&CK', ['TA0002', 'Execution'], administration),
  'own/get.toml':
    rule({ name: 'Get <b>', query: 'kubernetes.audit.verb:get' }) +
    threat('MITRE ATT&CK', ['TA0004', 'Privilege Escalation'], accounts) +
    threat('MITRE ATT&CK', ['TA0002', 'Execution'], administration + accounts),
  'own/delete.toml':
    rule({ name: 'Delete', query: 'kubernetes.audit.verb:delete' }) +
    threat('MITRE ATT&CK', ['TA0040', 'Impact']) +
    threat('MITRE ATLAS', ['AML.TA0005', 'Execution']),
  'own/other.toml': rule({ name: 'Other', query: 'kubernetes.audit.verb:list' }),
  'own/off.toml':
    rule({ name: 'Off', query: 'kubernetes.audit.verb:patch', more: 'enabled = false\n' }) +
    threat('MITRE ATT&CK', ['TA0001', 'Initial Access'], accounts),
  'broken/a.toml': rule({ name: 'A', query: 'kubernetes.audit.verb:(' }),
  'harrier.yml': 'rules: [own]\ndisable: [{ tag: "Domain: Kubernetes" }, Delete]\n',
};

const cwd = workspace(files);

it('shows tactics, techniques and how many rules there are, and what is wrong', async () => {
  mkdirSync(join(cwd, 'folder'));
  const commands = [
    ['coverage', '--rules', 'own'],
    ['coverage', '--rules', 'own', '--names'],
    ['coverage', '--rules', 'own', '--output', 'ndjson'],
    ['coverage'],
    ['coverage', '--rules', 'own/exec.toml', '--rules', 'broken'],
    ['coverage', '--rules', 'nowhere'],
    ['coverage', '--rules', 'own', '--html', 'folder'],
    ['coverage', '--rules', 'own', '--navigator', 'nowhere/layer.json'],
    ['coverage', '--output', 'html'],
    ['coverage', '--html', '-'],
    ['coverage', '--nams'],
    ['coverage', 'own'],
  ];
  const shown = await transcript(commands, { cwd });
  const stable = shown.replaceAll(cwd, '<folder>').replace(/\d+(?= more rules are off)/, '<number>');
  await expect(stable).toMatchFileSnapshot('golden/coverage.txt');
});

it('counts rules over alerts', async () => {
  const text =
    execRule
      .replace('logs-kubernetes.audit_logs-*', '.alerts-security.*')
      .replace(/query = '''[^']*'''/, "query = 'kibana.alert.severity:high'") +
    threat('MITRE ATT&CK', ['TA0008', 'Lateral Movement'], accounts);
  const folder = workspace({ 'over.toml': text });
  expect(await harrier(['coverage', '--rules', 'over.toml'], { cwd: folder })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Lateral Movement (TA0008): 1 rule'),
  });
});

describe('the files', () => {
  it('are a page and a layer of the rules that run', async () => {
    const args = ['coverage', '--rules', 'own', '--html', 'a.html', '--navigator', 'a.json'];
    expect(await harrier(args, { cwd })).toMatchObject({ code: 0 });
    const layer = JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8'));
    expect(layer.techniques).toEqual([
      { techniqueID: 'T1078', tactic: 'execution', score: 1, comment: 'Get <b>' },
      { techniqueID: 'T1078', tactic: 'privilege-escalation', score: 1, comment: 'Get <b>' },
      { techniqueID: 'T1078.004', tactic: 'execution', score: 1, comment: 'Get <b>' },
      { techniqueID: 'T1078.004', tactic: 'privilege-escalation', score: 1, comment: 'Get <b>' },
      { techniqueID: 'T1609', tactic: 'execution', score: 2, comment: 'Exec; Get <b>' },
    ]);
    const page = readFileSync(join(cwd, 'a.html'), 'utf8');
    expect(page).toContain('<bdi>Get &lt;b&gt;</bdi>');
    expect(page).not.toContain('<b>');
    expect(page).not.toMatch(/src=|href=|url\(|@import|<script/);
  });

  it('are of the deployed rules what is in docs/', async () => {
    const folder = workspace({});
    await harrier(['coverage', '--rules', bundledRules, '--navigator', 'layer.json'], { cwd: folder });
    const kept = readFileSync(new URL('../../docs/coverage.navigator.json', import.meta.url), 'utf8');
    expect(readFileSync(join(folder, 'layer.json'), 'utf8')).toBe(kept);
    expect(loadRules([bundledRules]).rules.length).toBeGreaterThan(100);
  });

  it('are told of where there is no room for them', async () => {
    const folder = workspace({ 'own/exec.toml': execRule });
    const { code, stderr } = await harrier(['coverage', '--rules', 'own', '--html', '/dev/full'], {
      cwd: folder,
    });
    expect(code).toBe(1);
    expect(stderr).toContain(
      'harrier coverage: /dev/full cannot be written: no space is left on the device; name another file\n',
    );
  });
});
