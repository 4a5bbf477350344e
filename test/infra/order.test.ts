/** What CloudFormation must do before what, and settings that take effect only together. */
import { describe, expect, it } from 'vitest';
import { clusters } from '../../infra/clusters.ts';
import { defaults } from '../../infra/settings.ts';
import { access, stack } from './everything.ts';
import { listOf } from './iam.ts';

it.each(stack.ofType('AWS::Logs::SubscriptionFilter'))('%s waits until CloudWatch Logs may invoke', (id) => {
  const permissions = stack
    .ofType('AWS::Lambda::Permission')
    .filter((each) => stack.property(each, 'FunctionName') === stack.property(id, 'DestinationArn'));
  expect(permissions.length).toBeGreaterThan(0);
  expect(listOf(stack.resource(id).DependsOn)).toEqual(expect.arrayContaining(permissions));
});

it.each(stack.ofType('AWS::Logs::SubscriptionFilter'))('%s waits until what fails is kept', (id) => {
  const of = (type: string) =>
    stack
      .ofType(type)
      .filter((each) =>
        [
          stack.arn('CloudwatchLambdaFunction'),
          stack.property('CloudwatchLambdaFunction', 'FunctionName'),
        ].includes(String(stack.property(each, 'FunctionName'))),
      );
  const keeping = [...of('AWS::Lambda::EventInvokeConfig'), ...of('AWS::Lambda::EventSourceMapping')];
  expect(keeping).toHaveLength(2);
  expect(listOf(stack.resource(id).DependsOn)).toEqual(expect.arrayContaining(keeping));
});

it('200 subscription filters are made a few at a time, one chain after the other', () => {
  const names = Array.from({ length: 200 }, (_, i) => `cluster-${i}`);
  const filters = Object.entries(clusters({ ...defaults, clusters: names })).filter(
    ([, { Type }]) => Type === 'AWS::Logs::SubscriptionFilter',
  );
  expect(filters).toHaveLength(200);
  const before = new Map(
    filters.map(([id, { DependsOn = [] }]) => [
      id,
      DependsOn.filter((name) => name.startsWith('Subscription')),
    ]),
  );
  // CloudFormation makes what waits for nothing that is still to be made: round by round.
  const made = new Set<string>();
  const rounds: number[] = [];
  while (made.size < filters.length) {
    const ready = [...before].filter(
      ([id, others]) => !made.has(id) && others.every((each) => made.has(each)),
    );
    expect(ready.length, 'a circle').toBeGreaterThan(0);
    for (const [id] of ready) made.add(id);
    rounds.push(ready.length);
  }
  expect(Math.max(...rounds)).toBeLessThanOrEqual(5);
  expect(Math.min(...rounds)).toBeGreaterThanOrEqual(3);
});

it.each(stack.ofType('AWS::Lambda::EventSourceMapping'))('%s waits for the role that polls', (id) => {
  const lambda = stack
    .ofType('AWS::Lambda::Function')
    .find((each) => stack.arn(each) === stack.property(id, 'FunctionName'));
  const role = stack
    .ofType('AWS::IAM::Role')
    .find((each) => stack.arn(each) === stack.property(lambda ?? '', 'Role'));
  expect(listOf(stack.resource(id).DependsOn)).toContain(role);
});

it.each(stack.ofType('AWS::S3::Bucket'))('%s has no way to be public', (id) => {
  const switches = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  };
  expect(stack.property(id, 'PublicAccessBlockConfiguration')).toEqual(switches);
});

describe('a delivery that fails', () => {
  const [config = ''] = stack.ofType('AWS::Lambda::EventInvokeConfig');

  it('is tried three times by Lambda, and then kept', () => {
    expect(stack.ofType('AWS::Lambda::EventInvokeConfig')).toHaveLength(1);
    expect(stack.property(config, 'FunctionName')).toBe(
      stack.property('CloudwatchLambdaFunction', 'FunctionName'),
    );
    expect(stack.property(config, 'Qualifier')).toBe('$LATEST');
    expect(stack.property(config, 'MaximumRetryAttempts')).toBe(2);
    expect(stack.property(config, 'DestinationConfig')).toEqual({
      OnFailure: { Destination: stack.arn('Retries') },
    });
  });

  it('is kept in the name of the function', () => {
    expect(access.may({ roleOf: 'CloudwatchRole' }, 'sqs:SendMessage', stack.arn('Retries'))).toBe(true);
  });

  it('waits for Lambda as long as Lambda has it', () => {
    expect(stack.resource(config).Properties).not.toHaveProperty('MaximumEventAgeInSeconds');
  });
});

describe('Firehose', () => {
  it('writes in the bucket that is watched, and what fails beside it, where its role may', () => {
    const settings = stack.property('Arrival', 'ExtendedS3DestinationConfiguration');
    const { BucketARN, Prefix, ErrorOutputPrefix = Prefix, RoleARN } = settings as Record<string, string>;
    expect(BucketARN).toBe(stack.arn('LogBucket'));
    expect(RoleARN).toBe(stack.arn('ArrivalRole'));
    for (const prefix of [Prefix, ErrorOutputPrefix])
      expect(access.may({ roleOf: 'ArrivalRole' }, 's3:PutObject', `${BucketARN}/${prefix}2026/a`)).toBe(
        true,
      );
  });

  it('is what the destination sends to, by a role that may', () => {
    expect(stack.property('Destination', 'TargetArn')).toBe(stack.arn('Arrival'));
    expect(stack.property('Destination', 'RoleArn')).toBe(stack.arn('DestinationRole'));
    for (const action of ['firehose:PutRecord', 'firehose:PutRecordBatch'])
      expect(access.may({ roleOf: 'DestinationRole' }, action, stack.arn('Arrival'))).toBe(true);
  });
});
