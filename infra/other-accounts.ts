/**
 * Log groups in other accounts. A subscription filter can only reach another account through a destination, and
 * behind that there can only be a stream: here Firehose, which writes to the new bucket.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CrossAccountSubscriptions-Firehose.html
 */
import type { Settings } from './settings.ts';
import { arnOf, given, onlyFor, policy, type Resources, ref, service, sub } from './template.ts';

const prefix = 'other-accounts/';

export function otherAccounts({ accounts, logRetentionDays, permissionsBoundary }: Settings): Resources {
  if (accounts.length === 0) return {};
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
          Condition: onlyFor(
            sub(
              `arn:\${AWS::Partition}:firehose:\${AWS::Region}:\${AWS::AccountId}:deliverystream/${service}`,
            ),
          ),
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
        AssumeRolePolicyDocument: policy({
          Effect: 'Allow',
          Principal: { Service: 'logs.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Resource: undefined,
          // The filters are in other accounts: CloudWatch Logs acts for them, and for this one.
          Condition: {
            StringLike: {
              'aws:SourceArn': [ref('AWS::AccountId'), ...accounts].map((account) =>
                typeof account === 'string'
                  ? sub(`arn:\${AWS::Partition}:logs:\${AWS::Region}:${account}:*`)
                  : sub('arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*'),
              ),
            },
          },
        }),
        Policies: [
          {
            PolicyName: 'send',
            PolicyDocument: policy({
              Effect: 'Allow',
              Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
              Resource: arnOf('Arrival'),
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
        DestinationPolicy: sub(
          JSON.stringify(
            policy({
              Effect: 'Allow',
              Principal: { AWS: accounts },
              Action: 'logs:PutSubscriptionFilter',
              Resource: `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:destination:${service}`,
            }),
          ),
        ),
      },
    },
  };
}
