/** What each role may do, of all that could be done to all there is; evaluated, not read. */
import { describe, expect, it } from 'vitest';
import { access, stack } from './everything.ts';
import { everySetting } from './packaged.ts';
import { account, region } from './stack.ts';

/** What is asked for each kind of resource: all that is needed, and what is next to it. */
const actions: Readonly<Record<string, readonly string[]>> = {
  'AWS::SNS::Topic': [
    'sns:ListSubscriptionsByTopic',
    'sns:Publish',
    'sns:Subscribe',
    'sns:SetTopicAttributes',
    'sns:DeleteTopic',
  ],
  'AWS::SQS::Queue': [
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
    'sqs:ChangeMessageVisibility',
    'sqs:PurgeQueue',
    'sqs:StartMessageMoveTask',
    'sqs:SetQueueAttributes',
  ],
  'AWS::DynamoDB::Table': [
    'dynamodb:BatchGetItem',
    'dynamodb:BatchWriteItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:GetItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'dynamodb:Scan',
    'dynamodb:DeleteTable',
  ],
  'AWS::KMS::Key': ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt', 'kms:ScheduleKeyDeletion'],
  'AWS::KinesisFirehose::DeliveryStream': ['firehose:PutRecord', 'firehose:PutRecordBatch'],
  'AWS::Lambda::Function': ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode'],
  'AWS::Logs::LogGroup': ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DeleteLogGroup'],
  'AWS::S3::Bucket': [
    's3:ListBucket',
    's3:GetBucketLocation',
    's3:ListBucketMultipartUploads',
    's3:GetObject',
    's3:GetObjectVersion',
    's3:PutObject',
    's3:AbortMultipartUpload',
    's3:DeleteObject',
    's3:PutBucketPolicy',
  ],
};

const ofObjects = /^s3:(?:(?:Get|Put|Delete)Object(?:Version)?|AbortMultipartUpload)$/;
const viaSns = { 'kms:ViaService': `sns.${region}.amazonaws.com` };

/** What is asked about, for an action on a resource of the template. */
function targetsOf(type: string, id: string, action: string): readonly (readonly [string, string])[] {
  const arn = stack.arn(id);
  if (type === 'AWS::S3::Bucket' && ofObjects.test(action)) {
    return ['a', 'other-accounts/a'].map((key) => [`${id}/${key}`, `${arn}/${key}`] as const);
  }
  if (type === 'AWS::Logs::LogGroup') return [[id, arn.replace(/\*$/, 'log-stream:2026/03/01/[$LATEST]a1')]];
  return [[id, arn]];
}

/** @returns lines such as `sqs:SendMessage Retries`, of all that the role may */
function allThat(role: string): readonly string[] {
  const found: string[] = [];
  for (const [type, ofType] of Object.entries(actions)) {
    for (const id of stack.ofType(type)) {
      for (const action of ofType) {
        for (const [name, arn] of targetsOf(type, id, action)) {
          if (access.may({ roleOf: role }, action, arn, viaSns)) found.push(`${action} ${name}`);
        }
      }
    }
  }
  return found.toSorted();
}

const times = (verbs: readonly string[], on: readonly string[]) =>
  verbs.flatMap((verb) => on.map((each) => `${verb} ${each}`));

function ofFunction(name: 'Cloudwatch' | 'S3', queue: string): readonly string[] {
  const logs = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  const queues = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:SendMessage'];
  const table = ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:Query'];
  return [
    ...times(['sns:Publish'], ['AlertTopic']),
    ...times(['kms:Decrypt', 'kms:GenerateDataKey'], ['TopicKey']),
    ...times(table, ['StateTable']),
    ...times(queues, [queue]),
    ...times(logs, [`${name}LogGroup`]),
  ];
}

const logBucketObjects = ['LogBucket/a', 'LogBucket/other-accounts/a'];

describe('all that may be done', () => {
  it.each<[string, readonly string[]]>([
    ['CloudwatchRole', ofFunction('Cloudwatch', 'Retries')],
    [
      'ObjectRole',
      [
        ...ofFunction('S3', 'ObjectQueue'),
        ...times(['s3:GetObject', 's3:GetObjectVersion'], logBucketObjects),
        's3:ListBucket LogBucket',
      ],
    ],
    [
      'ArrivalRole',
      [
        ...times(['s3:PutObject', 's3:AbortMultipartUpload'], ['LogBucket/other-accounts/a']),
        ...times(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], ['LogBucket']),
        'logs:PutLogEvents ArrivalLogs',
      ],
    ],
    [
      'NotifyRole',
      [
        ...times(
          ['sns:ListSubscriptionsByTopic', 'sns:Publish'],
          ['EmailTopic', 'ChatTopic', 'OperationsTopic'],
        ),
        'sns:Publish FindingTopic',
        ...times(['kms:Decrypt', 'kms:GenerateDataKey'], ['TopicKey', 'OperationsKey']),
        ...times(['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:PutItem'], ['StateTable']),
        ...times(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], ['AlertQueue']),
        ...times(['logs:CreateLogStream', 'logs:PutLogEvents'], ['NotifyLogGroup']),
      ],
    ],
    ['DestinationRole', times(['firehose:PutRecord', 'firehose:PutRecordBatch'], ['Arrival'])],
  ])('by %s', (role, expected) => {
    expect(allThat(role)).toEqual(expected.toSorted());
  });

  it('by any role of the template is asked here', () => {
    expect(stack.ofType('AWS::IAM::Role').toSorted()).toEqual([
      'ArrivalRole',
      'CloudwatchRole',
      'DestinationRole',
      'NotifyRole',
      'ObjectRole',
    ]);
  });
});

describe.each(['CloudwatchRole', 'ObjectRole', 'NotifyRole'])('%s', (role) => {
  const may = (action: string, arn: string, context = {}) =>
    access.may({ roleOf: role }, action, arn, context);
  const keyOf = (topic: string) => {
    const { 'Fn::GetAtt': [id = ''] = [], Ref = id } = stack.resource(topic).Properties
      .KmsMasterKeyId as unknown as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
    return stack.arn(Ref);
  };

  it.each(role === 'NotifyRole' ? ['EmailTopic', 'OperationsTopic'] : ['AlertTopic'])(
    'uses the key of %s through SNS alone',
    (topic) => {
      for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) {
        const via = (service: string) => may(action, keyOf(topic), { 'kms:ViaService': service });
        expect(via(`sns.${region}.amazonaws.com`)).toBe(true);
        expect(via(`sqs.${region}.amazonaws.com`)).toBe(false);
        expect(via('sns.us-east-1.amazonaws.com')).toBe(false);
        expect(may(action, keyOf(topic))).toBe(false);
      }
    },
  );

  it('does not reach what is of another stack or account', () => {
    for (const [action, arn] of [
      ['sns:Publish', `arn:aws:sns:${region}:${account}:other`],
      ['sns:Publish', stack.arn('AlertTopic').replace(account, '999999999999')],
      ['dynamodb:Query', `arn:aws:dynamodb:${region}:${account}:table/other`],
      ['dynamodb:Query', `${stack.arn('StateTable')}/index/any`],
      ['dynamodb:PutItem', stack.arn('StateTable').replace(region, 'us-east-1')],
      ['sqs:SendMessage', `arn:aws:sqs:${region}:${account}:other`],
      ['logs:PutLogEvents', `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/other:log-stream:a`],
    ] as const)
      expect(may(action, arn), arn).toBe(false);
  });
});

describe('ObjectRole', () => {
  const may = (action: string, arn: string, context = {}) =>
    access.may({ roleOf: 'ObjectRole' }, action, arn, context);

  it.each([
    ['old-logs/eks/2026/a.gz', true],
    ['old-logs/2026/eks/a.gz', false],
    ['older-logs/anything', true],
    ['new-logs/anything', true],
    ['new-logs-2/anything', false],
    ['other/eks/a.gz', false],
  ])('reads of %s: %s', (path, expected) => {
    for (const action of ['s3:GetObject', 's3:GetObjectVersion'])
      expect(may(action, `arn:aws:s3:::${path}`)).toBe(expected);
  });

  it.each([
    ['old-logs', true],
    ['older-logs', true],
    ['new-logs', true],
    ['other', false],
  ])('tells an object that is gone from %s from one that it may not read: %s', (bucket, expected) => {
    expect(may('s3:ListBucket', `arn:aws:s3:::${bucket}`)).toBe(expected);
  });

  it('decrypts objects with the keys of the settings, through S3 alone', () => {
    const decrypts = (key: string, service: string) =>
      may('kms:Decrypt', key, { 'kms:ViaService': `${service}.${region}.amazonaws.com` });
    const given = everySetting.bucketKeys;
    expect(decrypts(given, 's3')).toBe(true);
    expect(decrypts(given, 'sns')).toBe(false);
    expect(decrypts(`${given}1`, 's3')).toBe(false);
    for (const id of stack.ofType('AWS::KMS::Key')) expect(decrypts(stack.arn(id), 's3')).toBe(false);
  });
});
