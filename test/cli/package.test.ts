/** `harrier package`, `deploy` and `remove` in a project. What is packaged is tested in test/package and test/infra. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { harrier, type Ran } from './harrier.ts';
import { rule, workspace } from './workspace.ts';

const watched =
  'clusters: [blue]\nemails: [security@example.com]\nrules: [rules]\ndisable: [NodePort Service]\n';
const query = 'kubernetes.audit.objectRef.resource:nodes';
const cwd = workspace({
  'good/harrier.yml': watched,
  'good/rules/nodes.toml': rule({ name: 'Nodes', query }),
  'good/mistake.yml': 'clusters: [blue]\nregoin: eu-west-1\nlagMinutes: 0\n',
  'mistakes/harrier.yml':
    'region: mars-1\ndisable: [Nobody]\noverride:\n  - { rule: Nobody Else, severity: low }\n  - { tag: a, severity: loud }\n',
  'bad-rule/harrier.yml': 'clusters: [blue]\nrules: [rules]\n',
  'bad-rule/rules/nodes.toml': rule({ name: 'Nodes', query: 'kubernetes.audit.objectRef.resorce:nodes' }),
  'idle/harrier.yml': 'region: eu-west-1\n',
});

/** Without anybody's credentials. */
const env = { HOME: cwd, AWS_EC2_METADATA_DISABLED: 'true' };

async function said(
  folder: string,
  args: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const project = join(cwd, folder);
  const ran: Ran = await harrier(args.split(' '), { cwd: project, env: { ...env, ...more } });
  const output = (ran.stdout + ran.stderr)
    .replaceAll(project, '<project>')
    .replaceAll(/\(\d+s\)/g, '(<time>)')
    // Bundled rules come and go.
    .replaceAll(/\d+(?= rules compiled)|(?<=Rules: )\d+/g, '<n>')
    .replaceAll(/node \d+\.\d+\.\d+, osls \d+\.\d+\.\d+/g, 'node <version>, osls <version>');
  return `$ harrier ${args}\n${output}[exit code ${ran.code}]\n`;
}

it('they say what is done, and what is in the way', async () => {
  const transcript = [
    await said('good', 'package'),
    await said('good', 'package', { HARRIER_SETTINGS: 'mistake.yml' }),
    await said('mistakes', 'package'),
    await said('bad-rule', 'package'),
    await said('idle', 'deploy'),
    await said('good', 'deploy --stage test'),
    await said('good', 'remove --stage test'),
  ];
  await expect(transcript.join('\n')).toMatchFileSnapshot('golden/package.txt');
});

it('what is packaged is below the project, and nothing beside it', async () => {
  const service = join(cwd, 'good/.harrier');
  expect(readFileSync(join(service, '.gitignore'), 'utf8')).toBe('*\n');
  expect(existsSync(join(service, '.serverless/cloudwatch.zip'))).toBe(true);
  expect(existsSync(join(cwd, 'good/.serverless'))).toBe(false);
});
