/**
 * A log group, its subscription filter, and Firehose behind that, as moto makes them: what they write is what the
 * function for objects reads, and what the look at an account before a deployment sees. Only moto has CloudWatch Logs.
 */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkLogGroups } from '../../infra/preflight/log-groups.ts';
import { defaults, readSettings } from '../../infra/settings.ts';
import { peer } from '../peer.ts';
import { bucket, type Deployment, deploy, type Handler, watchLog } from './deployment.ts';
import { eventBridge, execEvent } from './events.ts';

if (peer !== 'moto') console.warn('skipped: CloudWatch Logs is not there. HARRIER_PEER=moto brings it');

const owner = '000000000000';
const firehose = `arn:aws:firehose:eu-west-1:${owner}:deliverystream/harrier`;
const roleArn = `arn:aws:iam::${owner}:role/send`;

describe.runIf(peer === 'moto')('CloudWatch Logs', () => {
  let harrier: Deployment;
  let handler: Handler;
  let logs: CloudWatchLogsClient;
  let s3: S3Client;
  beforeAll(async () => {
    harrier = await deploy();
    handler = await harrier.load('s3');
    logs = new CloudWatchLogsClient(harrier.settings);
    s3 = new S3Client(harrier.settings);
    await makeStream(harrier.settings.endpoint);
  });
  afterAll(async () => {
    logs?.destroy();
    s3?.destroy();
    await harrier?.stop();
  });

  afterEach(() => vi.restoreAllMocks());

  async function makeGroup(cluster: string, streams: readonly string[], filters: readonly string[]) {
    const logGroupName = `/aws/eks/${cluster}/cluster`;
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    for (const logStreamName of streams)
      await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    for (const filterName of filters)
      await logs.send(
        new PutSubscriptionFilterCommand({
          logGroupName,
          filterName,
          filterPattern: '',
          destinationArn: firehose,
          roleArn,
        }),
      );
    return logGroupName;
  }

  it('delivers by Firehose what becomes an alert of the cluster and account', async () => {
    const logStreamName = 'kube-apiserver-audit-0a1b';
    const logGroupName = await makeGroup('blue', [logStreamName, 'authenticator-0a1b'], ['harrier']);
    const logEvents = [{ timestamp: Date.now(), message: JSON.stringify(execEvent()) }];
    for (const stream of [logStreamName, 'authenticator-0a1b'])
      await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: stream, logEvents }));
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    expect(Contents).toHaveLength(2);
    watchLog();
    for (const { Key = '' } of Contents) await handler(eventBridge(Key));
    expect(await harrier.all()).toMatchObject([
      {
        cloud: { account: { id: owner } },
        orchestrator: { cluster: { name: 'blue' } },
        kubernetes: { audit: { verb: execEvent().verb } },
      },
    ]);
  });

  it('is seen as it is before a deployment', async () => {
    const audited = ['kube-apiserver-audit-0a1b'];
    await makeGroup('quiet', ['kube-scheduler-0a1b'], []);
    await makeGroup('full', audited, ['siem', 'other']);
    await makeGroup('good', audited, ['siem']);
    const settings = readSettings({ ...defaults, clusters: 'blue,quiet,full,good,gone' });
    const findings = await checkLogGroups({
      name: 'harrier',
      settings,
      config: { ...harrier.settings, credentials: async () => harrier.settings.credentials },
    });
    expect(findings.map(({ kind, text }) => [kind, text.slice(0, 70)])).toEqual([
      ['problem', 'clusters: the log group /aws/eks/quiet/cluster has no stream kube-apis'],
      ['problem', 'clusters: the log group /aws/eks/full/cluster has the subscription fil'],
      ['problem', 'clusters: there is no log group /aws/eks/gone/cluster in eu-west-1; ex'],
    ]);
  });
});

/** AWS's client for Firehose is nothing that is needed elsewhere. */
async function makeStream(endpoint: string): Promise<void> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Firehose_20150804.CreateDeliveryStream',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/firehose/aws4_request',
    },
    body: JSON.stringify({
      DeliveryStreamName: 'harrier',
      ExtendedS3DestinationConfiguration: { BucketARN: `arn:aws:s3:::${bucket}`, RoleARN: roleArn },
    }),
  });
  if (!answer.ok) throw new Error(`moto makes no stream: ${await answer.text()}`);
}
