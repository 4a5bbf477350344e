/** What the functions are told by their environment. */

/** Read once, when the function starts. */
export interface Config {
  /** Where alerts go, as JSON. */
  readonly alertTopicArn: string;
  /** The DynamoDB table that correlations remember in. */
  readonly stateTable: string;
  /** How long a rule learns the terms of a cluster in silence, milliseconds. */
  readonly learning: number;
  /** Where the function sends what it has no time left for; without it there is no going on in another invocation. */
  readonly objectQueueUrl?: string;
  /** How keys of objects begin, with `{cluster}` in it; empty if they say nothing. */
  readonly objectKeys: string;
  /** Where the function runs; Lambda sets it. */
  readonly region: string;
  /** What is known of every delivery; what a delivery says of itself takes precedence. */
  readonly origin: {
    readonly region: string;
    /** No audit event has the cluster's name, and an S3 object only if it holds CloudWatch's envelopes. */
    readonly cluster?: string;
    readonly account?: string;
  };
  /** The cluster of objects whose keys name none: that of `origin`, with its account if that is another. */
  readonly onlyCluster: { readonly cluster?: string; readonly account?: string };
  readonly limits: {
    /** Bytes that one delivery may inflate to; the decoder has a bound of its own where this is not set. */
    readonly maxInflatedBytes?: number;
  };
}

/** The environment cannot be used. The message has every problem, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Variable {
  readonly name: string;
  readonly required: boolean;
  /** What a usable value looks like, to finish the sentence `expected …`. */
  readonly expected: string;
  readonly form: RegExp;
}

export const topic = {
  expected: 'the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:111122223333:alerts',
  form: /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]{1,256}(?:\.fifo)?$/,
};

export const stateTable = {
  name: 'HARRIER_STATE_TABLE',
  required: true,
  expected: 'the name or ARN of a DynamoDB table',
  form: /^(?:arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/)?[\w.-]{3,255}$/,
} as const;

export const region = {
  name: 'AWS_REGION',
  required: true,
  expected: 'an AWS region, such as eu-west-1',
  form: /^[a-z]{2,}(?:-[a-z]+)+-\d+$/,
} as const;

export const account = {
  name: 'HARRIER_ACCOUNT',
  required: false,
  expected: 'an AWS account id of 12 digits',
  form: /^\d{12}$/,
} as const satisfies Variable;

const variables = {
  alertTopicArn: { name: 'HARRIER_ALERT_TOPIC_ARN', required: true, ...topic },
  stateTable,
  region,
  learning: {
    name: 'HARRIER_LEARNING',
    required: false,
    expected: 'a number of days, such as 7 or 0.5',
    form: /^\d{1,3}(?:\.\d{1,4})?$/,
  },
  objectQueueUrl: {
    name: 'HARRIER_OBJECT_QUEUE_URL',
    required: false,
    expected: "an SQS queue's URL, such as https://sqs.eu-west-1.amazonaws.com/111122223333/objects",
    form: /^https?:\/\/[\w.:-]+\/\d{12}\/[\w-]{1,80}$/,
  },
  objectKeys: {
    name: 'HARRIER_OBJECT_KEYS',
    required: false,
    expected: 'the beginning of keys with {cluster} in it, such as eks/{cluster}/',
    form: /^[^{}]*(?:\{account\}[^{}]*)?\{cluster\}[^{}]*$/,
  },
  cluster: {
    name: 'HARRIER_CLUSTER',
    required: false,
    expected:
      'the name of an EKS cluster, at most 100 letters, digits, - and _; or account/name if it is in another account',
    form: /^(?:\d{12}\/)?[A-Za-z0-9][\w-]{0,99}$/,
  },
  account,
  maxInflatedBytes: {
    name: 'HARRIER_MAX_INFLATED_BYTES',
    required: false,
    expected: 'a number of bytes, such as 1073741824',
    form: /^[1-9]\d{0,14}$/,
  },
} as const satisfies Record<string, Variable>;

const day = 86_400_000;

/**
 * @param environment a variable that is empty counts as not set
 * @throws ConfigError that names each variable that is missing or wrong, what was found and what was expected
 */
export function readConfig(environment: Environment): Config {
  const { read, problems } = reader(environment);
  const alertTopicArn = read(variables.alertTopicArn) ?? '';
  const stateTable = read(variables.stateTable) ?? '';
  const region = read(variables.region) ?? '';
  const learning = Number(read(variables.learning) ?? 0) * day;
  const objectQueueUrl = read(variables.objectQueueUrl);
  const objectKeys = read(variables.objectKeys) ?? '';
  const [cluster, clusterAccount] = read(variables.cluster)?.split('/').toReversed() ?? [];
  const account = read(variables.account);
  const maxInflatedBytes = read(variables.maxInflatedBytes);
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return {
    alertTopicArn,
    stateTable,
    learning,
    objectKeys,
    region,
    ...(objectQueueUrl !== undefined && { objectQueueUrl }),
    origin: { region, ...(cluster !== undefined && { cluster }), ...(account !== undefined && { account }) },
    onlyCluster: {
      ...(cluster !== undefined && { cluster }),
      ...(clusterAccount !== undefined && { account: clusterAccount }),
    },
    limits: { ...(maxInflatedBytes !== undefined && { maxInflatedBytes: Number(maxInflatedBytes) }) },
  };
}

/** @returns what reads variables, and the problems that it finds */
export function reader(environment: Environment) {
  const problems: string[] = [];
  const read = ({ name, required, expected, form }: Variable): string | undefined => {
    const value = environment[name]?.trim();
    if (value === undefined || value === '') {
      if (required) problems.push(`${name} is not set; expected ${expected}`);
      return undefined;
    }
    if (!form.test(value)) problems.push(`${name} is ${JSON.stringify(value)}; expected ${expected}`);
    return value;
  };
  return { read, problems };
}
