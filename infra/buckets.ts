/** Buckets with audit logs: how the function hears of their objects, and may read them. */
import type { Settings } from './settings.ts';
import {
  arnOf,
  hashLength,
  logicalId,
  onlyFor,
  onlyForRules,
  onlyVia,
  policy,
  type Resource,
  type Resources,
  ref,
  type Statement,
  service,
  sub,
  tlsOnly,
} from './template.ts';

interface Source {
  readonly bucket: string;
  readonly prefix: string;
}

/** Without buckets there are only the queues' policies, which let nobody in. */
export function buckets(settings: Settings): Resources {
  const { newBucket } = settings;
  const sources = sourcesOf(settings);
  const rules = sources.map((source) => [idOf(source), rule(source)] as const);
  const senders = sources.length === 0 ? [] : [fromRules, fromBuckets];
  return {
    ...Object.fromEntries(rules),
    ObjectQueuePolicy: queuePolicy('ObjectQueue', senders),
    ObjectDeadLettersPolicy: queuePolicy('ObjectDeadLetters', senders.slice(0, 1)),
    ...(sources.length > 0 && reading(sources, settings)),
    ...(newBucket !== '' && { LogBucket: bucket(settings), LogBucketPolicy: bucketPolicy }),
  };
}

/** The rule of a source, by its logical id. */
function idOf({ bucket, prefix }: Source): string {
  return logicalId('Written', `${bucket}/${prefix}`);
}

/** What tells it from the other rules of the stack, in names. */
const hashOf = (source: Source) => idOf(source).slice(-hashLength);

/** Of each rule that tells of objects its logical id, what tells it from the others, and its bucket. */
export const objectRules = (settings: Settings) =>
  sourcesOf(settings).map((source) => ({ id: idOf(source), hash: hashOf(source), bucket: source.bucket }));

function sourcesOf({ buckets, newBucket }: Settings): readonly Source[] {
  const existing = buckets.map((written) => {
    const slash = written.indexOf('/');
    return slash < 0
      ? { bucket: written, prefix: '' }
      : { bucket: written.slice(0, slash), prefix: written.slice(slash + 1) };
  });
  return newBucket === '' ? existing : [...existing, { bucket: newBucket, prefix: '' }];
}

/** How the names of the rules begin. CloudFormation would make names of its own, and cut the stack's where it is long. */
const rulesOf = `${service}-s3-`;

function rule(source: Source): Resource {
  const { bucket, prefix } = source;
  return {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: `${rulesOf}${hashOf(source)}`,
      Description: `An object was written to ${bucket}/${prefix}`,
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [bucket] }, ...(prefix !== '' && { object: { key: [{ prefix }] } }) },
      },
      Targets: [
        { Id: 'objects', Arn: arnOf('ObjectQueue'), DeadLetterConfig: { Arn: arnOf('ObjectDeadLetters') } },
      ],
    },
  };
}

/** @returns the names of the buckets that are there already, each once */
export const existingBuckets = (settings: Settings): readonly string[] =>
  bucketsOf(sourcesOf({ ...settings, newBucket: '' }));

function bucketsOf(sources: readonly Source[]): readonly string[] {
  return [...new Set(sources.map(({ bucket }) => bucket))];
}

function bucketArn(bucket: string) {
  return sub(`arn:\${AWS::Partition}:s3:::${bucket}`);
}

/** A service that may send, and for which resources of this account. */
interface Sender {
  readonly Service: string;
  readonly Condition: object;
}

/** The rules of this stack by how their names begin, since the policy of a queue has no room for the names of many. */
const fromRules: Sender = {
  Service: 'events.amazonaws.com',
  Condition: onlyForRules(
    sub(`arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${rulesOf}*`),
  ),
};

/** A bucket that has no EventBridge to spare may send by itself. What the function may read is said by its role. */
const fromBuckets: Sender = {
  Service: 's3.amazonaws.com',
  Condition: onlyFor(bucketArn('*')),
};

/** Who may send to a queue: the services that are named, and the functions by their roles. */
function queuePolicy(queue: string, senders: readonly Sender[]): Resource {
  const allowed = senders.map(
    ({ Service, Condition }): Statement => ({
      Effect: 'Allow',
      Principal: { Service },
      Action: 'sqs:SendMessage',
      Resource: arnOf(queue),
      Condition,
    }),
  );
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [ref(queue)], PolicyDocument: policy(...allowed, tlsOnly('sqs:*', arnOf(queue))) },
  };
}

/**
 * All policies that stand in a role have 10,240 characters together, and one that is attached to it 6,144: what goes
 * beyond is attached. Some room is for the rest of the role, and for keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const policyRoom = 5_000;

function reading(sources: readonly Source[], { bucketKeys }: Settings): Resources {
  const [first = [], ...others] = chunks(sources);
  const Roles = [ref('ObjectRole')];
  const viaS3 = onlyVia('s3');
  const keys: readonly Statement[] =
    bucketKeys.length === 0
      ? []
      : [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: bucketKeys, Condition: viaS3 }];
  return {
    ObjectReading: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: `${service}-objects`,
        Roles,
        PolicyDocument: policy(...readingOf(first), ...keys),
      },
    },
    ...Object.fromEntries(
      others.map((chunk, i) => [
        `ObjectReading${i + 2}`,
        {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { Roles, PolicyDocument: policy(...readingOf(chunk)) },
        },
      ]),
    ),
  };
}

function readingOf(sources: readonly Source[]): readonly Statement[] {
  return [
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Resource: sources.map(({ bucket, prefix }) => bucketArn(`${bucket}/${prefix}*`)),
    },
    // Without it S3 answers 403 for an object that is gone, and the function could not tell that from a refusal.
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketsOf(sources).map(bucketArn) },
  ];
}

/** As many in each as a policy has room for. */
function chunks(sources: readonly Source[]): readonly (readonly Source[])[] {
  const all: Source[][] = [];
  let room = 0;
  for (const source of sources) {
    const taken =
      `"arn:aws-us-gov:s3:::${source.bucket}","arn:aws-us-gov:s3:::${source.bucket}/${source.prefix}*",`
        .length;
    if (taken > room) {
      all.push([]);
      room = policyRoom;
    }
    room -= taken;
    all.at(-1)?.push(source);
  }
  return all;
}

/** For how many days an object that was deleted or written over is kept. */
const deletedDays = 30;

function bucket({ newBucket, newBucketDays }: Settings): Resource {
  return {
    Type: 'AWS::S3::Bucket',
    // Its name is fixed: left behind by a first deployment that was rolled back, it would be in the way of the next.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      BucketName: newBucket,
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      // What somebody deletes or writes over can be brought back.
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'expire',
            Status: 'Enabled',
            ExpirationInDays: newBucketDays,
            NoncurrentVersionExpiration: { NoncurrentDays: deletedDays },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
          },
        ],
      },
    },
  };
}

const bucketPolicy: Resource = {
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: ref('LogBucket'),
    PolicyDocument: policy(tlsOnly('s3:*', [arnOf('LogBucket'), sub('${LogBucket.Arn}/*')])),
  },
};
