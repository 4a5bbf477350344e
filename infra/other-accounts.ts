/**
 * Log groups in other accounts. A subscription filter can only reach another account through a destination, and
 * behind that there can only be a stream: here Firehose, which writes to the new bucket.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CrossAccountSubscriptions-Firehose.html
 */
import type { Settings } from './settings.ts';
import {
  arnOf,
  given,
  onlyFor,
  policy,
  type Resources,
  ref,
  type Statement,
  service,
  sub,
} from './template.ts';

const prefix = 'other-accounts/';

/** Whether there is a destination for log groups of other accounts. */
export const hasDestination = ({ accounts, organization }: Settings): boolean =>
  accounts.length > 0 || organization !== '';

export function otherAccounts(settings: Settings): Resources {
  if (!hasDestination(settings)) return {};
  const { logRetentionDays, permissionsBoundary } = settings;
  return {
    ArrivalLogs: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: `/aws/kinesisfirehose/${service}`, RetentionInDays: logRetentionDays },
    },
    ArrivalLogStream: {
      Type: 'AWS::Logs::LogStream',
      Properties: { LogGroupName: ref('ArrivalLogs'), LogStreamName: 'objects' },
    },
    ArrivalRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        PermissionsBoundary: given(permissionsBoundary),
        AssumeRolePolicyDocument: policy({
          Effect: 'Allow',
          Principal: { Service: 'firehose.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Resource: undefined,
          Condition: onlyFor(stream),
        }),
        Policies: [
          {
            PolicyName: 'write',
            PolicyDocument: policy(
              {
                Effect: 'Allow',
                Action: ['s3:AbortMultipartUpload', 's3:PutObject'],
                Resource: sub(`\${LogBucket.Arn}/${prefix}*`),
              },
              {
                Effect: 'Allow',
                Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
                Resource: arnOf('LogBucket'),
              },
              { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: arnOf('ArrivalLogs') },
            ),
          },
        ],
      },
    },
    Arrival: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      Properties: {
        DeliveryStreamName: service,
        DeliveryStreamType: 'DirectPut',
        DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
        ExtendedS3DestinationConfiguration: {
          BucketARN: arnOf('LogBucket'),
          RoleARN: arnOf('ArrivalRole'),
          Prefix: prefix,
          // CloudWatch sends gzip already.
          CompressionFormat: 'UNCOMPRESSED',
          BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 32 },
          CloudWatchLoggingOptions: {
            Enabled: true,
            LogGroupName: ref('ArrivalLogs'),
            LogStreamName: ref('ArrivalLogStream'),
          },
        },
      },
    },
    DestinationRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        PermissionsBoundary: given(permissionsBoundary),
        AssumeRolePolicyDocument: policy(...actingFor(settings)),
        Policies: [
          {
            PolicyName: 'send',
            PolicyDocument: policy({
              Effect: 'Allow',
              Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
              Resource: stream,
            }),
          },
        ],
      },
    },
    Destination: {
      Type: 'AWS::Logs::Destination',
      Properties: {
        DestinationName: service,
        TargetArn: arnOf('Arrival'),
        RoleArn: arnOf('DestinationRole'),
        DestinationPolicy: sub(JSON.stringify(policy(...subscribing(settings)))),
      },
    },
  };
}

/**
 * Its ARN is written out. By reference the role of the destination would be made after the stream, and the destination
 * at once after the role, which is when CloudWatch Logs sends a test message by it: IAM takes some seconds to know one.
 */
const stream = sub(
  `arn:\${AWS::Partition}:firehose:\${AWS::Region}:\${AWS::AccountId}:deliverystream/${service}`,
);

/**
 * Whom CloudWatch Logs may send on for. It makes the destination in the name of this account, and sends in the name of
 * the filters' accounts; an organization stands for all of its own.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CreateFirehoseStreamDestination.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions-confused-deputy.html
 */
function actingFor({ accounts, organization }: Settings): readonly Statement[] {
  const logsOf = (account: string) => sub(`arn:\${AWS::Partition}:logs:\${AWS::Region}:${account}:*`);
  const assume = (Condition: object): Statement => ({
    Effect: 'Allow',
    Principal: { Service: 'logs.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Resource: undefined,
    Condition,
  });
  const named = assume({ StringLike: { 'aws:SourceArn': ['${AWS::AccountId}', ...accounts].map(logsOf) } });
  if (organization === '') return [named];
  const members = assume({
    StringEquals: { 'aws:SourceOrgID': organization },
    StringLike: { 'aws:SourceArn': logsOf('*') },
  });
  return [named, members];
}

/**
 * Who may put subscription filters on the destination.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CreateDestination.html
 */
function subscribing({ accounts, organization }: Settings): readonly Statement[] {
  const subscribe = {
    Effect: 'Allow',
    Action: 'logs:PutSubscriptionFilter',
    Resource: `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:destination:${service}`,
  } as const;
  const Condition = { StringEquals: { 'aws:PrincipalOrgID': [organization] } };
  return [
    ...(accounts.length > 0 ? [{ ...subscribe, Principal: { AWS: accounts } }] : []),
    ...(organization === '' ? [] : [{ ...subscribe, Principal: '*', Condition }]),
  ];
}
