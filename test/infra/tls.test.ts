/** Whoever does not use TLS is refused, whatever he asks and whoever he is. */
import { expect, it } from 'vitest';
import { access, stack } from './everything.ts';
import { account } from './stack.ts';

const actions = {
  'AWS::SQS::Queue': [
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:DeleteQueue',
    'sqs:GetQueueAttributes',
    'sqs:PurgeQueue',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
    'sqs:SetQueueAttributes',
  ],
  'AWS::S3::Bucket': ['s3:DeleteBucket', 's3:GetBucketPolicy', 's3:ListBucket', 's3:PutBucketPolicy'],
  'objects of an AWS::S3::Bucket': ['s3:DeleteObject', 's3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
  'AWS::SNS::Topic': [
    'sns:AddPermission',
    'sns:DeleteTopic',
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
    'sns:Publish',
    'sns:RemovePermission',
    'sns:SetTopicAttributes',
    'sns:Subscribe',
  ],
};

it.each(
  Object.entries(actions).flatMap(([what, names]) => {
    const type = what.replace(/^.* /, '');
    const arns = stack
      .ofType(type)
      .map((id) => (what === type ? stack.arn(id) : `${stack.arn(id)}/eks/a.gz`));
    return arns.map((arn) => [arn, names] as const);
  }),
)('%s', (arn, names) => {
  // Somebody of this account whose own policies let him do everything.
  const who = { account };
  for (const action of names) {
    expect(access.may(who, action, arn), action).toBe(true);
    expect(access.may(who, action, arn, { 'aws:SecureTransport': 'false' }), action).toBe(false);
  }
});
