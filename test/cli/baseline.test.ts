import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { openState } from '../../src/cli/state.ts';
import { createMemory } from '../../src/correlate/memory.ts';
import { runDelivery } from '../../src/pipeline.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { dynamodbStore } from '../../src/state/dynamodb.ts';
import { compiledRules } from '../correlate/rules.ts';
import { envelope } from '../decode/events.ts';
import { type DynamodbPeer, startDynamodb } from '../state/dynamodb-peer.ts';
import { harrier } from './harrier.ts';
import { exec, execRule, lines, rule, workspace } from './workspace.ts';

/** By new users of exec. */
function newUsers(name: string, more = ''): string {
  return rule({
    name,
    query: 'kubernetes.audit.objectRef.subresource:exec',
    more: `${more}new_terms_fields = ["user.name"]\nhistory_window_start = "now-7d"\n`,
  }).replace('type = "query"', 'type = "new_terms"');
}

const by = (number: number, username: string) => exec(number, { user: { username } });
const cwd = workspace({
  'rules/new.toml': newUsers('New User'),
  'lucene.toml': newUsers('Lucene User').replace('"kuery"', '"lucene"'),
  'broken.toml': newUsers('Broken').replace('user.name', 'user.nmae'),
  'exec.toml': execRule,
  'past.json': lines(by(1, 'jane'), by(2, 'joe')),
  'today.json': lines(by(3, 'jane'), by(4, 'mallory')),
});

const users = (stdout: string): readonly string[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).user.name);

describe('a baseline', () => {
  it('teaches what a replay with the same state then takes for known', async () => {
    const state = ['--rules', 'rules', '--cluster', 'blue', '--state', 'taught.db'];
    const taught = await harrier(['baseline', ...state, 'past.json'], { cwd });
    expect(taught).toEqual({
      code: 0,
      stdout: '',
      stderr: '2 events of blue: 1 new terms rule learned 2 combinations\n',
    });
    const again = await harrier(['baseline', ...state, 'past.json'], { cwd });
    expect(again.stderr).toBe('2 events of blue: 1 new terms rule learned 2 combinations\n');
    const { code, stdout } = await harrier(['replay', ...state, '--output', 'ndjson', 'today.json'], { cwd });
    expect({ code, users: users(stdout) }).toEqual({ code: 0, users: ['mallory'] });
  });

  it('ends the learning on every cluster, of which two may have one name', async () => {
    const owners = ['111122223333', '444455556666'];
    const past = owners.map((owner) => envelope([JSON.stringify(by(1, 'jane'))], owner, { owner }));
    writeFileSync(join(cwd, 'envelopes.json'), past.join('\n'));
    const args = ['baseline', '--rules', 'rules', '--state', 'accounts.db', 'envelopes.json'];
    const { stderr } = await harrier(args, { cwd });
    expect(stderr).toBe(
      '2 events of 111122223333/shop, 444455556666/shop: 1 new terms rule learned 2 combinations\n',
    );
    const store = await openState(join(cwd, 'accounts.db'));
    const alerts: Alert[] = [];
    const events = owners.map((account, position) => ({
      event: by(5, 'mallory'),
      origin: { source: 'today', account, cluster: 'shop' },
      position,
      partial: false,
    }));
    async function* batches() {
      yield { events, undecodable: [], skipped: {} };
    }
    await runDelivery(batches(), {
      ruleSet: await compiledRules([newUsers('New User')]),
      source: auditSource,
      publisher: { publish: async (published) => void alerts.push(...published) },
      clock: Date.now,
      memory: createMemory(store, Date.now, 30 * 86_400_000),
    });
    store.close();
    expect(alerts).toHaveLength(2);
  });

  it('when it is interrupted, says that there is more to learn', async () => {
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
    const args = ['baseline', '--rules', 'rules', '--state', 'cut.db', '-'];
    const child = spawn(process.execPath, [main, ...args], { cwd, env: { PATH: process.env.PATH } });
    while (!existsSync(join(cwd, 'cut.db'))) await setTimeout(20);
    child.kill('SIGINT');
    child.stdin.end(lines(by(1, 'jane')));
    const ended = once(child, 'close');
    expect([await text(child.stderr), await ended]).toEqual([
      expect.stringContaining('Interrupted: what comes behind was not learned'),
      [130, null],
    ]);
  });

  it('ends with 1 if a new terms rule did not learn, and says which and why', async () => {
    const state = ['--state', 'lucene.db', 'past.json'];
    expect(
      await harrier(['baseline', '--rules', 'lucene.toml', '--rules', 'rules', ...state], { cwd }),
    ).toEqual({
      code: 1,
      stdout: '',
      stderr:
        '2 events of a cluster without a name: 1 new terms rule learned 2 combinations\n1 rule did not run\n  1: Lucene queries cannot be run\n    Lucene User\n',
    });
    const broken = await harrier(['baseline', '--rules', 'broken.toml', '--rules', 'rules', ...state], {
      cwd,
    });
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain('broken.toml:');
  });

  it('has nothing to say of other rules that do not run', async () => {
    const lucene = workspace({
      'lucene.toml': execRule.replace('"kuery"', '"lucene"'),
      'new.toml': newUsers('New User'),
      'past.json': lines(by(1, 'jane')),
    });
    const args = [
      'baseline',
      '--rules',
      'lucene.toml',
      '--rules',
      'new.toml',
      '--state',
      's.db',
      'past.json',
    ];
    expect(await harrier(args, { cwd: lucene })).toMatchObject({ code: 0 });
  });
});

describe('a baseline for a deployment', () => {
  let peer: DynamodbPeer;
  beforeAll(async () => {
    peer = await startDynamodb();
  });
  afterAll(() => peer.close());

  /** Credentials, and where DynamoDB is; the region is told to the command. */
  const env = () => ({
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: String(peer.connection.endpoint),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
  });

  it('teaches its table, of which the region is told on the command line', async () => {
    const table = await peer.createTable();
    const args = ['baseline', '--rules', 'rules', '--cluster', 'blue', '--account', '1', 'past.json'];
    const region = ['--table', table, '--region', 'eu-north-1'];
    expect(await harrier([...args, ...region], { cwd, env: env() })).toEqual({
      code: 0,
      stdout: '',
      stderr: '2 events of blue: 1 new terms rule learned 2 combinations\n',
    });
    const store = dynamodbStore({ table, clock: Date.now, client: peer.connection });
    const [, id] = /rule_id = "(.*)"/.exec(newUsers('New User')) ?? [];
    const partition = `terms#${id}#1#eu-north-1#blue#user.name#`;
    const learned = await store.range(partition, '!', '~');
    expect(learned.map(({ key }) => key.sort)).toEqual(['jane#', 'joe#']);
  });

  it('of which the region is not known is told in a sentence', async () => {
    const args = ['baseline', '--rules', 'rules', '--table', 'state', 'past.json'];
    const { code, stderr } = await harrier(args, { cwd, env: env() });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^harrier baseline: DynamoDB \w+ on table state failed[^\n]*[Rr]egion[^\n]*\n$/);
  });
});
