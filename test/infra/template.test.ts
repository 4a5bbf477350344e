import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemsOf } from '../../infra/validate.ts';
import { everySetting, type Packaged, packageWith, type Resource } from './packaged.ts';

let all: Packaged;
let none: Packaged;
beforeAll(async () => {
  [all, none] = await Promise.all([packageWith(everySetting), packageWith()]);
});
afterAll(() => Promise.all([all.remove(), none.remove()]));

const resources = (packaged = all) => Object.entries(packaged.template.Resources);
const ofType = (type: string, packaged = all): readonly (readonly [string, Resource])[] =>
  resources(packaged).filter(([, { Type }]) => Type === type);
const named = (name: string): Resource => all.template.Resources[name] ?? expect.fail(`no resource ${name}`);

interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: unknown;
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Every statement of every policy in a resource, wherever in it. */
function statements(value: unknown): readonly Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'Statement' in value ? (listOf(value.Statement) as Statement[]) : [];
  return [...own, ...Object.values(value).flatMap(statements)];
}

describe('the template', () => {
  it.each([
    ['with everything', () => all],
    ['with nothing', () => none],
  ])('%s is valid', (_, packaged) => {
    expect(problemsOf(packaged().path)).toEqual([]);
  });

  it('is packaged without a warning', () => {
    expect(all.output).not.toMatch(/warning|deprecat/i);
  });

  it('and the bundles are the same when packaged again, but for the folder they are uploaded to', async () => {
    const again = await packageWith(everySetting);
    const timeless = ({ template }: Packaged) =>
      JSON.stringify(template).replace(/\d{13}-[\dT:.-]+Z/g, 'TIME');
    expect(timeless(again)).toBe(timeless(all));
    const hashes = ({ folder }: Packaged) =>
      Promise.all(
        ['cloudwatch.zip', 'notify.zip', 's3.zip'].map(async (name) =>
          createHash('sha256')
            .update(await readFile(join(folder, name)))
            .digest('hex'),
        ),
      );
    expect(await hashes(again)).toEqual(await hashes(all));
    await again.remove();
  });

  it.each([
    ['that is empty', ''],
    ['with blanks', 'emails:\ntags:\n'],
  ])('is that of the defaults with a harrier.yml %s', async (_, file) => {
    const short = await packageWith({}, { file });
    const timeless = ({ template }: Packaged) =>
      JSON.stringify(template).replace(/\d{13}-[\dT:.-]+Z/g, 'TIME');
    expect(timeless(short)).toBe(timeless(none));
    await short.remove();
  });

  it('is not made of settings that do not exist', async () => {
    await expect(packageWith({ clusterz: 'prod' }, { file: 'email: [a@example.com]\n' })).rejects.toThrow(
      /email is no setting; did you mean emails\?\s+clusterz is no setting; did you mean clusters\?/,
    );
  });

  it('has every resource in a place CloudFormation has room for', () => {
    expect(resources().length).toBeLessThanOrEqual(500);
    expect(JSON.stringify(all.template).length).toBeLessThan(1_000_000);
  });
});

describe('least privilege', () => {
  const roles = () => [...ofType('AWS::IAM::Role'), ...ofType('AWS::IAM::Policy')];
  /** What the roles may do; trust policies name no resource. */
  const permissions = () =>
    roles().flatMap(([name, role]) =>
      statements(role)
        .filter(({ Resource }) => Resource)
        .map((each) => ({ name, ...each })),
    );

  it('gives each function a role of its own', () => {
    const used = ofType('AWS::Lambda::Function').map(([, { Properties }]) => JSON.stringify(Properties.Role));
    expect(used.toSorted()).toEqual(
      ['CloudwatchRole', 'NotifyRole', 'ObjectRole'].map((role) => `{"Fn::GetAtt":["${role}","Arn"]}`),
    );
  });

  it('allows no action by pattern', () => {
    const patterns = permissions()
      .flatMap(({ Action }) => listOf(Action))
      .filter((action) => String(action).includes('*'));
    expect(patterns).toEqual([]);
  });

  it('allows no resource by pattern, but for streams of a log group and objects of a bucket', () => {
    const patterns = permissions()
      .flatMap(({ Resource }) => listOf(Resource))
      .map((resource) => JSON.stringify(resource))
      .filter((resource) => resource.includes('*'));
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) {
      expect(pattern).toMatch(
        /:log-group:\/aws\/lambda\/harrier-production-\w+:log-stream:\*"|:s3:::[\w-]+\/[\w-]*\*"|LogBucket\.Arn\}\/other-accounts\/\*"/,
      );
    }
  });

  it('allows what the functions call and nothing else', () => {
    const allowed = (...names: readonly string[]) =>
      permissions()
        .filter(({ name }) => names.includes(name))
        .flatMap(({ Action }) => listOf(Action))
        .toSorted();
    const both = [
      'dynamodb:BatchGetItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'kms:Decrypt',
      'kms:GenerateDataKey',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sns:Publish',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ];
    expect(allowed('CloudwatchRole')).toEqual(both);
    expect(allowed('ObjectRole', 'ObjectReading')).toEqual(
      [...both, 'kms:Decrypt', 's3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'].toSorted(),
    );
    const notBoth = ['dynamodb:Query', 'sqs:SendMessage'];
    expect(allowed('NotifyRole')).toEqual(
      [
        ...both.filter((each) => !notBoth.includes(each)),
        'securityhub:BatchImportFindings',
        'sns:ListSubscriptionsByTopic',
      ].toSorted(),
    );
    expect(allowed('DestinationRole')).toEqual(['firehose:PutRecord', 'firehose:PutRecordBatch']);
  });

  it('uses keys only through the service they are for', () => {
    const keys = permissions().filter(({ Action }) => JSON.stringify(Action).includes('kms:'));
    expect(keys.map(({ Condition }) => Object.keys(Condition?.StringEquals ?? {}))).toEqual(
      keys.map(() => ['kms:ViaService']),
    );
  });

  it('lets no service in on behalf of another account', () => {
    const policies = resources().flatMap(([name, { Properties }]) =>
      statements(Properties).map((each) => ({ name, ...each })),
    );
    const services = policies.filter(
      ({ Principal, Effect }) => Effect === 'Allow' && JSON.stringify(Principal ?? '').includes('"Service"'),
    );
    // Lambda takes on a role for the functions of its own account only.
    const confusable = services.filter(
      ({ Principal }) => !JSON.stringify(Principal).includes('lambda.amazonaws.com'),
    );
    expect(confusable.length).toBeGreaterThan(5);
    for (const { name, Condition } of confusable) {
      const keys = Object.values(Condition ?? {}).flatMap(Object.keys);
      expect(keys, name).toContain('aws:SourceArn');
      if (name !== 'DestinationRole') expect(keys, name).toContain('aws:SourceAccount');
    }
    for (const [name, { Properties }] of ofType('AWS::Lambda::Permission')) {
      expect(Properties, name).toMatchObject({
        SourceAccount: expect.anything(),
        SourceArn: expect.anything(),
      });
    }
  });

  it.each([
    ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'],
    ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'],
    ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'Bucket'],
  ])('every %s takes requests by TLS only', (type, policyType, property) => {
    const names = ofType(type).map(([name]) => name);
    expect(names.length).toBeGreaterThan(0);
    const guarded = ofType(policyType)
      .filter(([, { Properties }]) =>
        statements(Properties).some(
          ({ Effect, Principal, Condition }) =>
            Effect === 'Deny' &&
            Principal === '*' &&
            String(Condition?.Bool?.['aws:SecureTransport']) === 'false',
        ),
      )
      .flatMap(([, { Properties }]) => listOf(Properties[property]))
      .map((target) => (target as { Ref: string }).Ref);
    expect(guarded.toSorted()).toEqual(names.toSorted());
  });
});

describe('what is kept', () => {
  it('is encrypted', () => {
    for (const [name, { Properties }] of ofType('AWS::SNS::Topic'))
      expect(Properties, name).toHaveProperty('KmsMasterKeyId');
    for (const [name, { Properties }] of ofType('AWS::SQS::Queue'))
      expect(Properties, name).toMatchObject({ SqsManagedSseEnabled: true });
    for (const [name, { Properties }] of ofType('AWS::S3::Bucket'))
      expect(Properties, name).toHaveProperty('BucketEncryption');
    expect(named('TopicKey').Properties).toMatchObject({ EnableKeyRotation: true });
    expect(named('StateTable').Properties).toMatchObject({ SSESpecification: { SSEEnabled: true } });
  });

  it('outlives the stack where it cannot be made again', () => {
    expect(named('StateTable')).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    // Its name is fixed, and must be free again after a first deployment that was rolled back.
    expect(named('LogBucket')).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    for (const queue of ['CloudwatchDeadLetters', 'ObjectDeadLetters', 'AlertDeadLetters']) {
      expect(named(queue)).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
      expect(named(queue).Properties).not.toHaveProperty('QueueName');
    }
    expect(named('StateTable').Properties).not.toHaveProperty('TableName');
    expect(named('StateTable').Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
  });

  it('can be brought back where somebody deletes it, for a while', () => {
    expect(named('LogBucket').Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [{ ExpirationInDays: 365, NoncurrentVersionExpiration: { NoncurrentDays: 30 } }],
      },
    });
  });

  it('of logs is deleted after a while', () => {
    for (const [name, { Properties }] of ofType('AWS::Logs::LogGroup')) {
      expect(Properties, name).toMatchObject({ RetentionInDays: 30 });
    }
  });
});

describe('what fails', () => {
  const queues = () => ofType('AWS::SQS::Queue');

  it.each([
    ['Retries', 'CloudwatchLambdaFunction', 'CloudwatchDeadLetters'],
    ['ObjectQueue', 'S3LambdaFunction', 'ObjectDeadLetters'],
    ['AlertQueue', 'NotifyLambdaFunction', 'AlertDeadLetters'],
  ])(
    'in %s stays invisible for six times the time-out, and is then a dead letter',
    (queue, lambda, deadLetters) => {
      const { VisibilityTimeout, RedrivePolicy, MessageRetentionPeriod } = named(queue)
        .Properties as unknown as {
        VisibilityTimeout: number;
        MessageRetentionPeriod: number;
        RedrivePolicy: { maxReceiveCount: number; deadLetterTargetArn: unknown };
      };
      const { Timeout } = named(lambda).Properties as unknown as { Timeout: number };
      expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout);
      expect(RedrivePolicy.deadLetterTargetArn).toEqual({ 'Fn::GetAtt': [deadLetters, 'Arn'] });
      // AWS asks for five, since throttling counts as well.
      expect(RedrivePolicy.maxReceiveCount).toBeGreaterThanOrEqual(5);
      expect(VisibilityTimeout * RedrivePolicy.maxReceiveCount).toBeLessThan(MessageRetentionPeriod);
    },
  );

  it('has room in its queue, and in the queue behind that, for the largest message there is', () => {
    for (const [name, { Properties }] of queues())
      expect(Properties, name).toMatchObject({ MaximumMessageSize: 2 ** 20 });
  });

  it('comes back alone', () => {
    const mappings = ofType('AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(3);
    for (const [name, { Properties }] of mappings) {
      expect(Properties, name).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
    }
  });

  it('asynchronously goes to the queue of retries', () => {
    expect(ofType('AWS::Lambda::EventInvokeConfig').map(([, { Properties }]) => Properties)).toMatchObject([
      { DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Retries', 'Arn'] } } } },
    ]);
  });

  it('is alarmed in every dead-letter queue', () => {
    const dead = queues()
      .filter(([, { Properties }]) => !('RedrivePolicy' in Properties))
      .map(([name]) => name);
    const alarmed = ofType('AWS::CloudWatch::Alarm')
      .filter(
        ([, { Properties }]) => (Properties.MetricName as unknown) === 'ApproximateNumberOfMessagesVisible',
      )
      .map(([, { Properties }]) => JSON.stringify(Properties.Dimensions));
    expect(dead).toHaveLength(3);
    for (const name of dead)
      expect(
        alarmed.some((dimensions) => dimensions.includes(`"${name}"`)),
        name,
      ).toBe(true);
  });
});

describe('clusters', () => {
  it('are subscribed each, and watched for silence each', () => {
    const groups = ofType('AWS::Logs::SubscriptionFilter').map(
      ([, { Properties }]) => Properties.LogGroupName,
    );
    expect(groups).toEqual(['/aws/eks/blue/cluster', '/aws/eks/green-1/cluster']);
    const silence = ofType('AWS::CloudWatch::Alarm').filter(([name]) => name.startsWith('Silence'));
    expect(silence.map(([, { Properties }]) => Properties)).toMatchObject(
      [
        ['blue', 3],
        ['green-1', 3],
        ['red', 12],
      ].map(([cluster, periods]) => ({
        TreatMissingData: 'breaching',
        EvaluationPeriods: periods,
        Metrics: [
          {
            Id: 'counted',
            ReturnData: false,
            MetricStat: {
              Period: 300,
              Metric: {
                Dimensions: [
                  { Name: 'service', Value: 'harrier-production' },
                  { Name: 'account', Value: cluster === 'red' ? '222233334444' : { Ref: 'AWS::AccountId' } },
                  { Name: 'cluster', Value: cluster },
                ],
              },
            },
          },
          { Expression: 'FILL(counted, 0)' },
        ],
      })),
    );
  });

  it('may be 200', async () => {
    const many = await packageWith({
      clusters: Array.from({ length: 200 }, (_, i) => `cluster-${i}`).join(','),
    });
    expect(resources(many).length).toBeLessThanOrEqual(500);
    expect(problemsOf(many.path)).toEqual([]);
    await many.remove();
  });
});

it('every alarm reaches the operators, and says where to read on', async () => {
  const runbook = await readFile(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const headings = new Set(
    [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text.toLowerCase().replaceAll(' ', '-')),
  );
  for (const [name, { Properties }] of ofType('AWS::CloudWatch::Alarm')) {
    // Of clusters that fall silent, hundreds at once, the notifier tells.
    const Ref = name.startsWith('Silence') ? 'SilenceTopic' : 'OperationsTopic';
    expect(Properties, name).toMatchObject({ AlarmActions: [{ Ref }] });
    const section = /docs\/runbook\.md#([\w-]+)$/.exec(String(Properties.AlarmDescription))?.[1] ?? '';
    expect(headings, name).toContain(section);
  }
});

it('e-mail is sent from the severity on, without building blocks', () => {
  const subscriptions = ofType('AWS::SNS::Subscription')
    .map(([, { Properties }]) => Properties)
    .filter(({ Protocol }) => (Protocol as unknown) === 'email');
  expect(subscriptions).toMatchObject([
    {
      Endpoint: 'a@example.com',
      TopicArn: { Ref: 'EmailTopic' },
      FilterPolicy: { severity: ['medium', 'high', 'critical'], building_block: ['false'] },
    },
    { Endpoint: 'b@example.com' },
    { Endpoint: 'ops@example.com', TopicArn: { Ref: 'OperationsTopic' } },
  ]);
});

it('people are told by the notifier, of incidents unless the settings say otherwise', async () => {
  const notify = ({ template }: Packaged) =>
    template.Resources.NotifyLambdaFunction?.Properties.Environment as unknown as { Variables: object };
  const single = await packageWith({ notify: 'alerts' });
  expect(notify(none).Variables).toMatchObject({ HARRIER_NOTIFY: 'incidents' });
  expect(notify(single).Variables).toMatchObject({ HARRIER_NOTIFY: 'alerts' });
  await single.remove();
});
