/** Where alerts go, and where Harrier's own alarms go. */
import { findingTopic } from './findings.ts';
import type { Settings } from './settings.ts';
import { onlyFor, policy, type Resources, ref, type Statement, service, sub, tlsOnly } from './template.ts';

/**
 * A topic for each kind of reader, with the same alerts and the same attributes to filter by: JSON for programs, text
 * for e-mail, and what Amazon Q Developer posts to Slack and Teams.
 */
export const alertTopics = ['AlertTopic', 'EmailTopic', 'ChatTopic'] as const;

/**
 * Keys of our own, since CloudWatch alarms cannot publish to a topic that is encrypted with SNS's key; and two, so
 * that an alarm can still tell of alerts that the other key holds up. To replace one, see docs/runbook.md#keys.
 */
export const alertKey = 'TopicKey';
export const operationsKey = 'OperationsKey';
const ofAlarms: ReadonlySet<string> = new Set(['OperationsTopic', 'SilenceTopic']);

/** What people see as the sender of an e-mail. */
const displayNames = {
  AlertTopic: 'Harrier',
  EmailTopic: 'Harrier',
  ChatTopic: 'Harrier chat',
  OperationsTopic: 'Harrier operations',
  SilenceTopic: 'Harrier silence',
  FindingTopic: 'Harrier findings',
} as const;

type Topic = keyof typeof displayNames;

export function topics(settings: Settings): Resources {
  return {
    ...key(alertKey, `Alerts of ${service}`, service),
    ...key(operationsKey, `Alarms of ${service}`, `${service}-operations`, {
      Sid: 'Alarms',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: onlyAlarms(),
    }),
    // The functions publish by their roles. Nobody else in the account has been given anything here.
    ...Object.fromEntries(
      [...alertTopics, ...findingTopic(settings)].flatMap((name) => Object.entries(topic(name))),
    ),
    ...topic('OperationsTopic', alarming('OperationsTopic')),
    // Of clusters that fall silent, which may be hundreds at once: people get them together (notifier.ts).
    ...topic('SilenceTopic', alarming('SilenceTopic')),
  };
}

function alarming(name: Topic): Statement {
  return {
    Sid: 'Alarms',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: ref(name),
    Condition: onlyAlarms(),
  };
}

export function topicOutputs(settings: Settings) {
  return {
    AlertTopicArn: output(
      'AlertTopic',
      'Subscribe programs to it, for alerts as JSON (docs/subscriptions.md)',
    ),
    EmailTopicArn: output('EmailTopic', 'Subscribe people to it, for alerts by e-mail'),
    ChatTopicArn: output('ChatTopic', 'Subscribe chat channels to it, for alerts in Slack and Teams'),
    OperationsTopicArn: output('OperationsTopic', "Subscribe to it for Harrier's own alarms"),
    ...(findingTopic(settings).length > 0 && {
      FindingTopicArn: output('FindingTopic', 'Subscribe programs to it, for alerts as OCSF findings'),
    }),
  };
}

function output(topic: Topic, Description: string) {
  return { Description, Value: ref(topic) };
}

/**
 * A topic's policy does not take `sns:*`; these are what its default policy has.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
 */
const ofTopics = [
  'AddPermission',
  'DeleteTopic',
  'GetTopicAttributes',
  'ListSubscriptionsByTopic',
  'Publish',
  'RemovePermission',
  'SetTopicAttributes',
  'Subscribe',
].map((action) => `sns:${action}`);

function topic(name: Topic, ...statements: readonly Statement[]): Resources {
  return {
    [name]: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        DisplayName: displayNames[name],
        KmsMasterKeyId: ref(ofAlarms.has(name) ? operationsKey : alertKey),
      },
    },
    [`${name}Policy`]: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [ref(name)],
        PolicyDocument: policy(...statements, tlsOnly(ofTopics, ref(name))),
      },
    },
  };
}

function onlyAlarms() {
  return onlyFor(
    sub(`arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:${service}-*`),
  );
}

/** It outlives the stack, and its successor: SNS may still try to deliver what it has encrypted. */
function key(
  name: string,
  Description: string,
  alias: string,
  ...statements: readonly Statement[]
): Resources {
  const owner: Statement = {
    Sid: 'Owner',
    Effect: 'Allow',
    Principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
    Action: 'kms:*',
    Resource: '*',
  };
  return {
    [name]: {
      Type: 'AWS::KMS::Key',
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { Description, EnableKeyRotation: true, KeyPolicy: policy(owner, ...statements) },
    },
    [`${name}Alias`]: {
      Type: 'AWS::KMS::Alias',
      Properties: { AliasName: `alias/${alias}`, TargetKeyId: ref(name) },
    },
  };
}
