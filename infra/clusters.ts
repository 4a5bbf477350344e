/** For each cluster: the subscription to its log group, and the alarm on its silence. */
import { logGroupOf } from '../src/decode/envelope.ts';
import type { Settings } from './settings.ts';
import { arnOf, logicalId, type Resource, type Resources, ref, service, sub } from './template.ts';

export function clusters(settings: Settings): Resources {
  const { clusters, objectClusters, silenceMinutes, objectSilenceMinutes } = settings;
  return {
    ...(clusters.length > 0 && { CloudwatchPermission: permission }),
    ...subscriptions(clusters),
    ...Object.fromEntries(
      clusters.map((cluster) => [logicalId('Silence', cluster), silence(cluster, silenceMinutes)]),
    ),
    ...Object.fromEntries(
      objectClusters.map((cluster) => [
        logicalId('Silence', cluster),
        silence(cluster, objectSilenceMinutes),
      ]),
    ),
  };
}

/** One for all clusters: a function's policy has room for about fifty. */
const permission: Resource = {
  Type: 'AWS::Lambda::Permission',
  Properties: {
    FunctionName: arnOf('CloudwatchLambdaFunction'),
    Action: 'lambda:InvokeFunction',
    Principal: 'logs.amazonaws.com',
    SourceAccount: ref('AWS::AccountId'),
    SourceArn: sub(
      `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${logGroupOf('*')}:*`,
    ),
  },
};

/** The logical id of a cluster's subscription. */
export const subscriptionId = (cluster: string): string => logicalId('Subscription', cluster);

/**
 * What CloudFormation does not order it makes at once. Of some 70 filters one then finds CloudWatch Logs' rate exceeded,
 * which CloudFormation does not try again: the stack rolls back (https://github.com/aws/aws-cdk/issues/34679). So each waits
 * for the one before it in its chain.
 */
const chains = 4;

function subscriptions(clusters: readonly string[]): Resources {
  const ids = clusters.map(subscriptionId);
  return Object.fromEntries(
    clusters.map((cluster, i) => {
      const before = ids[i - chains];
      return [subscriptionId(cluster), subscription(cluster, before === undefined ? [] : [before])];
    }),
  );
}

/** What keeps a delivery that fails, as osls names it: without these it would be dropped. */
const keepsFailures = ['CloudwatchLambdaEvConf', 'CloudwatchEventSourceMappingSQSRetries'];

function subscription(cluster: string, before: readonly string[]): Resource {
  return {
    Type: 'AWS::Logs::SubscriptionFilter',
    DependsOn: ['CloudwatchPermission', ...keepsFailures, ...before],
    Properties: {
      LogGroupName: logGroupOf(cluster),
      FilterName: service,
      // Everything: a pattern that reads JSON would not match a record that was cut.
      FilterPattern: '',
      DestinationArn: arnOf('CloudwatchLambdaFunction'),
    },
  };
}

const period = 5;

/**
 * Events are counted where there are some, so silence is data that is missing. For that an alarm looks further back
 * than its periods, and finds what came before: it would ring some ten minutes late. So zeros are filled in. Where a
 * cluster has never been heard of there may be nothing to fill.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @param named as `name`, or as `account/name` if it is in another account
 */
function silence(named: string, minutes: number): Resource {
  const [cluster = '', account] = named.split('/').toReversed();
  const events = {
    Namespace: 'Harrier',
    MetricName: 'Events',
    Dimensions: [
      { Name: 'service', Value: service },
      { Name: 'account', Value: account ?? ref('AWS::AccountId') },
      { Name: 'cluster', Value: cluster },
    ],
  };
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `${service}-silence-${named}`,
      AlarmDescription: `No audit event of cluster ${named} for ${minutes} minutes. Somebody may have switched its logging off. docs/runbook.md#silence`,
      Metrics: [
        {
          Id: 'counted',
          MetricStat: { Metric: events, Period: period * 60, Stat: 'Sum' },
          ReturnData: false,
        },
        { Id: 'events', Expression: 'FILL(counted, 0)', Label: 'events' },
      ],
      EvaluationPeriods: minutes / period,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      AlarmActions: [ref('SilenceTopic')],
      OKActions: [ref('SilenceTopic')],
    },
  };
}
