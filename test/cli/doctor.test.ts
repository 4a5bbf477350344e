/** `harrier doctor` against a stand-in for AWS; queues and what is published are those of the emulator. */
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { subscriptionId } from '../../infra/clusters.ts';
import type { Alert } from '../../src/alert/alert.ts';
import type { Queue } from '../publish/emulator.ts';
import { type Account, type Aws, empty, startAws } from './doctor/account.ts';
import { harrier } from './harrier.ts';
import { workspace } from './workspace.ts';

const cwd = workspace({
  'harrier.yml': 'region: eu-west-1\n',
  'broken/harrier.yml': 'region: mars-north-9\n',
});
const name = 'harrier-production';
const account = '000000000000';

let aws: Aws;
let topics: Readonly<Record<'AlertTopic' | 'EmailTopic' | 'ChatTopic' | 'OperationsTopic', string>>;
/** Reads the topic for programs. */
let alerts: Queue;
let queues: readonly (readonly [string, string, string])[];
beforeAll(async () => {
  aws = await startAws();
  const { emulator } = aws;
  const topic = async (topicName: string) => (await emulator.createTopic(topicName)).topicArn;
  topics = {
    AlertTopic: await topic('AlertTopic'),
    EmailTopic: await topic('EmailTopic'),
    ChatTopic: await topic('ChatTopic'),
    OperationsTopic: await topic('OperationsTopic'),
  };
  alerts = await emulator.createQueue('programs');
  await emulator.subscribe(topics.AlertTopic, alerts, { RawMessageDelivery: 'true' });
  const ids = ['Retries', 'CloudwatchDeadLetters', 'ObjectQueue', 'ObjectDeadLetters'];
  for (const id of ids) await emulator.createQueue(id);
  queues = ids.map((id) => [id, 'AWS::SQS::Queue', `${aws.endpoint}/${account}/${id}`] as const);
});
beforeEach(() => Object.assign(aws, { account: empty, refused: new Set() }));
afterAll(() => aws.stop());

const minutesAgo = (minutes: number) => Date.now() - minutes * 60_000;
const alarm = (id: string, alarmName: string) => [id, 'AWS::CloudWatch::Alarm', alarmName] as const;
const filter = (more: object = {}) => ({
  filterName: name,
  filterPattern: '',
  destinationArn: `arn:aws:lambda:eu-west-1:${account}:function:${name}-cloudwatch`,
  ...more,
});
const quiet = (AlarmName: string, more: object = {}) => ({
  AlarmName,
  StateValue: 'OK',
  ActionsEnabled: true,
  ...more,
});
const subscribed = (topic: string, protocol: string, endpoint: string) =>
  [`${topic}:0a1b`, protocol, endpoint] as const;

/** As it should be. */
function healthy(): Account {
  return {
    status: 'UPDATE_COMPLETE',
    resources: [
      ...Object.entries(topics).map(([id, arn]) => [id, 'AWS::SNS::Topic', arn] as const),
      ['AlertEmail1', 'AWS::SNS::Subscription', `${topics.EmailTopic}:0a1b`],
      ...queues,
      [subscriptionId('blue'), 'AWS::Logs::SubscriptionFilter', name],
      alarm('SilenceBlue', `${name}-silence-blue`),
      alarm('SilenceRed', `${name}-silence-222233334444/red`),
      alarm('LagAlarm', `${name}-lag`),
    ],
    subscriptions: {
      [topics.AlertTopic]: [
        subscribed(topics.AlertTopic, 'sqs', `arn:aws:sqs:eu-west-1:${account}:programs`),
      ],
      [topics.EmailTopic]: [subscribed(topics.EmailTopic, 'email', 'security@example.com')],
      [topics.ChatTopic]: [subscribed(topics.ChatTopic, 'https', 'https://chat.example.com/hooks/s3cret')],
      [topics.OperationsTopic]: [subscribed(topics.OperationsTopic, 'email', 'ops@example.com')],
    },
    filters: { '/aws/eks/blue/cluster': [filter()] },
    written: {},
    processed: { [`${account}/blue`]: minutesAgo(9), '222233334444/red': minutesAgo(25) },
    alarms: [
      quiet(`${name}-silence-blue`),
      quiet(`${name}-silence-222233334444/red`),
      quiet(`${name}-lag`),
      quiet(`${name}-eu-lag`, { StateValue: 'ALARM', AlarmDescription: 'Of another stage.' }),
    ],
  };
}

/** With everything wrong. */
function sick(): Account {
  const { resources } = healthy();
  const clusters = ['robbed', 'elsewhere', 'deaf', 'mute', 'gone'];
  return {
    status: 'UPDATE_ROLLBACK_COMPLETE',
    resources: [
      ...resources,
      ...clusters.flatMap((cluster) => [
        [subscriptionId(cluster), 'AWS::Logs::SubscriptionFilter', name] as const,
        alarm(`Silence${cluster}`, `${name}-silence-${cluster}`),
      ]),
    ],
    subscriptions: {
      [topics.EmailTopic]: [['PendingConfirmation', 'email', 'security@example.com']],
      [topics.OperationsTopic]: [['Deleted', 'email', 'ops@example.com']],
    },
    filters: {
      '/aws/eks/blue/cluster': [filter()],
      '/aws/eks/robbed/cluster': [filter({ filterName: 'siem' })],
      '/aws/eks/elsewhere/cluster': [
        filter({ destinationArn: `arn:aws:lambda:eu-west-1:${account}:function:x` }),
      ],
      '/aws/eks/deaf/cluster': [filter({ filterPattern: '{ $.verb = "get" }' })],
      '/aws/eks/mute/cluster': [filter()],
    },
    written: { robbed: minutesAgo(3), mute: minutesAgo(60 * 72) },
    processed: { [`${account}/blue`]: minutesAgo(9), [`${account}/elsewhere`]: minutesAgo(605) },
    alarms: [
      ...['blue', '222233334444/red', 'elsewhere', 'deaf', 'mute', 'gone'].map((cluster) =>
        quiet(`${name}-silence-${cluster}`),
      ),
      quiet(`${name}-silence-robbed`, {
        StateValue: 'ALARM',
        AlarmDescription: 'No audit event of cluster robbed for 15 minutes. docs/runbook.md#silence',
        StateUpdatedTimestamp: minutesAgo(30) / 1000,
        ActionsEnabled: false,
      }),
    ],
  };
}

async function examined(...args: readonly string[]) {
  const { code, stdout, stderr } = await harrier(['doctor', ...args], {
    cwd,
    env: {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_REGION: 'us-east-1',
    },
  });
  const stable = stdout.replaceAll(/\b[0-9a-f]{32}\b/g, '<id>');
  return {
    code,
    stderr,
    shown: `$ harrier ${['doctor', ...args].join(' ')}\n${stable}[exit code ${code}]\n`,
  };
}

describe('harrier doctor', () => {
  it('says that all is well', async () => {
    aws.account = healthy();
    const { code, stderr, shown } = await examined();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(shown).not.toContain('s3cret');
    await expect(shown).toMatchFileSnapshot('golden/doctor-well.txt');
  });

  it('says all that is wrong, and how to mend it', async () => {
    aws.account = sick();
    const sqs = new SQSClient(aws.emulator.settings);
    const [, dead] = queues;
    await sqs.send(new SendMessageCommand({ QueueUrl: dead?.[2], MessageBody: 'a failed delivery' }));
    const { code, shown } = await examined();
    await aws.emulator.drain({ queueUrl: dead?.[2] ?? '' });
    sqs.destroy();
    expect(code).toBe(1);
    await expect(shown).toMatchFileSnapshot('golden/doctor-wrong.txt');
  });

  it('says of each permission that is refused what could not be looked at, and goes on', async () => {
    aws.account = healthy();
    const all = [
      ...['DescribeStacks', 'ListSubscriptionsByTopic', 'DescribeSubscriptionFilters', 'GetMetricData'],
      ...['DescribeAlarms', 'GetQueueAttributes', 'PublishBatch'],
    ];
    aws.refused = new Set(all);
    const { code, shown } = await examined('--send-test-alert');
    expect(code).toBe(1);
    expect(all.filter((operation) => !aws.called.has(operation))).toEqual([]);
    await expect(shown).toMatchFileSnapshot('golden/doctor-refused.txt');
    aws.refused = new Set(['ListStackResources']);
    expect((await examined()).shown).toContain('cloudformation:ListStackResources is not allowed');
  });

  it('sends a test alert that says that it is one', async () => {
    aws.account = healthy();
    const { code, shown } = await examined('--send-test-alert');
    expect(code).toBe(0);
    expect(shown).toContain('the test alert <id> was sent');
    const [alert, ...others] = (await aws.emulator.drain(alerts)).map(
      ({ Body = '' }): Alert => JSON.parse(Body),
    );
    expect(others).toEqual([]);
    expect(alert?.rule.name).toBe('Test Alert');
    expect(alert?.harrier.reason).toMatch(/^THIS IS A TEST\. arn:aws:/);
    expect(alert?.harrier.severity).toBe('critical');
  });

  it('leaves it to the notifier to tell people, and takes nobody for told because it listens', async () => {
    const { resources, subscriptions, ...others } = healthy();
    const mails = await aws.emulator.createQueue('mails');
    await aws.emulator.subscribe(topics.EmailTopic, mails);
    const ownQueue = `arn:aws:sqs:eu-west-1:${account}:ObjectQueue`;
    aws.account = {
      ...others,
      resources: [...resources, ['NotifyLambdaFunction', 'AWS::Lambda::Function', `${name}-notify`]],
      subscriptions: {
        [topics.AlertTopic]: [subscribed(topics.AlertTopic, 'sqs', ownQueue)],
        [topics.OperationsTopic]: subscriptions[topics.OperationsTopic] ?? [],
      },
    };
    const { code, shown } = await examined('--send-test-alert');
    expect(code).toBe(1);
    expect(shown).toContain('✗ nobody is told of alerts');
    expect(await aws.emulator.drain(alerts)).toHaveLength(1);
    expect(await aws.emulator.drain(mails)).toEqual([]);
  });

  it('says where it looked if there is nothing, and where the settings cannot be read', async () => {
    const missing = await examined('--stage', 'tset', '--region', 'us-west-2');
    expect(missing).toMatchObject({
      code: 1,
      shown: expect.stringContaining('there is no stack harrier-tset'),
    });
    expect(missing.shown).toContain('us-west-2');
    const signedOut = await harrier(['doctor'], {
      cwd,
      env: { HOME: cwd, AWS_EC2_METADATA_DISABLED: 'true' },
    });
    expect(signedOut).toMatchObject({ code: 1, stdout: expect.stringContaining('no credentials for AWS') });
    const broken = await harrier(['doctor'], { cwd: `${cwd}/broken` });
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining('mars-north-9') });
  });
});
