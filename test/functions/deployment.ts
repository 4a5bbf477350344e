/** The functions as Lambda runs them: read from their environment once, then called; beside S3, SNS, SQS and DynamoDB. */
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { vi } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { writeFewRules } from '../few-rules.ts';
import { type Emulator, type Queue, region, startEmulator } from '../publish/emulator.ts';
import { startDynamodb } from '../state/dynamodb-peer.ts';

export const account = '111122223333';
export const bucket = 'audit-logs';

/** @param remaining milliseconds until the time-out, as the function is told */
export type Handler = (event: unknown, remaining?: () => number) => Promise<unknown>;

export interface Deployment {
  /** What a client of S3, SNS or SQS needs to talk to them. */
  readonly settings: Emulator['settings'];
  /** @returns the function's handler, loaded anew with these variables beside the usual ones */
  load(name: 'cloudwatch' | 's3', environment?: Record<string, string>): Promise<Handler>;
  put(key: string, body: string | Uint8Array): Promise<void>;
  /** The URL of the queue that notifications come by. */
  readonly objectQueueUrl: string;
  /** @returns the bodies of the messages that were sent to it since the last call */
  sentOn(): Promise<readonly string[]>;
  /** @returns the alerts that arrived since the last call in the queue that takes high and critical ones */
  severe(): Promise<readonly Alert[]>;
  /** @returns the alerts that arrived since the last call in the queue that takes all */
  all(): Promise<readonly Alert[]>;
  stop(): Promise<void>;
}

export async function deploy(): Promise<Deployment> {
  const rules = writeFewRules();
  const aws = await startEmulator();
  const { topicArn } = await aws.createTopic('alerts');
  const severe = await subscribe(aws, topicArn, 'severe', {
    FilterPolicy: JSON.stringify({ severity: ['high', 'critical'] }),
  });
  const all = await subscribe(aws, topicArn, 'all', {});
  const objects = await aws.createQueue('objects');
  const objectQueueUrl = `${aws.settings.endpoint}/000000000000/objects`;
  await aws.createBucket(bucket);
  const dynamodb = await startDynamodb();
  const table = await dynamodb.createTable();
  const s3 = new S3Client(aws.settings);
  const arrived = async (queue: { queueUrl: string }): Promise<Alert[]> =>
    (await aws.drain(queue)).map(({ Body = '' }) => JSON.parse(Body));
  return {
    settings: aws.settings,
    async load(name, environment = {}) {
      const variables = {
        AWS_REGION: region,
        AWS_ENDPOINT_URL: aws.settings.endpoint,
        AWS_ENDPOINT_URL_DYNAMODB: String(dynamodb.connection.endpoint),
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        HARRIER_ALERT_TOPIC_ARN: topicArn,
        HARRIER_STATE_TABLE: table,
        HARRIER_OBJECT_QUEUE_URL: objectQueueUrl,
        HARRIER_ACCOUNT: account,
        POWERTOOLS_METRICS_NAMESPACE: 'Harrier',
        POWERTOOLS_SERVICE_NAME: 'harrier-test',
        ...environment,
      };
      vi.unstubAllEnvs();
      for (const [variable, value] of Object.entries(variables)) vi.stubEnv(variable, value);
      vi.resetModules();
      vi.doMock('../../build/rules.js', () => import(rules));
      const { handler } =
        name === 's3' ? await import('../../functions/s3.ts') : await import('../../functions/cloudwatch.ts');
      return (event, remaining = () => 300_000) =>
        (handler as (event: unknown, context: object) => Promise<unknown>)(event, {
          awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
          getRemainingTimeInMillis: remaining,
        });
    },
    async put(key, body) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
    objectQueueUrl,
    sentOn: async () => (await aws.drain(objects)).map(({ Body = '' }) => Body),
    severe: () => arrived(severe),
    all: () => arrived(all),
    async stop() {
      vi.unstubAllEnvs();
      s3.destroy();
      await aws.stop();
      await dynamodb.close();
    },
  };
}

async function subscribe(
  aws: Emulator,
  topicArn: string,
  name: string,
  attributes: Record<string, string>,
): Promise<Queue> {
  const queue = await aws.createQueue(name);
  await aws.subscribe(topicArn, queue, { RawMessageDelivery: 'true', ...attributes });
  return queue;
}

export type LogLine = { level: string; message: string; [field: string]: unknown };

/** A line in CloudWatch's embedded metric format. */
export type MetricLine = {
  _aws: {
    CloudWatchMetrics: readonly {
      Namespace: string;
      Dimensions: readonly string[][];
      Metrics: readonly { Name: string; Unit: string }[];
    }[];
  };
  [name: string]: unknown;
};

export interface Watched {
  readonly lines: LogLine[];
  readonly metrics: MetricLine[];
}

/** @returns what the functions log and measure from now on, as it is written */
export function watch(): Watched {
  const watched: Watched = { lines: [], metrics: [] };
  onLine((line) => {
    if ('_aws' in line) watched.metrics.push(line as MetricLine);
    else watched.lines.push(line as LogLine);
  });
  return watched;
}

/** @returns what the functions log from now on, but for the line that each alert has */
export function watchLog(): LogLine[] {
  const lines: LogLine[] = [];
  onLine((line) => {
    if (!('_aws' in line) && line.message !== 'an alert was published') lines.push(line as LogLine);
  });
  return lines;
}

/** Errors are on standard error; Lambda sends both to the log. */
function onLine(take: (line: Record<string, unknown>) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      take(JSON.parse(String(text)));
      return true;
    });
  }
}
