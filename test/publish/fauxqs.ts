/** S3, SNS and SQS on this machine, for tests that talk to the real protocols. */
import { SNSClient } from '@aws-sdk/client-sns';
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';

export const region = 'eu-west-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

export interface Emulator {
  readonly server: FauxqsServer;
  /** What any AWS SDK client needs to talk to it. */
  readonly settings: { endpoint: string; region: string; credentials: typeof credentials };
  readonly sns: SNSClient;
  /** @returns and deletes all messages of a queue */
  drain(queue: { queueUrl: string }): Promise<readonly Message[]>;
  stop(): Promise<void>;
}

export async function startEmulator(): Promise<Emulator> {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', defaultRegion: region, logger: false });
  const settings = { endpoint: `http://127.0.0.1:${server.port}`, region, credentials };
  const sqs = new SQSClient(settings);
  const sns = new SNSClient(settings);
  return {
    server,
    settings,
    sns,
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
      sns.destroy();
      sqs.destroy();
      await server.stop();
    },
  };
}
