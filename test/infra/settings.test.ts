import { describe, expect, it } from 'vitest';
import { defaults, readSettings } from '../../infra/settings.ts';
import { stackFrom, stackOf } from '../../infra/stack.ts';
import { readConfig } from '../../src/config.ts';

const stackWith = (stage: string, given: Readonly<Record<string, unknown>> = {}) =>
  stackFrom({
    options: {},
    resolveVariable: async (name) =>
      name === 'sls:stage' ? stage : given[name.replace(/^param:|, null$/g, '')],
  });

describe('settings', () => {
  it('are lists in a file and texts on the command line', () => {
    const fromFile = readSettings({ ...defaults, clusters: ['a', 'b'], learningDays: 2 });
    expect(readSettings({ ...defaults, clusters: ' a, b ,', learningDays: '2' })).toEqual(fromFile);
    expect(readSettings({ ...defaults, clusters: null, newBucket: null, tags: null })).toEqual(defaults);
    const tags = { team: 'security', 'cost center': 'a=b', env: '1' };
    expect(readSettings({ ...defaults, tags: ' team=security, cost center = a=b,env=1,' }).tags).toEqual(
      tags,
    );
    expect(readSettings({ ...defaults, tags: { ...tags, env: 1 } }).tags).toEqual(tags);
  });

  it.each([
    [{ clusters: 'a,-b' }, /clusters is .*; expected the name of an EKS cluster/],
    [{ clusters: ['a', 'a'] }, /clusters is \["a","a"\]; expected each of them once/],
    [{ clusters: Array.from({ length: 201 }, (_, i) => `c${i}`) }, /are 201; expected at most 200/],
    [{ clusters: 'a', objectClusters: 'a', newBucket: 'logs' }, /a is in clusters and in objectClusters/],
    [{ objectClusters: 'a' }, /expected buckets or newBucket as well/],
    [{ accounts: '111122223333' }, /expected newBucket as well/],
    [{ organization: 'o-a1b2c3d4e5' }, /organization is o-a1b2c3d4e5; expected newBucket as well/],
    [
      { organization: 'acme', newBucket: 'logs' },
      /organization is "acme"; expected the id of an organization/,
    ],
    [{ accounts: [222233334444], newBucket: 'logs' }, /accounts is 222233334444; expected/],
    [{ newBucket: 'Logs' }, /newBucket is "Logs"; expected a bucket's name/],
    [{ newBucket: 'logs', buckets: 'logs/eks' }, /newBucket logs is in buckets as well/],
    [{ bucketKeys: 'alias/logs' }, /expected the ARN of a KMS key/],
    [{ emails: 'root' }, /expected an e-mail address/],
    [{ emailSeverity: 'severe' }, /emailSeverity is "severe"; expected .*"critical"/],
    [{ ocsf: 'yes' }, /ocsf is "yes"; expected true or false/],
    [{ silenceMinutes: 7 }, /silenceMinutes is 7; expected/],
    [{ objectSilenceMinutes: 63 }, /objectSilenceMinutes is 63; expected a multiple of 5/],
    [{ learningDays: '' }, /learningDays is ""; expected number/],
    [{ learningDays: true }, /learningDays is true; expected number/],
    [{ learningDays: 0.0416667 }, /learningDays is 0.0416667; expected a multiple of 0.0001/],
    [{ newBucketDays: true }, /newBucketDays is true; expected number/],
    [
      { buckets: 'logs/*' },
      /buckets is .*; expected a bucket's name, or name\/prefix; a prefix is no pattern/,
    ],
    [{ buckets: 'logs/{x}' }, /a prefix is no pattern/],
    [{ buckets: 'logs/eks,logs' }, /buckets has logs\/eks within logs; expected one of them/],
    [{ buckets: 'logs/eks/blue,logs/eks/' }, /buckets has logs\/eks\/blue within logs\/eks\//],
    [
      { buckets: 'logs/eks-prod,logs/eks' },
      /buckets has logs\/eks-prod within logs\/eks; .*: logs\/eks\/ is/,
    ],
    [{ lagMinutes: 'soon' }, /lagMinutes is "soon"; expected number/],
    [{ logRetentionDays: 31 }, /logRetentionDays is 31; expected one of 1, 3, 5/],
    [{ cloudwatchTimeout: 30 }, /cloudwatchTimeout is 30; expected/],
    [{ objectTimeout: 901 }, /objectTimeout is 901; expected/],
    [{ objectConcurrency: 1 }, /objectConcurrency is 1; expected/],
    [{ region: 'Ireland' }, /region is "Ireland"; expected an AWS region/],
    [{ cloudwatchConcurrency: 5 }, /cloudwatchConcurrency is 5; expected 0, or 10 or more/],
    [{ tags: 'team' }, /tags is "team"; expected a map, or key=value/],
    [{ tags: 'team=security,env' }, /tags is .*; expected a map/],
    [{ tags: ['team'] }, /tags is \["team"\]; expected a map/],
    [{ tags: { 'aws:team': 'x' } }, /tags has the key "aws:team"; expected .* not beginning with aws:/],
    [{ tags: { team: '' } }, /tags has "" for team; expected 1 to 256/],
    [{ tags: { team: 'a;b' } }, /tags has "a;b" for team/],
    [{ tags: { Team: 'a', team: 'b' } }, /tags has Team and team; expected one of them/],
    [
      { tags: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`t${i}`, 'x'])) },
      /tags are 50; expected at most 49/,
    ],
    [
      { permissionsBoundary: 'boundary' },
      /permissionsBoundary is "boundary"; expected the ARN of an IAM policy/,
    ],
    [{ deploymentRole: 'deployment' }, /deploymentRole is "deployment"; expected the ARN of an IAM role/],
    [{ cluster: 'blue' }, /cluster/],
  ])('%j are refused', (given, message) => {
    expect(() => readSettings({ ...defaults, ...given })).toThrow(message);
  });

  it('take buckets and prefixes of which none is within another', () => {
    const buckets = ['logs', 'logs-2', 'more/eks/', 'more/eks-prod/', 'more/a'];
    expect(readSettings({ ...defaults, buckets }).buckets).toEqual(buckets);
  });

  it.each([0, 0.0001, 0.0417, 0.5, 7, 365])(
    'of learning, %d days are ones that the functions take',
    (days) => {
      const { learning } = stackOf(readSettings({ learningDays: String(days) })).environment;
      const environment = {
        HARRIER_ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
        HARRIER_STATE_TABLE: 'state',
        AWS_REGION: 'eu-west-1',
        HARRIER_LEARNING: learning,
      };
      expect(readConfig(environment).learning).toBe(days * 86_400_000);
    },
  );

  it.each(['a', 'production', '2', 'feature-x', 's'.repeat(40)])(
    'with the stage %s are taken',
    async (stage) => {
      await expect(stackWith(stage)).resolves.toMatchObject({ settings: defaults });
    },
  );

  it.each(['', 'feature_x', 'a.b', '-a', 'a-', 's'.repeat(41)])(
    'with the stage "%s" are refused in words',
    async (stage) => {
      await expect(stackWith(stage)).rejects.toThrow(
        `--stage is "${stage}", ${stage.length} letters; expected 1 to 40 letters and digits, with - between them`,
      );
    },
  );

  it('of time-outs decide how long the queues wait', () => {
    const { visibility } = stackOf(readSettings({ cloudwatchTimeout: 60, objectTimeout: 900 }));
    expect(visibility).toEqual({ retries: 360, objects: 5400 });
  });

  it('are refused with all their problems at once, and without a stack', async () => {
    const wrong = { clusters: '-', lagMinutes: 0 };
    const error: Error = await stackWith('production', wrong).then(
      () => expect.fail('they were taken'),
      (error: unknown) => error as Error,
    );
    expect(error.stack).toBe(error.message);
    expect(error.message.split('\n')).toHaveLength(3);
  });

  it('of rules are only taken from files, since rules are built before', async () => {
    await expect(stackWith('production', { rules: 'mine', disable: 'all' })).rejects.toThrow(
      'rules and disable cannot be set by --param',
    );
  });

  it.each(['us-east-1', 'us-gov-west-1', 'ap-southeast-7', 'eusc-de-east-1', 'cn-northwest-1'])(
    'take the region %s',
    (region) => {
      expect(readSettings({ region }).region).toBe(region);
    },
  );

  it.each(['mars-north-9', 'eu-west', 'eu-west-1a', 'us-upper-1'])('refuse the region %s', (region) => {
    expect(() => readSettings({ region })).toThrow(/expected an AWS region/);
  });
});
