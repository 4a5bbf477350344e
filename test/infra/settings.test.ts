import { describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/settings.ts';
import { stackFrom } from '../../infra/stack.ts';

const usual = {
  clusters: [],
  buckets: [],
  bucketKeys: [],
  newBucket: '',
  newBucketDays: 365,
  objectClusters: [],
  accounts: [],
  emails: [],
  emailSeverity: 'medium',
  operators: [],
  learningDays: 7,
  silenceMinutes: 15,
  objectSilenceMinutes: 60,
  lagMinutes: 15,
  logRetentionDays: 30,
  cloudwatchMemory: 1024,
  objectMemory: 1024,
  objectConcurrency: 10,
};

describe('settings', () => {
  it('are lists in a file and texts on the command line', () => {
    const fromFile = readSettings({ ...usual, clusters: ['a', 'b'], learningDays: 2 });
    expect(readSettings({ ...usual, clusters: ' a, b ,', learningDays: '2' })).toEqual(fromFile);
    expect(readSettings({ ...usual, clusters: null, newBucket: null })).toEqual(usual);
  });

  it.each([
    [{ clusters: 'a,-b' }, /clusters is .*; expected the name of an EKS cluster/],
    [{ clusters: ['a', 'a'] }, /clusters is \["a","a"\]; expected each of them once/],
    [{ clusters: Array.from({ length: 201 }, (_, i) => `c${i}`) }, /are 201; expected at most 200/],
    [{ clusters: 'a', objectClusters: 'a', newBucket: 'logs' }, /a is in clusters and in objectClusters/],
    [{ objectClusters: 'a' }, /expected buckets or newBucket as well/],
    [{ accounts: '111122223333' }, /expected newBucket as well/],
    [{ accounts: [222233334444], newBucket: 'logs' }, /accounts is 222233334444; expected/],
    [{ newBucket: 'Logs' }, /newBucket is "Logs"; expected a bucket's name/],
    [{ newBucket: 'logs', buckets: 'logs/eks' }, /newBucket logs is in buckets as well/],
    [{ bucketKeys: 'alias/logs' }, /expected the ARN of a KMS key/],
    [{ emails: 'root' }, /expected an e-mail address/],
    [{ emailSeverity: 'severe' }, /emailSeverity is "severe"; expected .*"critical"/],
    [{ silenceMinutes: 7 }, /silenceMinutes is 7; expected/],
    [{ objectSilenceMinutes: 65 }, /objectSilenceMinutes is 65; expected whole hours/],
    [{ lagMinutes: 'soon' }, /lagMinutes is "soon"; expected number/],
    [{ logRetentionDays: 31 }, /logRetentionDays is 31; expected one of 1, 3, 5/],
    [{ objectConcurrency: 1 }, /objectConcurrency is 1; expected/],
    [{ cluster: 'blue' }, /cluster/],
  ])('%j are refused', (given, message) => {
    expect(() => readSettings({ ...usual, ...given })).toThrow(message);
  });

  it('are refused with all their problems at once, and without a stack', async () => {
    const wrong: Record<string, unknown> = { ...usual, clusters: '-', lagMinutes: 0 };
    const error: Error = await stackFrom(async (name) => wrong[name.replace('param:', '')]).then(
      () => expect.fail('they were taken'),
      (error: unknown) => error as Error,
    );
    expect(error.stack).toBe(error.message);
    expect(error.message.split('\n')).toHaveLength(3);
  });
});
