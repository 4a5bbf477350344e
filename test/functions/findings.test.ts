/** The notifier publishes alerts as findings, too: beside SNS, SQS and DynamoDB. */
import type { Context } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { renderJson } from '../../src/alert/render-json.ts';
import { renderOcsf } from '../../src/alert/render-ocsf.ts';
import { alertOf, exec, rule } from '../alert/sample.ts';
import { type Emulator, type Queue, region, startEmulator } from '../publish/emulator.ts';
import { startDynamodb } from '../state/dynamodb-peer.ts';

let aws: Emulator;
let dynamodb: Awaited<ReturnType<typeof startDynamodb>>;
beforeAll(async () => {
  aws = await startEmulator();
  dynamodb = await startDynamodb();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
afterAll(async () => {
  await aws.stop();
  await dynamodb.close();
});

async function topic(name: string): Promise<{ topicArn: string; queue: Queue }> {
  const { topicArn } = await aws.createTopic(name);
  const queue = await aws.createQueue(name);
  await aws.subscribe(topicArn, queue, { RawMessageDelivery: 'true' });
  return { topicArn, queue };
}

let deployments = 0;

/** @returns the notifier of a deployment of its own */
async function deploy(environment: Readonly<Record<string, string>>) {
  const number = ++deployments;
  const email = await topic(`email-${number}`);
  const findings = await topic(`findings-${number}`);
  const variables = {
    AWS_REGION: region,
    AWS_ENDPOINT_URL: aws.settings.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: String(dynamodb.connection.endpoint),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    HARRIER_EMAIL_TOPIC_ARN: email.topicArn,
    HARRIER_CHAT_TOPIC_ARN: (await topic(`chat-${number}`)).topicArn,
    HARRIER_OPERATIONS_TOPIC_ARN: (await topic(`operations-${number}`)).topicArn,
    HARRIER_OCSF_TOPIC_ARN: findings.topicArn,
    HARRIER_STATE_TABLE: await dynamodb.createTable(),
    HARRIER_ACCOUNT: '111122223333',
    POWERTOOLS_METRICS_NAMESPACE: 'Harrier',
    POWERTOOLS_SERVICE_NAME: 'harrier-test',
    ...environment,
  };
  for (const [variable, value] of Object.entries(variables)) vi.stubEnv(variable, value);
  vi.resetModules();
  const { handler } = await import('../../functions/notify.ts');
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockReturnValue(true);
  const bodies = async ({ queue }: { queue: Queue }) => (await aws.drain(queue)).map(({ Body = '' }) => Body);
  return {
    async take(...messages: readonly string[]) {
      const Records = messages.map((body, i) => ({ eventSource: 'aws:sqs', messageId: `${i}`, body }));
      return handler({ Records }, { awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef' } as Context);
    },
    mails: () => bodies(email),
    findings: () => bodies(findings),
  };
}

const alerts = [
  alertOf(exec),
  alertOf({ ...exec, auditID: 'other' }, { rule: { ...rule, buildingBlock: true } }),
];
const messages = alerts.map((alert) => renderJson(alert));

it('each alert is a finding, and people are told of the incident', async () => {
  const harrier = await deploy({});
  expect(await harrier.take(...messages)).toEqual({ batchItemFailures: [] });
  expect((await harrier.findings()).sort()).toEqual(alerts.map(renderOcsf).sort());
  const [mail, ...more] = await harrier.mails();
  expect(more).toEqual([]);
  expect(mail).toMatch(/^alice .*ran `sh -c id` in pod default\/web-0/);
});

it('people are told although the findings go nowhere, and their messages come again', async () => {
  const harrier = await deploy({ HARRIER_OCSF_TOPIC_ARN: 'arn:aws:sns:eu-west-1:000000000000:gone' });
  expect(await harrier.take('{}', ...messages)).toEqual({
    batchItemFailures: ['0', '1', '2'].map((itemIdentifier) => ({ itemIdentifier })),
  });
  expect(await harrier.mails()).toHaveLength(1);
});

it('what cannot be a finding costs itself alone', async () => {
  const harrier = await deploy({});
  const { harrier: _, ...foreign } = alertOf({ ...exec, auditID: 'foreign' });
  const message = JSON.stringify({ ...foreign, harrier: { severity: 'low' } });
  expect(await harrier.take(message, ...messages)).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  expect(await harrier.findings()).toHaveLength(2);
});

it('there are findings beside alerts, where people are told of each by itself', async () => {
  const harrier = await deploy({ HARRIER_NOTIFY: 'alerts' });
  expect(await harrier.take(...messages)).toEqual({ batchItemFailures: [] });
  expect(await harrier.findings()).toHaveLength(2);
  expect(await harrier.mails()).toHaveLength(2);
});

it('without an account there is no Security Hub to import into', async () => {
  await expect(deploy({ HARRIER_SECURITY_HUB: 'true', HARRIER_ACCOUNT: '' })).rejects.toThrow(
    'HARRIER_ACCOUNT is not set; expected an AWS account id of 12 digits',
  );
});
