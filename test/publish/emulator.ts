/** S3, SNS and SQS on this machine, for tests that talk to the real protocols. */
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { peer } from '../peer.ts';
import { startMoto } from './moto.ts';

export const region = 'eu-west-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

export type Attributes = Readonly<Record<string, string>>;

export interface Queue {
  readonly queueUrl: string;
}

export interface Emulator {
  /** What any AWS SDK client needs to talk to it. */
  readonly settings: { endpoint: string; region: string; credentials: typeof credentials };
  readonly sns: SNSClient;
  createTopic(name: string, attributes?: Attributes): Promise<{ readonly topicArn: string }>;
  createQueue(name: string, attributes?: Attributes): Promise<Queue>;
  createBucket(name: string): Promise<void>;
  /** @param attributes of the subscription, such as `FilterPolicy` */
  subscribe(topicArn: string, queue: Queue, attributes?: Attributes): Promise<void>;
  /** @returns and deletes all messages of a queue */
  drain(queue: Queue): Promise<readonly Message[]>;
  stop(): Promise<void>;
}

interface Server {
  readonly endpoint: string;
  stop(): Promise<void>;
}

async function startServer(): Promise<Server> {
  if (peer === 'moto') return startMoto();
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', defaultRegion: region, logger: false });
  return { endpoint: `http://127.0.0.1:${server.port}`, stop: () => server.stop() };
}

export async function startEmulator(): Promise<Emulator> {
  const server = await startServer();
  const settings = { endpoint: server.endpoint, region, credentials };
  const sqs = new SQSClient(settings);
  const sns = new SNSClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  return {
    settings,
    sns,
    async createTopic(Name, Attributes) {
      const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name, Attributes }));
      return { topicArn: TopicArn };
    },
    async createQueue(QueueName, Attributes) {
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
      return { queueUrl: QueueUrl };
    },
    async createBucket(Bucket) {
      const CreateBucketConfiguration = { LocationConstraint: region } as const;
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    },
    async subscribe(TopicArn, { queueUrl: QueueUrl }, attributes) {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
      );
      const Endpoint = Attributes?.QueueArn;
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: attributes }));
    },
    async drain({ queueUrl: QueueUrl }) {
      const found: Message[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 10,
            MessageAttributeNames: ['All'],
            AttributeNames: ['All'],
          }),
        );
        if (Messages.length === 0) return found;
        found.push(...Messages);
        for (const { ReceiptHandle } of Messages)
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    },
    async stop() {
      for (const client of [sns, sqs, s3]) client.destroy();
      await server.stop();
    },
  };
}
