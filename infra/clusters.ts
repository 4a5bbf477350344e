/** For each cluster: the subscription to its log group, and the alarm on its silence. */
import { logGroupOf } from '../src/decode/envelope.ts';
import type { Settings } from './settings.ts';
import { arnOf, logicalId, type Resource, type Resources, ref, service, sub } from './template.ts';

export function clusters(settings: Settings): Resources {
  const { clusters, objectClusters, silenceMinutes, objectSilenceMinutes } = settings;
  return {
    ...(clusters.length > 0 && { CloudwatchPermission: permission }),
    ...Object.fromEntries(clusters.map((cluster) => [subscriptionId(cluster), subscription(cluster)])),
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

function subscription(cluster: string): Resource {
  return {
    Type: 'AWS::Logs::SubscriptionFilter',
    DependsOn: ['CloudwatchPermission'],
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

/** @param named as `name`, or as `account/name` if it is in another account */
function silence(named: string, minutes: number): Resource {
  const [cluster = '', account] = named.split('/').toReversed();
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `${service}-silence-${named}`,
      AlarmDescription: `No audit event of cluster ${named} for ${minutes} minutes. Somebody may have switched its logging off. docs/runbook.md#silence`,
      Namespace: 'Harrier',
      MetricName: 'Events',
      Dimensions: [
        { Name: 'service', Value: service },
        { Name: 'account', Value: account ?? ref('AWS::AccountId') },
        { Name: 'cluster', Value: cluster },
      ],
      Statistic: 'Sum',
      Period: period * 60,
      EvaluationPeriods: minutes / period,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      AlarmActions: [ref('OperationsTopic')],
      OKActions: [ref('OperationsTopic')],
    },
  };
}
