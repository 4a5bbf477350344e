/** What AWS takes of a template: that the largest deployments fit, and that what does not is refused in words. */
import { describe, expect, it } from 'vitest';
import { beyondLimits } from '../../infra/limits/limits.ts';
import { longest, regionOf } from '../../infra/limits/longest.ts';
import { sizesOf } from '../../infra/limits/sizes.ts';
import { readSettings } from '../../infra/settings.ts';
import { stack } from './everything.ts';
import { packageWith } from './packaged.ts';

const list = (count: number, entry: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => entry(i)).join(',');
const clusters = (count: number) => list(count, (i) => `c${i}-`.padEnd(100, 'x'));
const buckets = (count: number) => list(count, (i) => `b${i}-`.padEnd(63, 'x'));
const accounts = (count: number) => list(count, (i) => String(200_000_000_000 + i));
const emails = (count: number) => list(count, (i) => `somebody-${i}@example.com`);
const stage = 's'.repeat(40);

describe('the largest deployments', () => {
  const rest = {
    newBucket: 'n'.repeat(63),
    organization: `o-${'a'.repeat(32)}`,
    permissionsBoundary: `arn:aws-us-gov:iam::111122223333:policy/${'p'.repeat(128)}`,
    objectKeys: `${'k'.repeat(500)}/{account}/{cluster}/`,
    bucketKeys: list(
      10,
      (i) => `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/${String(i).padStart(36, '0')}`,
    ),
  };
  it.each([
    ['of clusters', { clusters: clusters(200), accounts: accounts(30), emails: emails(3), ...rest }],
    ['of clusters in objects', { objectClusters: clusters(200), emails: emails(20), ...rest }],
    ['of buckets', { buckets: buckets(80), accounts: accounts(30), emails: emails(100), ...rest }],
  ])('%s fit, wherever they go', async (_, settings) => {
    const { template, remove } = await packageWith(settings, { stage });
    await remove();
    expect(Object.keys(template.Resources).length).toBeGreaterThan(250);
    const deployment = { settings: readSettings(settings), stackName: `harrier-${stage}` };
    for (const region of ['us-gov-west-1', 'ap-southeast-7', 'cn-northwest-1', 'eu-isoe-west-1'])
      expect(beyondLimits(template, { ...deployment, region }), region).toEqual([]);
  });
});

describe('what is too large', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    [
      'accounts',
      { newBucket: 'logs', accounts: accounts(46) },
      /DestinationRole: its trust policy would have 2,0\d\d characters; AWS takes 2,048\. Take 1 of the 46 accounts out; or name their organization/,
    ],
    [
      'accounts beside an organization',
      { newBucket: 'logs', accounts: accounts(46), organization: 'o-a1b2c3d4e5' },
      /Take 6 of the 46 accounts out; those of o-a1b2c3d4e5 need not be named/,
    ],
    ['many accounts', { newBucket: 'logs', accounts: accounts(60) }, /Take 15 of the 60 accounts out/],
    [
      'clusters and addresses',
      { clusters: clusters(200), emails: emails(60) },
      /the stack would have 5\d\d resources; CloudFormation takes 500\. They are 400 for 200 clusters \(.*\), 60 for 60 emails \(.*\), 60 for 60 emails once more, as operators, \d\d that are always there\. At least \d+ have to go: deploy some of the clusters/,
    ],
    ['addresses', { emails: emails(201) }, /emails are 201; SNS takes 200 .*Name a mailing list/],
    [
      'buckets',
      { buckets: buckets(400) },
      /ObjectRole: \d\d policies would be attached to it, to read 400 buckets; AWS takes 10\..*buckets are 400, a rule each; an event bus has 300/s,
    ],
    [
      'keys',
      {
        buckets: 'logs',
        bucketKeys: list(120, (i) => `arn:aws:kms:eu-west-1:111122223333:key/${String(i).padStart(36, '0')}`),
      },
      /ObjectRole: its policies together would have 1\d,\d{3} characters; .*names 1 buckets and 120 bucketKeys/,
    ],
    [
      'a prefix',
      { buckets: `logs/${'x'.repeat(2_000)}` },
      /Writtenlogs\w+: its event pattern would have 2,\d{3} characters; .*Shorten the prefix in buckets/,
    ],
    [
      'how keys begin',
      { newBucket: 'logs', objectKeys: `${'x'.repeat(4_000)}/{cluster}/` },
      /S3LambdaFunction: its environment would have 4,\d{3} characters; .*Shorten objectKeys/,
    ],
  ])('%s: is refused in words when it is packaged', async (_, settings, message) => {
    const error: Error = await packageWith(settings).then(
      () => expect.fail('it was packaged'),
      (error: unknown) => error as Error,
    );
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/\n +at /);
  });

  it('but 45 accounts are not, in a region with a short name', async () => {
    const { remove } = await packageWith({ newBucket: 'logs', accounts: accounts(45) });
    await remove();
  });
});

describe('sizes', () => {
  const { template } = stack;
  const resolve = longest(template, 'harrier-production', regionOf('eu-west-1'));

  it.each(
    Object.keys(template.Resources).filter((id) =>
      /"Statement"/.test(JSON.stringify(template.Resources[id])),
    ),
  )('are measured of the policies in %s', (id) => {
    const alone = { Resources: { [id]: template.Resources[id] ?? expect.fail() } };
    expect(sizesOf(alone, resolve)).not.toEqual([]);
  });

  it('are those of the text that AWS gets', () => {
    const trust = sizesOf(template, resolve).find(
      ({ id, what }) => id === 'ArrivalRole' && what === 'trust policy',
    );
    const text =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:firehose:eu-west-1:111122223333:deliverystream/harrier-production"}}}]}';
    expect(trust?.size).toBe(text.length);
  });

  it('of a role’s policies are added up, wherever they stand', () => {
    const inline = sizesOf(template, resolve).find(({ id, most }) => id === 'ObjectRole' && most === 10_240);
    const { ObjectReading: _, ...others } = template.Resources;
    const without = sizesOf(
      { Resources: others },
      longest({ Resources: others }, 'harrier-production', regionOf('eu-west-1')),
    );
    const alone = without.find(({ id, most }) => id === 'ObjectRole' && most === 10_240);
    expect((inline?.size ?? 0) - (alone?.size ?? 0)).toBeGreaterThan(300);
  });
});

it.each([
  ['eu-west-1', 'aws'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['cn-north-1', 'aws-cn'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eusc-de-east-1', 'aws-eusc'],
])('%s is in the partition %s', (region, partition) => {
  expect(regionOf(region)).toEqual({ region, partition });
});
