import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { subscriptionId } from '../../../infra/clusters.ts';
import { preflight, type Report, render } from '../../../infra/preflight/preflight.ts';
import { defaults, readSettings } from '../../../infra/settings.ts';
import { packageWith } from '../packaged.ts';

import { type Account, type Aws, eventBridge, nothing, startAws, toQueue } from './aws.ts';

let aws: Aws;
beforeAll(async () => {
  aws = await startAws();
});
beforeEach(() => {
  Object.assign(aws, { account: nothing, refused: new Set(), broken: new Set() });
  aws.called.length = 0;
});
afterAll(() => aws.stop());

const name = 'harrier-production';
const audited = { streams: ['kube-apiserver-audit-0a1b', 'kube-scheduler-0a1b'], filters: [] };
const group = (cluster: string, of: Partial<Account['logGroups'][string]> = {}): Account['logGroups'] => ({
  [`/aws/eks/${cluster}/cluster`]: { ...audited, ...of },
});

function deployment(settings: Readonly<Record<string, unknown>>) {
  return {
    name,
    settings: readSettings({ ...defaults, ...settings }),
    config: {
      region: 'eu-west-1',
      endpoint: aws.endpoint,
      credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    },
  };
}

const check = (settings: Readonly<Record<string, unknown>>): Promise<Report> =>
  preflight(deployment(settings));

/** An account with everything wrong. */
const wrong: Account = {
  logGroups: {
    ...group('prod-eu'),
    ...group('silent', { streams: ['kube-scheduler-0a1b'] }),
    ...group('full', { filters: ['siem', "somebody's"] }),
    ...group('cheap', { class: 'INFREQUENT_ACCESS' }),
    ...group('robbed', { filters: ['siem'] }),
    ...group('shy', { masked: 'own' }),
    ...group('discreet', { masked: 'inherited' }),
  },
  concurrency: { limit: 150, unreserved: 120 },
  buckets: {
    'far-logs': { region: 'us-east-1', notifications: eventBridge },
    'quiet-logs': { notifications: toQueue('arn:aws:sqs:eu-west-1:000000000000:other') },
    'taken-logs': { refused: true },
  },
  stack: { [subscriptionId('robbed')]: name },
};
const wrongSettings = {
  clusters: 'prod-ue,elsewhere,silent,full,cheap,robbed,shy,discreet',
  cloudwatchConcurrency: '40',
  buckets: 'gone-logs,far-logs/eks,far-logs/other,quiet-logs',
  newBucket: 'taken-logs',
  permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
  deploymentRole: 'arn:aws:iam::111122223333:role/deployment',
};

describe('an account', () => {
  it('with everything as it should be has no findings', async () => {
    aws.account = {
      logGroups: {
        ...group('blue', { filters: ['siem', name] }),
        ...group('green', { filters: ['siem'] }),
        ...group('red'),
      },
      buckets: {
        logs: { notifications: eventBridge },
        direct: { notifications: toQueue(`arn:aws:sqs:eu-west-1:000000000000:${name}-ObjectQueue-1A2B`) },
        ours: { notifications: eventBridge },
      },
      stack: { LogBucket: 'ours' },
    };
    const report = await check({
      clusters: 'blue,green,red',
      buckets: 'logs/eks,direct',
      newBucket: 'ours',
      permissionsBoundary: 'arn:aws:iam::000000000000:policy/boundary',
      deploymentRole: 'arn:aws:iam::000000000000:role/deployment',
    });
    expect(report).toEqual({
      identity: { account: '000000000000', arn: 'arn:aws:iam::000000000000:root' },
      findings: [],
    });
  });

  it('with everything wrong is told so at once', async () => {
    aws.account = wrong;
    const report = await check(wrongSettings);
    await expect(render(report, deployment(wrongSettings))).toMatchFileSnapshot('golden/problems.txt');
  });

  it('that shows nothing may still be deployed to', async () => {
    aws.account = wrong;
    aws.refused = new Set([
      'DescribeLogGroups',
      'DescribeLogStreams',
      'DescribeSubscriptionFilters',
      'HeadBucket',
      'GetAccountSettings',
    ]);
    const settings = {
      clusters: ['silent', ...Array.from({ length: 6 }, (_, i) => `full-${i}`)],
      buckets: 'quiet-logs',
      newBucket: 'taken-logs',
    };
    const report = await check(settings);
    expect(report.findings.map(({ kind }) => kind)).toEqual(Array(6).fill('warning'));
    await expect(render(report, deployment(settings))).toMatchFileSnapshot('golden/warnings.txt');
  });

  it('that does not list its log groups is asked for each', async () => {
    aws.account = wrong;
    aws.refused = new Set(['DescribeLogGroups']);
    const { findings } = await check({ clusters: 'prod-ue,full' });
    expect(findings.map(({ kind, text }) => [kind, text.slice(0, 60)])).toEqual([
      ['problem', 'clusters: there is no log group /aws/eks/prod-ue/cluster in '],
      ['problem', 'clusters: the log group /aws/eks/full/cluster has the subscr'],
      ['warning', 'log groups of prod-ue, full could not be checked: whoever de'],
    ]);
  });

  it('is not asked for each log group while CloudWatch fails', async () => {
    aws.broken = new Set(['DescribeLogGroups']);
    expect((await check({ clusters: 'blue,green' })).findings).toMatchObject([
      {
        kind: 'warning',
        text: expect.stringMatching(/blue, green could not be checked: .* failed: ServiceUnavailable/),
      },
    ]);
    expect(aws.called).not.toContain('DescribeLogStreams');
  });

  it('with a new bucket that is there already says whose it may be', async () => {
    aws.account = {
      ...nothing,
      buckets: { mine: {}, far: { region: 'us-east-1' } },
      stack: { LogBucket: 'other' },
    };
    const of = async (newBucket: string) => (await check({ newBucket })).findings;
    expect(await of('mine')).toMatchObject([{ kind: 'problem', mend: 'buckets: [mine]' }]);
    expect(await of('far')).toMatchObject([
      { kind: 'problem', text: expect.stringContaining('in another region') },
    ]);
    expect(await of('free')).toEqual([]);
    aws.refused = new Set(['DescribeStackResource']);
    expect(await of('mine')).toMatchObject([
      { kind: 'warning', text: expect.stringContaining('cloudformation:DescribeStackResource') },
    ]);
  });

  it.each<[string, NonNullable<Account['concurrency']>, Record<string, string>, RegExp | undefined]>([
    ['keeps room for others', { limit: 1000, unreserved: 120 }, { cloudwatchConcurrency: '20' }, undefined],
    [
      'has no room left',
      { limit: 1000, unreserved: 120 },
      { cloudwatchConcurrency: '21' },
      /^problem .*is 21, which would leave 99 of the account's 1000 .*at least 100/,
    ],
    [
      'has kept the room before',
      { limit: 1000, unreserved: 100, reserved: 20 },
      { cloudwatchConcurrency: '20' },
      undefined,
    ],
    [
      'is new',
      { limit: 10, unreserved: 10 },
      { cloudwatchConcurrency: '10' },
      /^problem .*would leave 0 of the account's 10 /,
    ],
    [
      'is new, and has log groups alone',
      { limit: 10, unreserved: 10 },
      {},
      /^warning .*lets 10 functions run .*retries 5 and the notifier 3: log groups may have to wait/,
    ],
    ['has room', { limit: 100, unreserved: 100 }, {}, undefined],
    [
      'is new, and has objects as well',
      { limit: 10, unreserved: 10 },
      { newBucket: 'free-logs' },
      /^warning .*lets 10 functions run .*objectConcurrency may take 10, retries 5 and the notifier 3: log groups may have to wait.*objectConcurrency: 2/s,
    ],
  ])('whose concurrency %s', async (_, concurrency, settings, expected) => {
    aws.account = { ...nothing, logGroups: group('blue'), concurrency };
    const { findings } = await check({ clusters: 'blue', ...settings });
    const found = findings.map(({ kind, text, mend }) => `${kind} ${text} ${mend}`);
    expect(found).toEqual(expected === undefined ? [] : [expect.stringMatching(expected)]);
  });

  it('has clusters that nobody has named', async () => {
    aws.account = { ...nothing, logGroups: { ...group('blue'), ...group('new') } };
    expect((await check({ clusters: 'blue' })).findings).toMatchObject([
      { kind: 'warning', text: expect.stringMatching(/log groups of new in eu-west-1, .*not watched here/) },
    ]);
  });

  it('with a bucket that shows no notifications may still be deployed to', async () => {
    aws.account = { ...nothing, buckets: { logs: {} } };
    aws.refused = new Set(['GetBucketNotificationConfiguration']);
    expect((await check({ buckets: 'logs' })).findings).toMatchObject([
      { kind: 'warning', text: expect.stringContaining('s3:GetBucketNotification') },
    ]);
  });

  it('is not asked further without credentials, or where they are not taken', async () => {
    const { config, settings } = deployment({ clusters: 'blue' });
    const signedOut = async () => {
      throw new Error('no credentials\nin any provider');
    };
    const report = await preflight({ name, settings, config: { ...config, credentials: signedOut } });
    expect(report.findings).toMatchObject([
      {
        kind: 'problem',
        text: 'there are no credentials for AWS (no credentials in any provider); expected some that may deploy',
      },
    ]);
    expect(aws.called).toEqual([]);
    aws.refused = new Set(['GetCallerIdentity']);
    expect((await check({ clusters: 'blue' })).findings).toMatchObject([
      {
        kind: 'problem',
        text: expect.stringContaining('InvalidClientTokenId: The security token is invalid.'),
      },
    ]);
    expect(aws.called).toEqual(['GetCallerIdentity']);
  });

  it('that cannot be reached is said to be so', async () => {
    const { config, settings } = deployment({ clusters: 'blue' });
    // A port that was in use and is not any more.
    const gone = await startAws();
    await gone.stop();
    const report = await preflight({ name, settings, config: { ...config, endpoint: gone.endpoint } });
    expect(report).toMatchObject({
      findings: [
        {
          kind: 'problem',
          text: expect.stringMatching(/^AWS cannot be reached in eu-west-1 .*ECONNREFUSED/),
        },
      ],
    });
  });
});

describe('osls deploy', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));

  it('deploys nothing to an account with problems, or without credentials', async () => {
    aws.account = wrong;
    const packaged = await packageWith(wrongSettings);
    const deploy = (credentials: Readonly<Record<string, string>>) =>
      promisify(execFile)(
        process.execPath,
        [
          join(root, 'node_modules/osls/bin/serverless.js'),
          'deploy',
          '--package',
          '.serverless',
          ...Object.entries(wrongSettings).flatMap(([key, value]) => ['--param', `${key}=${value}`]),
        ],
        {
          cwd: dirname(packaged.folder),
          env: {
            PATH: process.env.PATH,
            HOME: packaged.folder,
            NO_COLOR: '1',
            AWS_ENDPOINT_URL: aws.endpoint,
            AWS_EC2_METADATA_DISABLED: 'true',
            ...credentials,
          },
        },
      ).then(
        () => expect.fail('it was deployed'),
        ({ code, stdout, stderr }) => ({ code, output: String(stdout) + String(stderr) }),
      );
    const known = await deploy({ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    expect(known.code).toBe(1);
    const report = render(await check(wrongSettings), deployment(wrongSettings));
    expect(known.output).toContain(report);
    expect(known.output).not.toContain('    at ');
    expect(aws.called.filter((operation) => !/^(?:Describe|Get|Head)/.test(operation))).toEqual([]);
    const nobody = await deploy({});
    expect(nobody).toMatchObject({
      code: 1,
      output: expect.stringContaining('there are no credentials for AWS'),
    });
    await packaged.remove();
  });
});
