/** The functions do with their roles what the template lets them, and are refused the rest as AWS would refuse it. */
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindingEvent, envelope, execEvent, ndjson, subscription } from '../functions/events.ts';
import { stackOf } from '../infra/stack.ts';
import { type Account, openAccount } from './account.ts';
import { doorkeeper } from './permissions.ts';
import type { Passing } from './proxy.ts';

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account?.close());

const ofBoth = [
  'dynamodb:BatchGetItem StateTable',
  'dynamodb:BatchWriteItem StateTable',
  'kms:Decrypt TopicKey',
  'kms:GenerateDataKey TopicKey',
  'sns:Publish AlertTopic',
];

it('each function uses its role, and is refused nothing', async () => {
  const texts = [execEvent(), bindingEvent()].map((event) => JSON.stringify(event));
  await account.deliverLogs(subscription(envelope(texts)));
  const quiet = Array.from({ length: 5000 }, () => ({ ...execEvent(), verb: 'list' }));
  await account.put('goes-on', gzipSync(ndjson(bindingEvent(), ...quiet)));
  for (const key of ['goes-on', 'gone']) await account.tellOf(key);
  expect(await account.poll('ObjectQueue', { looks: 10 })).toEqual({ messages: 2, failed: 0 });
  await account.reset();
  const usedBy = (role: string) =>
    [...account.used].flatMap((line) => (line.startsWith(`${role} `) ? [line.replace(`${role} `, '')] : []));
  expect(usedBy('CloudwatchRole').toSorted()).toEqual(ofBoth);
  expect(usedBy('ObjectRole').toSorted()).toEqual([
    ...ofBoth.slice(0, 4),
    's3:GetObject new-logs/goes-on',
    's3:GetObject new-logs/gone',
    's3:ListBucket new-logs',
    ...ofBoth.slice(4),
    'sqs:SendMessage ObjectQueue',
  ]);
});

it('whatever the state store may ask of DynamoDB is allowed, also what only rules of others need', async () => {
  const source = await readFile(new URL('../../src/state/dynamodb.ts', import.meta.url), 'utf8');
  const operations = new Set([...source.matchAll(/new (\w+)Command\(/g)].map(([, name = '']) => name));
  expect(operations.size).toBeGreaterThan(3);
  const { admit } = doorkeeper(account.template, {});
  for (const accessKey of ['CloudwatchRole', 'ObjectRole']) {
    for (const operation of operations) {
      const request = { accessKey, service: 'dynamodb', operation, body: '{"TableName":"StateTable"}' };
      expect(admit({ ...request, method: 'POST', path: '/' }), operation).toBeUndefined();
    }
  }
});

describe('a role is refused', () => {
  const asking: Passing = {
    method: 'POST',
    path: '/',
    accessKey: 'CloudwatchRole',
    service: 'sns',
    operation: 'PublishBatch',
    body: '',
  };
  const get = { accessKey: 'ObjectRole', service: 's3', operation: '', method: 'GET' };

  it.each<[string, Partial<Passing>, string]>([
    ['another topic', { body: 'TopicArn=arn%3Aaws%3Asns%3A%3A%3AOperationsTopic' }, 'AuthorizationError'],
    [
      'another queue',
      { service: 'sqs', operation: 'SendMessage', body: '{"QueueUrl":"http://a/0/ObjectQueue"}' },
      'AccessDeniedException',
    ],
    [
      'another operation',
      { service: 'dynamodb', operation: 'DeleteTable', body: '{"TableName":"StateTable"}' },
      'AccessDeniedException',
    ],
    ['another bucket', { ...get, path: '/others/a' }, 'AccessDenied'],
    ['another prefix', { ...get, path: '/old-logs/x/eks/a' }, 'AccessDenied'],
    [
      'objects, if it is another role',
      { ...get, path: '/new-logs/a', accessKey: 'CloudwatchRole' },
      'AccessDenied',
    ],
  ])('%s', (_, request, code) => {
    const { admit, refusals } = doorkeeper(account.template, {});
    expect(admit({ ...asking, ...request })).toMatchObject({ body: expect.stringContaining(code) });
    expect(refusals).toHaveLength(1);
  });

  it('what the template does not give it', () => {
    const without = structuredClone(account.template) as { Resources: Record<string, object> };
    delete without.Resources.ObjectReading;
    const { admit } = doorkeeper(without as typeof account.template, {});
    const request = { ...asking, ...get, path: '/new-logs/a' };
    expect(stackOf(account.template).resource('ObjectReading').Type).toBe('AWS::IAM::Policy');
    expect(admit(request)).toMatchObject({ status: 403 });
    expect(doorkeeper(account.template, {}).admit(request)).toBeUndefined();
  });
});
