/** What a deployment is told, checked before anything is made of it. */
import { z } from 'zod';

const clusterName = z
  .string()
  .regex(/^[A-Za-z0-9][\w-]{0,99}$/, 'the name of an EKS cluster: at most 100 letters, digits, - and _');
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const email = z
  .string()
  .regex(/^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/, 'an e-mail address, such as security@example.com');

/** A list as YAML has it, or as the command line does: separated by commas. */
function list(item: z.ZodType<string>) {
  const split = (value: unknown): unknown => {
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) return value;
    return String(value)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  };
  return z.preprocess(
    split,
    z.array(item).refine((items) => new Set(items).size === items.length, 'each of them once'),
  );
}

/** The command line has texts for numbers. */
function number(min: number, max: number, step?: number) {
  const whole = z.coerce.number().int().min(min).max(max);
  return step === undefined ? whole : whole.multipleOf(step);
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const text = z.preprocess((value) => value ?? '', z.string());

/** A map as YAML has it, or as the command line does: `key=value`, separated by commas. */
const map = z.preprocess(
  (value) => {
    if (value === null || value === undefined) return {};
    if (typeof value !== 'string') return value;
    const parts = value.split(',').filter((part) => part.trim() !== '');
    const pairs = parts.map((part) => part.trim().split(/\s*=\s*(.*)/s, 2));
    return pairs.every(({ length }) => length === 2) ? Object.fromEntries(pairs) : value;
  },
  z.record(z.string(), z.coerce.string(), { error: 'a map, or key=value,key=value' }),
);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Tag.html, and what osls takes of it. */
const tagName = /^(?!aws:)[\w./=+: -]{1,128}$/i;
const tagValue = /^[\p{L}\p{N}\p{Z}_./=+:@-]{1,256}$/u;
/** A stack takes 50; osls adds the stage. */
const maxTags = 49;
/** Twice what the queue of retries may take of the function for log groups: `maximumConcurrency` in serverless.yml. */
export const minConcurrency = 10;

const shape = z.strictObject({
  region: z.string().regex(/^[a-z]{2,}(?:-[a-z]+)+-\d+$/, 'an AWS region, such as eu-west-1'),
  clusters: list(clusterName),
  buckets: list(
    z
      .string()
      .refine((value) => bucketName.test(value.split('/')[0] ?? ''), "a bucket's name, or name/prefix"),
  ),
  bucketKeys: list(
    z.string().regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, 'the ARN of a KMS key, not of an alias'),
  ),
  newBucket: text.refine((value) => value === '' || bucketName.test(value), "a bucket's name"),
  newBucketDays: number(1, 36_500),
  objectClusters: list(clusterName),
  accounts: list(z.string().regex(/^\d{12}$/, 'an AWS account id of 12 digits, in quotes')),
  emails: list(email),
  emailSeverity: z.enum(['low', 'medium', 'high', 'critical']),
  operators: list(email),
  learningDays: z.coerce.number().min(0).max(365),
  silenceMinutes: number(5, 120, 5),
  objectSilenceMinutes: number(5, 1440, 5),
  lagMinutes: number(1, 1440),
  logRetentionDays: z.coerce
    .number()
    .refine((days) => retentions.includes(days), `one of ${retentions.join(', ')}`),
  cloudwatchMemory: number(256, 10_240),
  objectMemory: number(256, 10_240),
  objectConcurrency: number(2, 1000),
  cloudwatchConcurrency: number(0, 100_000).refine(
    (count) => count === 0 || count >= minConcurrency,
    `0, or ${minConcurrency} or more`,
  ),
  tags: map,
  permissionsBoundary: text.refine(
    (value) => value === '' || /^arn:[\w-]+:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]+$/.test(value),
    'the ARN of an IAM policy, such as arn:aws:iam::111122223333:policy/boundary',
  ),
});

export type Settings = z.infer<typeof shape>;

export const settingNames = Object.keys(shape.shape) as readonly (keyof Settings)[];

/** Three resources a cluster and some that are shared must stay below the 500 that CloudFormation takes. */
const maxClusters = 200;

/** The settings cannot be used. The message has every problem, one a line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * @param given values as harrier.yml or the command line has them
 * @throws SettingsError that names each setting that is wrong, what was found and what was expected
 */
export function readSettings(given: Readonly<Record<string, unknown>>): Settings {
  const read = shape.safeParse(given);
  const problems = read.success
    ? conflicts(read.data)
    : read.error.issues.map(({ path: [name = '', index], message, code }) => {
        if (code === 'unrecognized_keys') return message;
        const value = given[String(name)];
        const found = typeof index === 'number' && Array.isArray(value) ? value[index] : value;
        return `${String(name)} is ${JSON.stringify(found)}; expected ${message.replace(/^Invalid input: expected /, '')}`;
      });
  if (!read.success || problems.length > 0) {
    throw new SettingsError(
      ['The settings cannot be used (harrier.yml, or --param name=value):', ...problems].join('\n  '),
    );
  }
  return read.data;
}

/** What each setting allows by itself but not with the others. */
function conflicts(settings: Settings): readonly string[] {
  const { clusters, objectClusters, accounts, buckets, newBucket, silenceMinutes, objectSilenceMinutes } =
    settings;
  const problems: string[] = [];
  const count = clusters.length + objectClusters.length;
  if (count > maxClusters) {
    problems.push(
      `clusters and objectClusters are ${count}; expected at most ${maxClusters}, because a stack has at most 500 resources. Deploy the others with --stage another-name`,
    );
  }
  const both = clusters.filter((cluster) => objectClusters.includes(cluster));
  if (both.length > 0)
    problems.push(`${both.join(', ')} is in clusters and in objectClusters; expected in one of them`);
  const hasObjects = buckets.length > 0 || newBucket !== '';
  if (objectClusters.length > 0 && !hasObjects) {
    problems.push(
      'objectClusters has clusters; expected buckets or newBucket as well, which their logs come by',
    );
  }
  if (accounts.length > 0 && newBucket === '') {
    problems.push('accounts has accounts; expected newBucket as well, which their logs are written to');
  }
  if (buckets.some((bucket) => bucket.split('/')[0] === newBucket)) {
    problems.push(
      `newBucket ${newBucket} is in buckets as well; expected there are only buckets that exist already`,
    );
  }
  problems.push(...wrongTags(settings.tags));
  for (const [name, minutes] of Object.entries({ silenceMinutes, objectSilenceMinutes })) {
    if (minutes > 60 && minutes % 60 !== 0)
      problems.push(`${name} is ${minutes}; expected whole hours above 60`);
  }
  return problems;
}

function wrongTags(tags: Settings['tags']): readonly string[] {
  const names = Object.keys(tags);
  const problems: string[] = [];
  if (names.length > maxTags) problems.push(`tags are ${names.length}; expected at most ${maxTags}`);
  for (const [name, value] of Object.entries(tags)) {
    if (!tagName.test(name)) {
      problems.push(
        `tags has the key ${JSON.stringify(name)}; expected 1 to 128 letters, digits, spaces and _.:/=+-, not beginning with aws:`,
      );
    }
    if (!tagValue.test(value)) {
      problems.push(
        `tags has ${JSON.stringify(value)} for ${name}; expected 1 to 256 letters, digits, spaces and _.:/=+-@`,
      );
    }
    const twin = names.find((other) => other < name && other.toLowerCase() === name.toLowerCase());
    if (twin !== undefined)
      problems.push(`tags has ${twin} and ${name}; expected one of them, since IAM does not tell them apart`);
  }
  return problems;
}
