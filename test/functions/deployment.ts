/** The functions as Lambda runs them: read from their environment once, then called; beside S3, SNS and SQS. */
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { vi } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { type Emulator, region, startEmulator, textForQueue } from '../publish/fauxqs.ts';

export const account = '111122223333';
export const bucket = 'audit-logs';

export interface Deployment {
  /** @returns the function's handler, loaded anew with these variables beside the usual ones */
  load(
    name: 'cloudwatch' | 's3',
    environment?: Record<string, string>,
  ): Promise<(event: unknown) => Promise<unknown>>;
  put(key: string, body: string | Uint8Array): Promise<void>;
  /** @returns the alerts that arrived since the last call in the queue that takes high and critical ones */
  severe(): Promise<readonly Alert[]>;
  /** @returns the alerts that arrived since the last call in the queue that takes all */
  all(): Promise<readonly Alert[]>;
  stop(): Promise<void>;
}

export async function deploy(): Promise<Deployment> {
  const aws = await startEmulator();
  const { topicArn } = aws.server.createTopic('alerts');
  const severe = subscribe(aws, 'severe', {
    FilterPolicy: JSON.stringify({ severity: ['high', 'critical'] }),
  });
  const all = subscribe(aws, 'all', {});
  aws.server.createBucket(bucket);
  const s3 = new S3Client(aws.settings);
  const arrived = async (queue: { queueUrl: string }): Promise<Alert[]> =>
    (await aws.drain(queue)).map(({ Body = '' }) => JSON.parse(textForQueue(Body)));
  return {
    async load(name, environment = {}) {
      const variables = {
        AWS_REGION: region,
        AWS_ENDPOINT_URL: aws.settings.endpoint,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        HARRIER_ALERT_TOPIC_ARN: topicArn,
        HARRIER_ACCOUNT: account,
        ...environment,
      };
      vi.unstubAllEnvs();
      for (const [variable, value] of Object.entries(variables)) vi.stubEnv(variable, value);
      vi.resetModules();
      const { handler } =
        name === 's3' ? await import('../../functions/s3.ts') : await import('../../functions/cloudwatch.ts');
      return handler as (event: unknown) => Promise<unknown>;
    },
    async put(key, body) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
    severe: () => arrived(severe),
    all: () => arrived(all),
    async stop() {
      vi.unstubAllEnvs();
      s3.destroy();
      await aws.stop();
    },
  };
}

function subscribe(
  { server }: Emulator,
  name: string,
  attributes: Record<string, string>,
): { queueUrl: string } {
  const queue = server.createQueue(name);
  server.subscribe({
    topic: 'alerts',
    queue: name,
    attributes: { RawMessageDelivery: 'true', ...attributes },
  });
  return queue;
}

export type LogLine = { level: string; message: string; [field: string]: unknown };

/** @returns what the functions log from now on, as it is logged */
export function watchLog(): LogLine[] {
  const lines: LogLine[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(JSON.parse(String(text)));
    return true;
  });
  return lines;
}
