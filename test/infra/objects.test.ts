/** The way of an object to its function: the queue is told of those that are configured, and of no others. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { eventBridge } from '../functions/events.ts';
import { matchesPattern } from './event-pattern.ts';
import { access, stack } from './everything.ts';

const rules = stack
  .ofType('AWS::Events::Rule')
  .filter((id) => 'EventPattern' in stack.resource(id).Properties);

/** EventBridge's event of an object that was written to a bucket. */
function written(bucket: string, key: string, more: JsonObject = {}): JsonObject {
  const event = eventBridge(key);
  return { ...event, detail: { ...(event.detail as JsonObject), bucket: { name: bucket } }, ...more };
}

const told = (event: JsonObject) =>
  rules.filter((rule) => matchesPattern(stack.property(rule, 'EventPattern'), event));

describe('an object', () => {
  it.each([
    ['old-logs', 'eks/2026/03/01/a.gz', true],
    ['old-logs', 'eks', true],
    ['old-logs', '2026/eks/a.gz', false],
    ['old-logs', 'EKS/a.gz', false],
    ['old-logs-2', 'eks/a.gz', false],
    ['older-logs', 'eks/a.gz', true],
    ['older-logs', 'a.gz', true],
    ['new-logs', 'other-accounts/2026/03/01/a', true],
    ['new-logs', 'a', true],
    ['others', 'eks/a.gz', false],
  ])('in %s, %s, is told of once, and may be read: %s', (bucket, key, expected) => {
    expect(told(written(bucket, key))).toHaveLength(expected ? 1 : 0);
    const arn = `arn:aws:s3:::${bucket}/${key}`;
    expect(access.may({ roleOf: 'ObjectRole' }, 's3:GetObject', arn)).toBe(expected);
  });

  it.each([
    ['is deleted', { 'detail-type': 'Object Deleted' }],
    ['is restored', { 'detail-type': 'Object Restore Completed' }],
    ['is somebody’s own invention', { source: 'my.s3' }],
  ])('that %s is not told of', (_, more) => {
    expect(told(written('new-logs', 'a', more))).toEqual([]);
  });
});

it.each(rules)('%s sends to the queue of the function for objects', (rule) => {
  expect(stack.resource(rule).Properties).not.toHaveProperty('State');
  expect(stack.property(rule, 'Targets')).toEqual([
    {
      Id: 'objects',
      Arn: stack.arn('ObjectQueue'),
      DeadLetterConfig: { Arn: stack.arn('ObjectDeadLetters') },
    },
  ]);
});

it('the new bucket tells EventBridge', () => {
  expect(stack.property('LogBucket', 'NotificationConfiguration')).toEqual({
    EventBridgeConfiguration: { EventBridgeEnabled: true },
  });
});

it.each([
  ['CloudwatchEventSourceMappingSQSRetries', 'Retries', 'CloudwatchLambdaFunction'],
  ['S3EventSourceMappingSQSObjectQueue', 'ObjectQueue', 'S3LambdaFunction'],
])('%s polls for its function, with a role that may', (mapping, queue, lambda) => {
  expect(stack.property(mapping, 'EventSourceArn')).toBe(stack.arn(queue));
  expect(stack.property(mapping, 'FunctionName')).toBe(stack.arn(lambda));
  expect(stack.property(mapping, 'Enabled')).toBe(true);
  const role = stack.property(lambda, 'Role');
  const roleOf = stack.ofType('AWS::IAM::Role').find((id) => stack.arn(id) === role) ?? '';
  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])
    expect(access.may({ roleOf }, action, stack.arn(queue)), action).toBe(true);
});
