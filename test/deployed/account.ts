/**
 * An AWS account with Harrier deployed to it: the packaged functions, and what CloudFormation would make of the
 * template's topic, table and queues in emulators. What AWS does in between, the tests do: deliver to Lambda, ask the
 * template's policies whether a function may do what it is about to do, try again, and tell of failures.
 */
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse } from 'aws-lambda';
import type { Alert } from '../../src/alert/alert.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { bundleFewRules } from '../few-rules.ts';
import { eventBridge } from '../functions/events.ts';
import { everySetting, type Packaged, packageWith, type Template } from '../infra/packaged.ts';
import { type Emulator, region, startEmulator } from '../publish/emulator.ts';
import { startDynamodb } from '../state/dynamodb-peer.ts';
import { type Invocation, type Lambda, lambda, type Result } from './lambda.ts';
import { doorkeeper } from './permissions.ts';
import { type FaultyProxy, startProxy } from './proxy.ts';

/** Of the queues that are in the template. */
export type QueueName =
  | 'Retries'
  | 'CloudwatchDeadLetters'
  | 'ObjectQueue'
  | 'ObjectDeadLetters'
  | 'AlertQueue'
  | 'AlertDeadLetters';

/** Of the topics that the functions publish to. */
export type TopicName = (typeof topics)[number];
const topics = [
  'AlertTopic',
  'EmailTopic',
  'ChatTopic',
  'FindingTopic',
  'OperationsTopic',
  'SilenceTopic',
] as const;

export interface Account {
  readonly template: Template;
  readonly cloudwatch: Lambda;
  readonly s3: Lambda;
  readonly notify: Lambda;
  /** Another instance of the same function, at the same time. */
  another(function_?: 'Cloudwatch' | 'Notify'): Promise<Lambda>;
  /** What stands before SNS, SQS and S3, and before DynamoDB. */
  readonly aws: FaultyProxy;
  readonly dynamodb: FaultyProxy;
  /** What the functions have done with their roles' permissions: role, action and resource. */
  readonly used: ReadonlySet<string>;
  /** A program that subscribes to the alert topic: a queue with this filter policy. @returns what takes its alerts */
  subscribe(name: string, filterPolicy?: object): Promise<() => Promise<readonly Alert[]>>;
  /** A subscriber of any topic. @returns what takes its messages */
  read(topic: TopicName, name: string, filterPolicy?: object): Promise<() => Promise<readonly string[]>>;
  /** An e-mail subscription of the template. */
  emailSubscription(): { readonly FilterPolicy: object };
  put(key: string, body: Uint8Array): Promise<void>;
  /** EventBridge tells the queue of an object. */
  tellOf(key: string): Promise<void>;
  /** As CloudWatch Logs invokes: as many tries as the template says, and then a record of the failure to the queue of retries. */
  deliverLogs(payload: JsonObject, invocation?: Invocation): Promise<Result>;
  /** As Lambda polls: every message that is in the queue once. @returns how many there were, and how many failed */
  poll(
    queue: 'Retries' | 'ObjectQueue' | 'AlertQueue',
    invocation?: Invocation,
  ): Promise<{ messages: number; failed: number }>;
  /** As `aws sqs start-message-move-task` does. @returns how many were moved */
  redrive(from: QueueName, to: QueueName): Promise<number>;
  /** @returns bodies of what was in a queue */
  take(queue: QueueName): Promise<readonly string[]>;
  /** @returns bodies of what is in a queue, which stays there */
  peek(queue: QueueName): Promise<readonly string[]>;
  /** Forgets alerts, messages, faults and log lines. @throws if a function was refused what it tried to do */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const bucket = 'new-logs';

/** @param settings beside or instead of those of the tests */
export async function openAccount(settings: Readonly<Record<string, string>> = {}): Promise<Account> {
  const [packaged, emulator, peer] = await Promise.all([
    // None of the stand-ins is a Security Hub (test/publish/security-hub.test.ts).
    packageWith(
      { ...everySetting, securityHub: 'false', ...settings },
      { functions: await bundleFewRules() },
    ),
    startEmulator(),
    startDynamodb(),
  ]);
  const table = await peer.createTable();
  const { admit, refusals, used } = doorkeeper(packaged.template, { [table]: 'StateTable' });
  const [aws, dynamodb] = await Promise.all([
    startProxy(emulator.settings.endpoint, admit),
    startProxy(String(peer.connection.endpoint), admit),
  ]);
  const sqs = new SQSClient(emulator.settings);
  const s3Client = new S3Client(emulator.settings);
  const topicArns: Partial<Record<TopicName, string>> = {};
  for (const topic of topics) topicArns[topic] = (await emulator.createTopic(topic)).topicArn;
  await emulator.createBucket(bucket);
  await makeQueues(packaged, emulator);
  await subscribeQueues(packaged.template, topicArns, emulator);
  const url = (queue: string) => `${emulator.settings.endpoint}/000000000000/${queue}`;

  const values = {
    ...topicArns,
    StateTable: table,
    ObjectQueue: `${aws.endpoint}/000000000000/ObjectQueue`,
    'AWS::AccountId': '111122223333',
  };
  const shared = {
    AWS_REGION: region,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: 'test',
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
  };
  const open = (id: string) =>
    lambda(packaged, id, values, { ...shared, AWS_ACCESS_KEY_ID: roleOf(packaged.template, id) });
  const cloudwatch = await open('CloudwatchLambdaFunction');
  const others: Lambda[] = [];
  const s3 = await open('S3LambdaFunction');
  const notify = await open('NotifyLambdaFunction');
  const subscribers: (() => Promise<unknown>)[] = [];

  async function receive(queue: string, hidden = 0) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url(queue), MaxNumberOfMessages: 10, VisibilityTimeout: hidden }),
    );
    return Messages;
  }
  const remove = (queue: string, ReceiptHandle: string | undefined) =>
    sqs.send(new DeleteMessageCommand({ QueueUrl: url(queue), ReceiptHandle }));
  const show = (queue: string, ReceiptHandle: string | undefined) =>
    sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: url(queue), ReceiptHandle, VisibilityTimeout: 0 }),
    );
  const send = (queue: string, MessageBody: string) =>
    sqs.send(new SendMessageCommand({ QueueUrl: url(queue), MessageBody }));

  const account: Account = {
    template: packaged.template,
    cloudwatch,
    s3,
    notify,
    async another(name = 'Cloudwatch') {
      const other = await open(`${name}LambdaFunction`);
      others.push(other);
      return other;
    },
    aws,
    dynamodb,
    used,
    async subscribe(name, filterPolicy) {
      const take = await account.read('AlertTopic', name, filterPolicy);
      return async () => (await take()).map((body) => JSON.parse(body) as Alert);
    },
    async read(topic, name, filterPolicy = {}) {
      const queue = await emulator.createQueue(name.replace(/[^\w-]/g, '-'));
      const { tags, ...others } = filterPolicy as { tags?: readonly string[] };
      const FilterPolicy = Object.keys(others).length > 0 && JSON.stringify(others);
      await emulator.subscribe(topicArns[topic] ?? '', queue, {
        RawMessageDelivery: 'true',
        ...(FilterPolicy && { FilterPolicy }),
      });
      const take = async () =>
        (await emulator.drain(queue))
          .filter((message) => tags === undefined || hasTag(message, tags))
          .map(({ Body = '' }) => Body);
      subscribers.push(take);
      return take;
    },
    emailSubscription() {
      const found = Object.values(packaged.template.Resources).find(
        ({ Type, Properties }) =>
          Type === 'AWS::SNS::Subscription' && JSON.stringify(Properties.TopicArn).includes('EmailTopic'),
      );
      if (found === undefined) throw new Error('the template has no e-mail subscription');
      return { FilterPolicy: found.Properties.FilterPolicy ?? {} };
    },
    async put(key, body) {
      await s3Client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
    async tellOf(key) {
      const event = JSON.stringify(eventBridge(key)).replaceAll('audit-logs', bucket);
      await send('ObjectQueue', event);
    },
    async deliverLogs(payload, invocation) {
      let result: Result | undefined;
      for (let tries = 0; tries <= retriesOf(packaged.template); tries++) {
        result = await cloudwatch.invoke(payload, invocation);
        if (!('error' in result)) return result;
      }
      const { error } = result as { error: { errorMessage: string } };
      await send(
        'Retries',
        JSON.stringify({
          version: '1.0',
          requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
          requestPayload: payload,
          responsePayload: error,
        }),
      );
      return result as Result;
    },
    async poll(queue, invocation) {
      const target = { Retries: cloudwatch, ObjectQueue: s3, AlertQueue: notify }[queue];
      const counts = { messages: 0, failed: 0 };
      const failedHandles: (string | undefined)[] = [];
      for (const { MessageId, ReceiptHandle, Body } of await receive(queue, 600)) {
        const record = {
          messageId: MessageId,
          receiptHandle: ReceiptHandle,
          body: Body,
          eventSource: 'aws:sqs',
        };
        const result = await target.invoke({ Records: [record] }, invocation);
        counts.messages++;
        const failures =
          'error' in result ? undefined : (result.answer as SQSBatchResponse).batchItemFailures;
        if (failures?.length === 0) await remove(queue, ReceiptHandle);
        else {
          counts.failed++;
          failedHandles.push(ReceiptHandle);
        }
      }
      // The visibility time-out is over.
      for (const handle of failedHandles) await show(queue, handle);
      return counts;
    },
    async redrive(from, to) {
      let moved = 0;
      for (;;) {
        const messages = await receive(from, 30);
        if (messages.length === 0) return moved;
        for (const { Body = '', ReceiptHandle } of messages) {
          await send(to, Body);
          await remove(from, ReceiptHandle);
          moved++;
        }
      }
    },
    take: async (queue) => (await emulator.drain({ queueUrl: url(queue) })).map(({ Body = '' }) => Body),
    peek: async (queue) => (await receive(queue)).map(({ Body = '' }) => Body),
    async reset() {
      aws.fault = dynamodb.fault = () => undefined;
      for (const queue of queues) await emulator.drain({ queueUrl: url(queue) });
      for (const take of subscribers) await take();
      cloudwatch.lines();
      s3.lines();
      notify.lines();
      const refused = refusals.splice(0);
      if (refused.length > 0) throw new Error(`the functions were refused:\n${refused.join('\n')}`);
    },
    async close() {
      await Promise.all([cloudwatch, s3, notify, ...others].map((each) => each.stop()));
      await Promise.all([aws.close(), dynamodb.close()]);
      sqs.destroy();
      s3Client.destroy();
      await Promise.all([emulator.stop(), peer.close(), packaged.remove()]);
    },
  };
  return account;
}

/**
 * The emulator does not look into a `String.Array`, of which SNS lets each element match:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
function hasTag({ MessageAttributes }: Message, wanted: readonly string[]): boolean {
  const { DataType, StringValue = '[]' } = MessageAttributes?.tags ?? {};
  return DataType === 'String.Array' && JSON.parse(StringValue).some((tag: string) => wanted.includes(tag));
}

/** The logical id of a function's role. */
function roleOf({ Resources }: Template, lambda: string): string {
  const { Role } = (Resources[lambda]?.Properties ?? {}) as { Role?: { 'Fn::GetAtt': readonly [string] } };
  return Role?.['Fn::GetAtt'][0] ?? `no role of ${lambda}`;
}

/** How often Lambda tries a delivery again. */
function retriesOf({ Resources }: Template): number {
  const config = Object.values(Resources).find(({ Type }) => Type === 'AWS::Lambda::EventInvokeConfig');
  return Number(config?.Properties.MaximumRetryAttempts);
}

const queues: readonly QueueName[] = [
  'CloudwatchDeadLetters',
  'ObjectDeadLetters',
  'AlertDeadLetters',
  'Retries',
  'ObjectQueue',
  'AlertQueue',
];

/** With the template's dead-letter queues and receive counts. */
async function makeQueues({ template }: Packaged, emulator: Emulator): Promise<void> {
  for (const name of queues) {
    const { RedrivePolicy } = (template.Resources[name]?.Properties ?? {}) as {
      RedrivePolicy?: { maxReceiveCount: number; deadLetterTargetArn: { 'Fn::GetAtt': readonly [string] } };
    };
    const redrive = RedrivePolicy && {
      maxReceiveCount: RedrivePolicy.maxReceiveCount,
      deadLetterTargetArn: `arn:aws:sqs:${region}:000000000000:${RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]}`,
    };
    await emulator.createQueue(name, redrive && { RedrivePolicy: JSON.stringify(redrive) });
  }
}

/** As the template subscribes queues to topics. */
async function subscribeQueues(
  { Resources }: Template,
  topicArns: Partial<Record<TopicName, string>>,
  emulator: Emulator,
): Promise<void> {
  for (const { Type, Properties } of Object.values(Resources)) {
    const { Protocol, TopicArn, Endpoint, RawMessageDelivery } = Properties as unknown as {
      Protocol?: string;
      TopicArn?: { Ref: TopicName };
      Endpoint?: { 'Fn::GetAtt': readonly [string] };
      RawMessageDelivery?: boolean;
    };
    if (Type !== 'AWS::SNS::Subscription' || Protocol !== 'sqs') continue;
    const queueUrl = `${emulator.settings.endpoint}/000000000000/${Endpoint?.['Fn::GetAtt'][0]}`;
    await emulator.subscribe(
      topicArns[TopicArn?.Ref ?? 'AlertTopic'] ?? '',
      { queueUrl },
      {
        RawMessageDelivery: String(RawMessageDelivery),
      },
    );
  }
}
