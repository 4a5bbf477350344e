/** What tells people: alerts and silent clusters come to it by a queue, and a clock wakes it every minute. */
import { addressDigest } from '../src/incident/subscriptions.ts';
import type { Settings } from './settings.ts';
import {
  arnOf,
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

/** Seconds; in serverless.yml as well. Below the time after which another invocation sends what this one was to send. */
const timeout = 90;

/** As the function is told of it, in texts. */
export function notifierEnvironment({ emails, operators }: Settings) {
  const digests = (addresses: readonly string[]) => addresses.map(addressDigest).join(',');
  return { emails: digests(emails), operators: digests(operators.length > 0 ? operators : emails) } as const;
}

export function notifier(): Resources {
  const topics = ['AlertTopic', 'SilenceTopic'];
  return {
    AlertQueue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        ...kept,
        // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html asks for six times the time-out.
        VisibilityTimeout: 6 * timeout,
        RedrivePolicy: { deadLetterTargetArn: arnOf('AlertDeadLetters'), maxReceiveCount: 10 },
      },
    },
    AlertDeadLetters: {
      Type: 'AWS::SQS::Queue',
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: kept,
    },
    ...queuePolicy('AlertQueue', topics),
    // SNS leaves there what it could not leave in the queue.
    ...queuePolicy('AlertDeadLetters', topics),
    ...Object.fromEntries(topics.map((topic) => [`${topic}ToQueue`, subscription(topic)])),
    ...clock(),
  };
}

const kept = { MessageRetentionPeriod: 1_209_600, MaximumMessageSize: 1_048_576, SqsManagedSseEnabled: true };

/** SNS may send what was published to these topics. */
function queuePolicy(queue: string, topics: readonly string[]): Resources {
  const sending: Statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arnOf(queue),
    Condition: onlyFor(...topics.map(ref)),
  };
  return {
    [`${queue}Policy`]: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [ref(queue)],
        PolicyDocument: policy(sending, tlsOnly('sqs:*', arnOf(queue))),
      },
    },
  };
}

function subscription(topic: string): Resource {
  return {
    Type: 'AWS::SNS::Subscription',
    DependsOn: ['AlertQueuePolicy', 'AlertDeadLettersPolicy'],
    Properties: {
      TopicArn: ref(topic),
      Protocol: 'sqs',
      Endpoint: arnOf('AlertQueue'),
      RawMessageDelivery: true,
      RedrivePolicy: { deadLetterTargetArn: arnOf('AlertDeadLetters') },
    },
  };
}

/** A rule that invokes the notifier, and its permission. */
function clock(): Resources {
  const rule = `${service}-notify-tick`;
  return {
    TickRule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: rule,
        Description: 'Tells people what has waited long enough',
        ScheduleExpression: 'rate(1 minute)',
        Targets: [{ Id: 'notify', Arn: arnOf('NotifyLambdaFunction') }],
      },
    },
    TickPermission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: arnOf('NotifyLambdaFunction'),
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceAccount: ref('AWS::AccountId'),
        SourceArn: sub(`arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${rule}`),
      },
    },
  };
}
