/** Buckets with audit logs: how the function hears of their objects, and may read them. */
import type { Settings } from './settings.ts';
import {
  arnOf,
  logicalId,
  onlyFor,
  onlyForRules,
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
  const rules = sources.map(
    (source) => [logicalId('Written', `${source.bucket}/${source.prefix}`), rule(source)] as const,
  );
  const fromRules = {
    Service: 'events.amazonaws.com',
    only: onlyForRules,
    arns: rules.map(([name]) => arnOf(name)),
  };
  // A bucket that has no EventBridge to spare may send by itself.
  const fromBuckets = { Service: 's3.amazonaws.com', only: onlyFor, arns: bucketsOf(sources).map(bucketArn) };
  return {
    ...Object.fromEntries(rules),
    ObjectQueuePolicy: queuePolicy('ObjectQueue', [fromRules, fromBuckets]),
    ObjectDeadLettersPolicy: queuePolicy('ObjectDeadLetters', [fromRules]),
    ...(sources.length > 0 && { ObjectReading: reading(sources, settings) }),
    ...(newBucket !== '' && { LogBucket: bucket(settings), LogBucketPolicy: bucketPolicy }),
  };
}

function sourcesOf({ buckets, newBucket }: Settings): readonly Source[] {
  const existing = buckets.map((written) => {
    const slash = written.indexOf('/');
    return slash < 0
      ? { bucket: written, prefix: '' }
      : { bucket: written.slice(0, slash), prefix: written.slice(slash + 1) };
  });
  return newBucket === '' ? existing : [...existing, { bucket: newBucket, prefix: '' }];
}

function rule({ bucket, prefix }: Source): Resource {
  return {
    Type: 'AWS::Events::Rule',
    Properties: {
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

const bucketArn = (bucket: string) => sub(`arn:\${AWS::Partition}:s3:::${bucket}`);

/** A service that may send for these sources. */
interface Sender {
  readonly Service: string;
  readonly only: (...arns: readonly unknown[]) => object;
  readonly arns: readonly unknown[];
}

/** Who may send to a queue: the services that are named, and the functions by their roles. */
function queuePolicy(queue: string, senders: readonly Sender[]): Resource {
  const allowed = senders
    .filter(({ arns }) => arns.length > 0)
    .map(
      ({ Service, only, arns }): Statement => ({
        Effect: 'Allow',
        Principal: { Service },
        Action: 'sqs:SendMessage',
        Resource: arnOf(queue),
        Condition: only(...arns),
      }),
    );
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [ref(queue)], PolicyDocument: policy(...allowed, tlsOnly('sqs:*', arnOf(queue))) },
  };
}

function reading(sources: readonly Source[], { bucketKeys }: Settings): Resource {
  const statements: Statement[] = [
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Resource: sources.map(({ bucket, prefix }) => sub(`arn:\${AWS::Partition}:s3:::${bucket}/${prefix}*`)),
    },
    // Without it S3 answers 403 for an object that is gone, and the function could not tell that from a refusal.
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketsOf(sources).map(bucketArn) },
  ];
  if (bucketKeys.length > 0) {
    const viaS3 = { StringEquals: { 'kms:ViaService': sub('s3.${AWS::Region}.amazonaws.com') } };
    statements.push({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: bucketKeys, Condition: viaS3 });
  }
  return {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: `${service}-objects`,
      Roles: [ref('ObjectRole')],
      PolicyDocument: policy(...statements),
    },
  };
}

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
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'expire',
            Status: 'Enabled',
            ExpirationInDays: newBucketDays,
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
