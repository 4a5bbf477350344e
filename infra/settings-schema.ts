/** What a deployment may be told: the type of each setting. */
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

/** A number, or its text. */
function numeric<Schema extends z.ZodNumber>(schema: Schema) {
  const read = (value: unknown): unknown =>
    typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  return z.preprocess(read, schema);
}

/** The command line has texts for numbers. */
function number(min: number, max: number, step?: number) {
  const whole = z.number().int().min(min).max(max);
  return numeric(step === undefined ? whole : whole.multipleOf(step));
}

/** Yes or no; the command line has texts for them. */
const flag = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean({ error: 'true or false' }),
);

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A map as YAML has it, or as the command line does: `key=value`, separated by commas. */
const map = z.preprocess(
  (value) => {
    if (typeof value !== 'string') return value;
    const parts = value.split(',').filter((part) => part.trim() !== '');
    const pairs = parts.map((part) => part.trim().split(/\s*=\s*(.*)/s, 2));
    return pairs.every(({ length }) => length === 2) ? Object.fromEntries(pairs) : value;
  },
  z.record(z.string(), z.coerce.string(), { error: 'a map, or key=value,key=value' }),
);

/** Twice what the queue of retries may take of the function for log groups: `maximumConcurrency` in serverless.yml. */
export const minConcurrency = 10;

/** Of what AWS's regions are named after: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const region =
  /^(?:af|ap|ca|cn|eu|eusc|il|me|mx|sa|us|us-gov|us-iso[a-z]?)-(?:[a-z]{2}-)?(?:central|east|north|northeast|northwest|south|southeast|southwest|west)-\d$/;

/** What is said of rules is read, with its places, when they are built. */
const ofRules = z.array(z.unknown(), { error: 'a list' });

export const settingsSchema = z.strictObject({
  region: z.string().regex(region, 'an AWS region, such as eu-west-1'),
  clusters: list(clusterName),
  buckets: list(
    z
      .string()
      .refine(
        (value) => bucketName.test(value.split('/')[0] ?? '') && !/[*?${}]|\/\//.test(value),
        "a bucket's name, or name/prefix; a prefix is no pattern",
      ),
  ),
  bucketKeys: list(
    z.string().regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, 'the ARN of a KMS key, not of an alias'),
  ),
  newBucket: z.string().refine((value) => value === '' || bucketName.test(value), "a bucket's name"),
  newBucketDays: number(1, 36_500),
  objectClusters: list(
    z
      .string()
      .regex(
        /^(?:\d{12}\/)?[A-Za-z0-9][\w-]{0,99}$/,
        'the name of an EKS cluster, or account/name if it is in another account',
      ),
  ),
  objectKeys: z
    .string()
    .refine(
      (value) =>
        value === '' || /^[^{}]*\{cluster\}[^{}]*$|^[^{}]*\{account\}[^{}]*\{cluster\}[^{}]*$/.test(value),
      'the beginning of keys with {cluster} in it, and perhaps {account} before that, such as eks/{cluster}/',
    ),
  accounts: list(z.string().regex(/^\d{12}$/, 'an AWS account id of 12 digits, in quotes')),
  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
  organization: z
    .string()
    .refine(
      (value) => value === '' || /^o-[a-z0-9]{10,32}$/.test(value),
      'the id of an organization in AWS Organizations, such as o-a1b2c3d4e5',
    ),
  emails: list(email),
  emailSeverity: z.enum(['low', 'medium', 'high', 'critical']),
  notify: z.enum(['incidents', 'alerts']),
  ocsf: flag,
  securityHub: flag,
  operators: list(email),
  // To the minute: an hour is 0.0417.
  learningDays: numeric(z.number().min(0).max(365).multipleOf(0.0001)),
  silenceMinutes: number(5, 120, 5),
  objectSilenceMinutes: number(5, 1440, 5),
  lagMinutes: number(1, 1440),
  alertsPerHour: number(1, 1_000_000),
  partialEventsPerHour: number(0, 1_000_000),
  logRetentionDays: numeric(z.number()).refine(
    (days) => retentions.includes(days),
    `one of ${retentions.join(', ')}`,
  ),
  cloudwatchMemory: number(256, 10_240),
  objectMemory: number(256, 10_240),
  // Lambda takes 15 minutes. With less than these, SNS and DynamoDB could not be waited for.
  cloudwatchTimeout: number(60, 900),
  objectTimeout: number(120, 900),
  objectConcurrency: number(2, 1000),
  cloudwatchConcurrency: number(0, 100_000).refine(
    (count) => count === 0 || count >= minConcurrency,
    `0, or ${minConcurrency} or more`,
  ),
  tags: map,
  permissionsBoundary: z
    .string()
    .refine(
      (value) => value === '' || /^arn:[\w-]+:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]+$/.test(value),
      'the ARN of an IAM policy, such as arn:aws:iam::111122223333:policy/boundary',
    ),
  deploymentRole: z
    .string()
    .refine(
      (value) => value === '' || /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(value),
      'the ARN of an IAM role that CloudFormation may assume, such as arn:aws:iam::111122223333:role/deployment',
    ),
  rules: ofRules,
  disable: ofRules,
  override: ofRules,
  profiles: ofRules,
});

/** Settings that only files can have: rules are built before the command line of a deployment is read. */
export const ruleSettings = [
  'rules',
  'disable',
  'override',
  'profiles',
] as const satisfies readonly (keyof Settings)[];

export type Settings = z.infer<typeof settingsSchema>;

export const settingNames = Object.keys(settingsSchema.shape) as readonly (keyof Settings)[];
