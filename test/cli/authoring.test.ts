/** What a rule's author does between an idea and a deployment, as they see it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { harrier, transcript } from './harrier.ts';
import { exec, execRule, lines, rule, workspace } from './workspace.ts';

const cases = (...of: readonly object[]) => JSON.stringify({ base: exec(1), cases: of }, null, 2);

const account = { username: 'system:serviceaccount:shop:web' };
const created = {
  verb: 'create',
  requestURI: '/api/v1/namespaces/shop/serviceaccounts',
  objectRef: { resource: 'serviceaccounts', namespace: 'shop', name: 'web', subresource: null },
  responseStatus: { code: 201 },
};

const files = {
  'events.json': lines(exec(1), exec(2, { verb: 'create', responseStatus: { code: 403 } })),
  'own/exec.toml': execRule,
  'own/exec.test.json': cases(
    { name: 'as it is', set: {}, alerts: 1 },
    { name: 'attach', set: { objectRef: { subresource: 'attach' } }, alerts: 0 },
    { name: 'of a node', set: { objectRef: { resource: 'nodes' } }, alerts: 0 },
  ),
  'own/denied.toml': rule({
    name: 'Denied Exec',
    query: `kubernetes.audit.objectRef.subresource:(exec or attach) and
(kubernetes.audit.responseStatus.code >= 400 or kubernetes.audit.annotations.authorization_k8s_io/decision:forbid) and
not harrier.dry_run:true`,
    more: 'tags = ["mine", "denied"]\n',
  }),
  'own/denied.test.json': cases(
    { name: 'denied', set: { responseStatus: { code: 403 } }, alerts: 1 },
    {
      name: 'forbidden by name',
      set: { annotations: { 'authorization.k8s.io/decision': 'forbid' } },
      alerts: 0,
    },
    { name: 'allowed', set: {}, alerts: 1 },
  ),
  'own/untested.toml': rule({ name: 'Untested', query: 'kubernetes.audit.verb:delete' }),
  'own/sequence.toml': rule({ name: 'Exec Twice', query: '' })
    .replace('type = "query"\nlanguage = "kuery"', 'type = "eql"\nlanguage = "eql"')
    .replace(
      "query = '''\n",
      `query = '''
sequence by user.name with maxspan=5m
  [any where kubernetes.audit.objectRef.subresource == "exec" and not (kubernetes.audit.verb : "p*" or user.name == "x")]
  [any where kubernetes.audit.objectRef.subresource == "exec" and length(user.name) > 3]`,
    ),
  'settling/account.toml': `${rule({
    name: 'First Exec of an Account',
    query: 'kubernetes.audit.objectRef.subresource:exec',
    more: 'new_terms_fields = ["user.name"]\nhistory_window_start = "now-7d"\n',
  }).replace('type = "query"', 'type = "new_terms"')}[rule.settling]
field = "user.name"
value = "harrier.service_account"
duration = { value = 1, unit = "h" }
query = '''
kubernetes.audit.objectRef.resource:serviceaccounts and kubernetes.audit.verb:(create or patch) and
kubernetes.audit.responseStatus.code:201 and not harrier.dry_run:true
'''
`,
  'settling/account.test.json': cases(
    { name: 'an old one', set: { user: account }, alerts: 1 },
    { name: 'a new one', events: [created, { user: account }], alerts: 0 },
    {
      name: 'not created',
      events: [{ ...created, responseStatus: { code: 409 } }, { user: account }],
      alerts: 1,
    },
    { name: 'attach', set: { user: account, objectRef: { subresource: 'attach' } }, alerts: 0 },
  ),
  'accounts.json': lines(exec(1, { user: account }), exec(2, created)),
  'broken/a.toml': execRule,
  'broken/a.test.json': `{ "base": {}, "cases": [
  { "nam": "x", "set": {}, "alerts": -1 },
  { "name": "y", "alerts": 0 },
  { "name": "z", "set": {}, "events": [{}, {}], "alerts": 0 },
  { "name": "w", "events": [{}], "alerts": 0 }
] }`,
  'torn/a.toml': execRule,
  'torn/a.test.json': '{ "base": {},\n  "cases": [ }',
  'profiles.yml': 'profiles: [argo-cd, flux: gitops]\n',
  'harrier.yml': `rules: [own]
disable: [NodePort Service, { tag: "Tactic: Discovery" }]
override:
  - rule: Exec
    severity: critical
`,
} as const;

const cwd = workspace(files);
const shown = async (commands: readonly (readonly string[])[], golden: string) =>
  expect((await transcript(commands, { cwd })).replaceAll(cwd, '<folder>')).toMatchFileSnapshot(
    `golden/${golden}.txt`,
  );

describe('harrier test', () => {
  it('says which cases fail and why, which conditions no case decides, and which rules have none', () =>
    shown(
      [
        ['test', 'own'],
        ['test', 'own/exec.toml'],
        ['test', 'own/untested.toml', '--strict'],
      ],
      'test',
    ));

  it('says what is wrong with a file of cases, in its place', () =>
    shown(
      [
        ['test', 'broken'],
        ['test', 'torn'],
        ['test', 'nowhere'],
      ],
      'test-broken',
    ));

  it('fails where a condition is taken out of a rule that a case decides', async () => {
    const folder = workspace({
      'exec.toml': execRule.replace('kubernetes.audit.objectRef.resource:pods and ', ''),
      'exec.test.json': files['own/exec.test.json'],
    });
    const { code, stdout } = await harrier(['test', '.'], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toContain('✗ Exec: of a node');
  });

  it('runs the cases of the bundled rules and of exceptions', async () => {
    const folder = workspace({
      'more/exceptions.toml': readFileSync(new URL('../../docs/exceptions.example.toml', import.meta.url)),
      'more/exceptions.test.json': readFileSync(
        new URL('../../docs/exceptions.example.test.json', import.meta.url),
      ),
      'harrier.yml': 'rules: [more]\n',
    });
    const { code, stdout } = await harrier(['test'], { cwd: folder });
    expect({ code, failed: /(\d+) failed/.exec(stdout)?.[1] }).toEqual({ code: 0, failed: '0' });
    // A case that does not hold any more fails.
    const path = join(folder, 'more/exceptions.test.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"alerts": 0', '"alerts": 7'));
    const again = await harrier(['test'], { cwd: folder });
    expect(again.code).toBe(1);
    expect(again.stdout).toMatch(/with its exceptions: .*\n.*expected 7 alerts, found 0/);
  });
});

describe('harrier list and harrier show', () => {
  it('show what there is', () =>
    shown(
      [
        ['list', '--profiles', '--settings', 'profiles.yml'],
        ['list', '--rules', 'own'],
        ['list', '--rules', 'own', '--tag', 'mine', '--output', 'ndjson'],
        ['list', '--rules', 'own', '--tags'],
        ['show', '--rules', 'own', 'exec twice'],
        ['show', '--rules', 'own', 'exex'],
        ['show', 'Exec'],
        ['show'],
      ],
      'list-show',
    ));

  it('show the rules that are deployed', async () => {
    const { stdout, stderr } = await harrier(['list'], { cwd });
    expect(stdout).toMatch(/^critical query {5}Exec$/m);
    expect(stdout).not.toContain('NodePort Service');
    expect(stderr).toMatch(/; \d+ more are off/);
  });
});

describe('harrier new', () => {
  it('writes a rule whose cases pass and decide every condition', async () => {
    const folder = workspace({
      'events.json': lines(
        exec(1),
        exec(2, {
          responseStatus: { code: 403 },
          verb: 'delete',
          objectRef: { resource: 'pods', namespace: 'a' },
        }),
      ),
    });
    for (const [name, id] of [
      ['Exec in Shop', 1],
      ['Pod Not Deleted', 2],
    ] as const) {
      const args = [
        'new',
        '--name',
        name,
        '--audit-id',
        String(exec(id).auditID),
        '--out',
        'mine',
        'events.json',
      ];
      expect(await harrier(args, { cwd: folder })).toMatchObject({ code: 0 });
    }
    expect((await harrier(['lint', 'mine', '--strict'], { cwd: folder })).code).toBe(0);
    const tested = await harrier(['test', 'mine', '--strict'], { cwd: folder });
    expect(tested).toMatchObject({ code: 0, stdout: '2 rules, 10 cases: 10 passed, 0 failed\n' });
    const [named] = readFileSync(join(folder, 'mine/exec_in_shop.toml'), 'utf8').split('\n');
    expect(existsSync(join(folder, 'mine', named?.replace('#:schema ', '') ?? ''))).toBe(true);
    const { $schema } = JSON.parse(readFileSync(join(folder, 'mine/exec_in_shop.test.json'), 'utf8'));
    expect(existsSync(join(folder, 'mine', $schema))).toBe(true);
    const again = await harrier(['new', '--name', 'exec in SHOP', '--out', 'mine', 'events.json'], {
      cwd: folder,
    });
    expect(again).toMatchObject({
      code: 1,
      stderr: 'mine/exec_in_shop.toml is there already; nothing was written\n',
    });
  });

  it('keeps secrets out of the files', async () => {
    const uri = '/api/v1/namespaces/shop/pods/web-0/exec?command=mysql&command=--password%3Dhunter2secret';
    const folder = workspace({ 'events.json': lines(exec(1, { requestURI: uri })) });
    await harrier(['new', '--name', 'A', 'events.json'], { cwd: folder });
    expect(readFileSync(join(folder, 'a.test.json'), 'utf8')).not.toContain('hunter2secret');
  });
});

it.each(['bash', 'zsh', 'fish'])(
  'harrier completion knows the commands and their options, in %s',
  async (shell) => {
    const { code, stdout } = await harrier(['completion', shell], { cwd });
    expect(code).toBe(0);
    for (const word of ['replay', 'explain', 'audit-id', 'settings', 'watch']) expect(stdout).toContain(word);
    if (shell === 'bash') execFileSync('bash', ['-n'], { input: stdout });
  },
);

it('harrier lint warns of what rules probably do not mean', async () => {
  const folder = workspace({
    'a.toml': rule({ name: 'A', query: 'kubernetes.audit.verb:exec' }),
    'b.toml': execRule,
  });
  const strict = await harrier(['lint', '.', '--strict'], { cwd: folder });
  expect(strict).toMatchObject({ code: 1, stderr: '2 rules: 0 errors, 1 warning\n' });
  expect(strict.stdout).toContain('a.toml:12:1: warning[value-never-set]');
  expect((await harrier(['lint', '.'], { cwd: folder })).code).toBe(0);
});

describe('harrier explain', () => {
  it('shows which conditions hold, with the values found', () =>
    shown(
      [
        ['explain', '--rules', 'own', '--rule', 'denied', 'events.json'],
        [
          'explain',
          '--rules',
          'own',
          '--rule',
          'Exec Twice',
          '--audit-id',
          String(exec(1).auditID),
          'events.json',
        ],
        ['explain', '--rules', 'own', '--rule', 'Exec', '--audit-id', 'none', 'events.json'],
        ['explain', '--rules', 'own', 'events.json'],
        ['explain', '--rules', 'own', '--rule', 'Exec'],
      ],
      'explain',
    ));

  it('shows as well what begins a settling period, as do a rule’s text and its tests', () =>
    shown(
      [
        ['explain', '--rules', 'settling', '--rule', 'First Exec of an Account', 'accounts.json'],
        ['show', '--rules', 'settling', 'First Exec of an Account'],
        ['test', 'settling'],
      ],
      'settling',
    ));

  it('agrees with a replay on what matches', async () => {
    const args = ['--rules', 'own/denied.toml', 'events.json'];
    const { stdout } = await harrier(['replay', '--output', 'ndjson', ...args], { cwd });
    const explained = await harrier(['explain', '--rule', 'denied', ...args], { cwd });
    expect(explained.stdout.match(/=> matches/g)).toHaveLength(stdout.trim().split('\n').length);
  });

  it('proposes an exception that holds', async () => {
    const { stdout } = await harrier(['explain', '--rules', 'own', '--rule', 'Exec', 'events.json'], { cwd });
    const [, exception = ''] = /harmless:\n(\[\[exception\]\][\s\S]*?\n'''\n)/.exec(stdout) ?? [];
    const folder = workspace({
      'rules/exec.toml': execRule,
      'rules/mine.toml': exception.replaceAll('"…"', '"a test"'),
      'events.json': files['events.json'],
    });
    const replayed = await harrier(['replay', '--rules', 'rules', '--output', 'ndjson', 'events.json'], {
      cwd: folder,
    });
    expect(replayed.code).toBe(0);
    // The other event has another verb.
    expect(replayed.stdout.trim().split('\n')).toHaveLength(1);
  });
});

it('says its version', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect((await harrier(['--version'], { cwd })).stdout).toBe(
    `harrier ${version} (Node ${process.versions.node})\n`,
  );
});
