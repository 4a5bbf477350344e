/**
 * A role for each function, with what it does and nothing else. Reading buckets is added where there are any
 * (buckets.ts).
 */
import type { Settings } from './settings.ts';
import {
  arnOf,
  given,
  onlyVia,
  policy,
  type Resource,
  type Resources,
  ref,
  type Statement,
  service,
  sub,
} from './template.ts';
import { alertKey, alertTopics } from './topics.ts';

export function roles(settings: Settings): Resources {
  return {
    // What Lambda does in the function's name: failures to the queue, and back from it.
    CloudwatchRole: role('cloudwatch', 'Retries', settings),
    // To receive is what Lambda does in the function's name; to send, what the function does.
    ObjectRole: role('s3', 'ObjectQueue', settings),
  };
}

function role(name: 'cloudwatch' | 's3', queue: string, { permissionsBoundary }: Settings): Resource {
  const logs = `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${service}-${name}:log-stream:*`;
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      PermissionsBoundary: given(permissionsBoundary),
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      Policies: [
        {
          PolicyName: name,
          PolicyDocument: policy(
            { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: sub(logs) },
            ...publishing,
            remembering,
            {
              Effect: 'Allow',
              Action: [
                'sqs:DeleteMessage',
                'sqs:GetQueueAttributes',
                'sqs:ReceiveMessage',
                'sqs:SendMessage',
              ],
              Resource: arnOf(queue),
            },
          ),
        },
      ],
    },
  };
}

/** SNS asks for a data key, and for its decryption, in the publisher's name. */
const publishing: readonly Statement[] = [
  { Effect: 'Allow', Action: 'sns:Publish', Resource: alertTopics.map(ref) },
  {
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: arnOf(alertKey),
    Condition: onlyVia('sns'),
  },
];

const remembering: Statement = {
  Effect: 'Allow',
  Action: ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:Query'],
  Resource: arnOf('StateTable'),
};
