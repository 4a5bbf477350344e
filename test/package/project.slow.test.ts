/**
 * The package as a new user has it: packed, installed into an empty folder, and there the commands of docs/project.md.
 * What they made is read, and run.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { lambda } from '../deployed/lambda.ts';
import { envelope, execEvent, subscription } from '../functions/events.ts';
import type { Packaged, Template } from '../infra/packaged.ts';
import { region, startEmulator } from '../publish/emulator.ts';
import { startDynamodb } from '../state/dynamodb-peer.ts';
import { cloneTo, root, userEnvironment } from './clone.ts';

const page = readFileSync(join(root, 'docs/project.md'), 'utf8');
const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(page)?.[1] ?? '';

/** A line of the page, or several that end in a backslash. */
const commands = block('sh').replaceAll('\\\n', ' ').trim().split('\n');

const place = mkdtempSync(join(tmpdir(), 'harrier-project-'));
afterAll(() => rmSync(place, { recursive: true }));
const project = join(place, 'detection');
const output = join(project, '.harrier/.serverless');

/** Packing builds anew. */
function packable(): string {
  const clone = join(place, 'harrier');
  cloneTo(clone);
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  return clone;
}

/** What was said, by the command. */
const said = new Map<string, string>();

beforeAll(() => {
  mkdirSync(project);
  const env = { ...userEnvironment(), npm_config_prefer_offline: 'true' };
  execFileSync('npm', ['pack', '--pack-destination', project], { cwd: packable(), stdio: 'pipe', env });
  for (const command of commands) {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
      cwd: project,
      encoding: 'utf8',
      env,
    });
    if (status !== 0) throw new Error(`${command}\nended with ${status}:\n${stdout}${stderr}`);
    said.set(command, stdout + stderr);
    if (command.includes(' init')) writeFileSync(join(project, 'harrier.yml'), block('yaml'));
  }
});

const template = (): Template =>
  JSON.parse(readFileSync(join(output, 'cloudformation-template-update-stack.json'), 'utf8'));

interface Texts {
  readonly name: string;
  readonly severity: string;
}

/** What alerts say of the rules in a packaged function. */
function rulesIn(zip: string): ReadonlyMap<string, Texts> {
  const files = unzipSync(readFileSync(join(output, zip)));
  const texts = files['build/functions/rule-texts.br'] ?? Buffer.alloc(0);
  const rules = JSON.parse(brotliDecompressSync(texts).toString()) as readonly Texts[];
  return new Map(rules.map((rule) => [rule.name, rule]));
}

it('the page needs fewer than ten commands, and they work', () => {
  expect(commands.length).toBeLessThan(10);
  expect([...said.keys()]).toEqual(commands);
  expect(said.get('npx harrier test')).toMatch(/ 0 failed\n/);
  expect(said.get('npx harrier lint')).toMatch(/ 0 errors/);
});

it('what is packaged has own rules, lacks the one that is off, and says the other severity', () => {
  for (const zip of ['cloudwatch.zip', 's3.zip']) {
    const rules = rulesIn(zip);
    expect(rules.has('Workload Token Read by the Pipeline')).toBe(true);
    expect(rules.has('Namespace Changed by the Pipeline')).toBe(true);
    expect(rules.has('Exec in the Namespace payments')).toBe(true);
    expect(rules.has('NodePort Service')).toBe(false);
    expect(rules.get('User Exec into a Pod')?.severity).toBe('high');
    expect(rules.size).toBeGreaterThan(100);
  }
  expect(said.get('npx harrier package')).toContain('The template is valid.');
  expect(said.get('npx harrier package')).toMatch(/3 of your own, 1 changed by the settings, 1 more/);
});

it('the template watches the cluster, and tells the address', () => {
  const resources = Object.values(template().Resources);
  const ofType = (type: string) =>
    resources.filter(({ Type }) => Type === type).map(({ Properties }) => JSON.stringify(Properties));
  expect(ofType('AWS::Logs::SubscriptionFilter').join()).toContain('/aws/eks/prod/cluster');
  expect(ofType('AWS::SNS::Subscription').join()).toContain('security@example.com');
});

it('nothing that is packaged is in the installed package, or in git', () => {
  expect(existsSync(join(project, 'node_modules/harrier/build/rules.js'))).toBe(false);
  expect(readFileSync(join(project, '.gitignore'), 'utf8')).toContain('.harrier/');
});

describe('the packaged function', () => {
  it('alerts, with the severity of the settings', async () => {
    const [emulator, peer] = await Promise.all([startEmulator(), startDynamodb()]);
    const topic = async (name: string) => (await emulator.createTopic(name)).topicArn;
    const alerts = await topic('AlertTopic');
    const queue = await emulator.createQueue('alerts');
    await emulator.subscribe(alerts, queue, { RawMessageDelivery: 'true' });
    const table = await peer.createTable();
    const values = {
      AlertTopic: alerts,
      EmailTopic: await topic('EmailTopic'),
      ChatTopic: await topic('ChatTopic'),
      StateTable: table,
      'AWS::AccountId': '111122223333',
    };
    const packaged = { folder: output, template: template() } as Packaged;
    const cloudwatch = await lambda(packaged, 'CloudwatchLambdaFunction', values, {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: emulator.settings.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: String(peer.connection.endpoint),
    });
    try {
      const answer = await cloudwatch.invoke(subscription(envelope([JSON.stringify(execEvent())])));
      expect(answer).not.toHaveProperty('error');
      const received = (await emulator.drain(queue)).map(({ Body = '' }): Alert => JSON.parse(Body));
      expect(received.map(({ rule, harrier }) => [rule.name, harrier.severity])).toContainEqual([
        'User Exec into a Pod',
        'high',
      ]);
    } finally {
      await cloudwatch.stop();
      await Promise.all([emulator.stop(), peer.close()]);
    }
  });
});
