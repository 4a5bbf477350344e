/** Where alerts go, and where Harrier's own alarms go. */
import {
  onlyFor,
  policy,
  type Resource,
  type Resources,
  ref,
  type Statement,
  service,
  sub,
  tlsOnly,
} from './template.ts';

/**
 * A topic for each kind of reader, with the same alerts and the same attributes to filter by: JSON for programs, text
 * for e-mail, and what Amazon Q Developer posts to Slack and Teams.
 */
export const alertTopics = ['AlertTopic', 'EmailTopic', 'ChatTopic'] as const;

/** What people see as the sender of an e-mail. */
const displayNames = {
  AlertTopic: 'Harrier',
  EmailTopic: 'Harrier',
  ChatTopic: 'Harrier chat',
  OperationsTopic: 'Harrier operations',
} as const;

type Topic = keyof typeof displayNames;

export function topics(): Resources {
  return {
    TopicKey: key,
    TopicKeyAlias: {
      Type: 'AWS::KMS::Alias',
      Properties: { AliasName: `alias/${service}`, TargetKeyId: ref('TopicKey') },
    },
    // The functions publish by their roles. Nobody else in the account has been given anything here.
    ...Object.fromEntries(alertTopics.flatMap((name) => Object.entries(topic(name)))),
    ...topic('OperationsTopic', {
      Sid: 'Alarms',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: ref('OperationsTopic'),
      Condition: onlyAlarms(),
    }),
  };
}

export const topicOutputs = {
  AlertTopicArn: output('AlertTopic', 'Subscribe programs to it, for alerts as JSON (docs/subscriptions.md)'),
  EmailTopicArn: output('EmailTopic', 'Subscribe people to it, for alerts by e-mail'),
  ChatTopicArn: output('ChatTopic', 'Subscribe chat channels to it, for alerts in Slack and Teams'),
  OperationsTopicArn: output('OperationsTopic', "Subscribe to it for Harrier's own alarms"),
} as const;

function output(topic: Topic, Description: string) {
  return { Description, Value: ref(topic) };
}

function topic(name: Topic, ...statements: readonly Statement[]): Resources {
  return {
    [name]: {
      Type: 'AWS::SNS::Topic',
      Properties: { DisplayName: displayNames[name], KmsMasterKeyId: ref('TopicKey') },
    },
    [`${name}Policy`]: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [ref(name)],
        PolicyDocument: policy(...statements, tlsOnly('sns:Publish', ref(name))),
      },
    },
  };
}

function onlyAlarms() {
  return onlyFor(
    sub(`arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:${service}-*`),
  );
}

/** A key of our own, since CloudWatch alarms cannot publish to a topic that is encrypted with SNS's key. */
const key: Resource = {
  Type: 'AWS::KMS::Key',
  Properties: {
    Description: `Alerts and alarms of ${service}`,
    EnableKeyRotation: true,
    PendingWindowInDays: 30,
    KeyPolicy: policy(
      {
        Sid: 'Owner',
        Effect: 'Allow',
        Principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Alarms',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: onlyAlarms(),
      },
    ),
  },
};
