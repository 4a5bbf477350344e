/**
 * A role for each function, with what it does and nothing else. Reading buckets is added where there are any
 * (buckets.ts).
 */
import { findingTopic, importingFindings } from './findings.ts';
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
import { alertKey, operationsKey } from './topics.ts';

export function roles(settings: Settings): Resources {
  return {
    NotifyRole: role(
      'notify',
      settings,
      ...telling(settings),
      remembering(),
      ...rightsOn('AlertQueue', received),
    ),
    // What Lambda does in the function's name: failures to the queue, and back from it.
    CloudwatchRole: role('cloudwatch', settings, ...working, ...rightsOn('Retries', sent)),
    // To receive is what Lambda does in the function's name; to send, what the function does.
    ObjectRole: role('s3', settings, ...working, ...rightsOn('ObjectQueue', sent)),
  };
}

function role(
  name: 'cloudwatch' | 's3' | 'notify',
  { permissionsBoundary }: Settings,
  ...rights: readonly Statement[]
): Resource {
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
            ...rights,
          ),
        },
      ],
    },
  };
}

/** What Lambda does in a function's name to poll a queue. */
const received = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
const sent = [...received, 'sqs:SendMessage'];

function rightsOn(queue: string, Action: readonly string[]): readonly Statement[] {
  return [{ Effect: 'Allow', Action, Resource: arnOf(queue) }];
}

/** SNS asks for a data key, and for its decryption, in the publisher's name. */
function publishingTo(topics: readonly string[], keys: readonly string[]): readonly Statement[] {
  return [
    { Effect: 'Allow', Action: 'sns:Publish', Resource: topics.map(ref) },
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: keys.map(arnOf),
      Condition: onlyVia('sns'),
    },
  ];
}

/** People are told by the notifier alone. */
const working: readonly Statement[] = [
  ...publishingTo(['AlertTopic'], [alertKey]),
  remembering('dynamodb:Query'),
];

const told = ['EmailTopic', 'ChatTopic', 'OperationsTopic'];
function telling(settings: Settings): readonly Statement[] {
  return [
    ...publishingTo([...told, ...findingTopic(settings)], [alertKey, operationsKey]),
    { Effect: 'Allow', Action: 'sns:ListSubscriptionsByTopic', Resource: told.map(ref) },
    ...importingFindings(settings),
  ];
}

/** Of the table. To look for what is between two keys is what windows need. */
function remembering(...more: readonly string[]): Statement {
  return {
    Effect: 'Allow',
    Action: ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:PutItem', ...more],
    Resource: arnOf('StateTable'),
  };
}
