/** What Harrier says of itself when it does not work. Silence of a cluster is in clusters.ts. */
import { objectRules } from './buckets.ts';
import { hasDestination } from './other-accounts.ts';
import type { Settings } from './settings.ts';
import { type Resource, type Resources, ref, service } from './template.ts';

/** Where a metric is, as CloudWatch names it. */
interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
}

const own = (MetricName: string): Metric => ({
  Namespace: 'Harrier',
  MetricName,
  Dimensions: [{ Name: 'service', Value: service }],
});
const lambda = (MetricName: string, name: 'Cloudwatch' | 'S3' | 'Notify'): Metric => ({
  Namespace: 'AWS/Lambda',
  MetricName,
  Dimensions: [{ Name: 'FunctionName', Value: ref(`${name}LambdaFunction`) }],
});
const queue = (MetricName: string, name: string): Metric => ({
  Namespace: 'AWS/SQS',
  MetricName,
  Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [name, 'QueueName'] } }],
});

const topic = (MetricName: string, name: string): Metric => ({
  Namespace: 'AWS/SNS',
  MetricName,
  Dimensions: [{ Name: 'TopicName', Value: { 'Fn::GetAtt': [name, 'TopicName'] } }],
});
const stream = (MetricName: string): Metric => ({
  Namespace: 'AWS/Firehose',
  MetricName,
  Dimensions: [{ Name: 'DeliveryStreamName', Value: ref('Arrival') }],
});

/**
 * Of all subscription filters of this stack together; whichever other dimensions the metric has.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 */
const filters = (name: string) =>
  ({ query: `SELECT SUM(${name}) FROM "AWS/Logs" WHERE FilterName = '${service}'` }) as const;

interface Alarm {
  readonly metric: Metric | ReturnType<typeof filters>;
  /** The heading in docs/runbook.md that says what to do. */
  readonly section: string;
  readonly says: string;
  /** It rings above it; 0 if not given. */
  readonly threshold?: number;
  /** It rings where there is no data, and below the threshold. */
  readonly isHeartbeat?: true;
  readonly statistic?: Readonly<Record<string, string>>;
  /** Seconds; five minutes if not given. */
  readonly period?: number;
  /** In so many periods, of so many; at once if not given. */
  readonly periods?: readonly [bad: number, of: number];
}

const sum = { Statistic: 'Sum' };
const maximum = { Statistic: 'Maximum' };
/** A quarter of an hour: what a retry mends is over by then. */
const lasting = [3, 3] as const;

/** By the last part of their names. */
function alarms(settings: Settings): Readonly<Record<string, Alarm>> {
  return {
    ...alwaysThere(settings),
    ...(settings.clusters.length > 0 && ofLogGroups),
    ...(hasDestination(settings) && ofOtherAccounts),
    ...ofBuckets(settings),
    ...(settings.ocsf && undelivered([['undelivered-findings', 'FindingTopic', 'OCSF']])),
  };
}

const alwaysThere = (settings: Settings): Readonly<Record<string, Alarm>> => ({
  'dead-deliveries': {
    metric: queue('ApproximateNumberOfMessagesVisible', 'CloudwatchDeadLetters'),
    statistic: maximum,
    section: 'dead-letters',
    says: 'Deliveries of CloudWatch Logs failed for good and wait in the dead-letter queue.',
  },
  'dead-objects': {
    metric: queue('ApproximateNumberOfMessagesVisible', 'ObjectDeadLetters'),
    statistic: maximum,
    section: 'dead-letters',
    says: 'Objects failed for good and wait in the dead-letter queue.',
  },
  dropped: {
    metric: lambda('DestinationDeliveryFailures', 'Cloudwatch'),
    section: 'dropped',
    says: 'Lambda could not keep a failed delivery. It is lost unless it is read from the log group again.',
  },
  'given-up': {
    metric: lambda('AsyncEventsDropped', 'Cloudwatch'),
    periods: [2, 3],
    section: 'given-up',
    says: 'Lambda gives deliveries of CloudWatch Logs up. They come late, by the queue of retries.',
  },
  errors: {
    metric: lambda('Errors', 'Cloudwatch'),
    periods: lasting,
    section: 'errors',
    says: 'Deliveries of CloudWatch Logs fail and are tried again.',
  },
  'object-errors': {
    metric: lambda('Errors', 'S3'),
    periods: [2, 3],
    section: 'errors',
    says: 'The function for objects fails as a whole, by time or memory.',
  },
  'failed-deliveries': {
    metric: own('FailedDeliveries'),
    periods: lasting,
    section: 'errors',
    says: 'Deliveries fail and are tried again.',
  },
  throttles: {
    metric: lambda('Throttles', 'Cloudwatch'),
    periods: lasting,
    section: 'throttles',
    says: 'Lambda has no room for the function of CloudWatch Logs; deliveries wait.',
  },
  'object-throttles': {
    metric: lambda('Throttles', 'S3'),
    periods: lasting,
    section: 'throttles',
    says: 'Lambda has no room for the function of objects; they wait.',
  },
  lag: {
    metric: own('EventLag'),
    statistic: { ExtendedStatistic: 'p50' },
    threshold: settings.lagMinutes * 60_000,
    periods: lasting,
    section: 'lag',
    says: 'Events are old when they are processed.',
  },
  waiting: {
    metric: queue('ApproximateAgeOfOldestMessage', 'ObjectQueue'),
    statistic: maximum,
    threshold: 3600,
    periods: lasting,
    section: 'waiting',
    says: 'Objects have been waiting in the queue for an hour.',
  },
  undecodable: {
    metric: own('UndecodableRecords'),
    section: 'undecodable',
    says: 'Records could not be decoded, so no rule has seen them.',
  },
  'partial-events': {
    metric: own('PartialEvents'),
    threshold: settings.partialEventsPerHour,
    period: 3600,
    section: 'partial-events',
    says: `More than ${settings.partialEventsPerHour} events in an hour were cut at CloudWatch's size limit. Rules saw what was left of them. Somebody may be hiding the rest.`,
  },
  'objects-gone': {
    metric: own('ObjectsGone'),
    section: 'objects-gone',
    says: 'Objects were gone before they were read, or other ones, so no rule has seen their events.',
  },
  'alert-flood': {
    metric: own('Alerts'),
    threshold: settings.alertsPerHour,
    period: 3600,
    section: 'alert-rate',
    says: `More than ${settings.alertsPerHour} alerts in an hour.`,
  },
  ...ofNotifier,
  'rule-failures': {
    metric: own('RuleFailures'),
    section: 'rule-failures',
    says: 'A rule failed on an event, so it may have missed an act.',
  },
  'sequence-acts-cut': {
    metric: own('SequenceActsCut'),
    section: 'sequence-acts-cut',
    says: 'A caller repeats what a sequence begins with or goes on with so often that not all of it is remembered. A sequence of what comes late may be missed.',
  },
  'group-events-cut': {
    metric: own('GroupEventsCut'),
    section: 'group-events-cut',
    says: 'A group of an ES|QL rule, or an event in it, is larger than what is remembered. Its alert may be missed, or be of a part.',
  },
  ...undelivered([
    ['undelivered-alerts', 'AlertTopic', 'programs'],
    ['undelivered-emails', 'EmailTopic', 'e-mail'],
    ['undelivered-chat', 'ChatTopic', 'chat'],
  ]),
});

function undelivered(
  topics: readonly (readonly [name: string, topicName: string, kind: string])[],
): Readonly<Record<string, Alarm>> {
  return Object.fromEntries(
    topics.map(([name, topicName, kind]) => [
      name,
      {
        metric: topic('NumberOfNotificationsFailed', topicName),
        section: 'undelivered-alerts',
        says: `SNS could not deliver alerts to a subscriber of the topic for ${kind}.`,
      },
    ]),
  );
}

/** Whatever is wrong with what tells people is told without it. */
const ofNotifier: Readonly<Record<string, Alarm>> = {
  'dead-alerts': {
    metric: queue('ApproximateNumberOfMessagesVisible', 'AlertDeadLetters'),
    statistic: maximum,
    section: 'dead-letters',
    says: 'Alerts failed for good to join incidents, or to be published as findings, and wait in the dead-letter queue.',
  },
  'alerts-waiting': {
    metric: queue('ApproximateAgeOfOldestMessage', 'AlertQueue'),
    statistic: maximum,
    threshold: 300,
    periods: [2, 3],
    section: 'not-told',
    says: 'Alerts have been waiting for five minutes to join incidents: the function that tells people fails, or has no room.',
  },
  'notify-stopped': {
    metric: lambda('Invocations', 'Notify'),
    threshold: 1,
    isHeartbeat: true,
    periods: lasting,
    section: 'not-told',
    says: 'The function that tells people has not run for a quarter of an hour, though a clock invokes it every minute.',
  },
  'failed-notifications': {
    metric: own('FailedNotifications'),
    periods: [2, 3],
    section: 'not-told',
    says: 'People could not be told. It is tried again until they are.',
  },
  'incidents-forgotten': {
    metric: own('IncidentsForgotten'),
    section: 'incidents-forgotten',
    says: 'More incidents are open than can be remembered. What goes on of those that were forgotten looks like other ones.',
  },
  'missing-subscriptions': {
    metric: own('MissingSubscriptions'),
    statistic: maximum,
    period: 3600,
    section: 'missing-subscriptions',
    says: 'Somebody who is to be told is not subscribed: unconfirmed, switched off or unsubscribed.',
  },
};

/** What is lost before Lambda has it: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html */
const ofLogGroups: Readonly<Record<string, Alarm>> = {
  'delivery-errors': {
    metric: filters('DeliveryErrors'),
    section: 'delivery-errors',
    says: 'CloudWatch Logs could not hand events over to the function, and may have dropped them.',
  },
  'delivery-throttling': {
    metric: filters('DeliveryThrottling'),
    periods: lasting,
    section: 'delivery-errors',
    says: 'CloudWatch Logs cannot hand events over fast enough. It tries for 24 hours.',
  },
};

/** https://docs.aws.amazon.com/firehose/latest/dev/cloudwatch-metrics.html */
const ofOtherAccounts: Readonly<Record<string, Alarm>> = {
  'arrival-late': {
    metric: stream('DeliveryToS3.DataFreshness'),
    statistic: maximum,
    threshold: 900,
    periods: lasting,
    section: 'arrival',
    says: 'Firehose has had events of other accounts for a quarter of an hour and not written them to the bucket.',
  },
  'arrival-throttled': {
    metric: stream('ThrottledRecords'),
    periods: lasting,
    section: 'arrival',
    says: 'More comes from other accounts than Firehose takes. CloudWatch Logs tries for 24 hours.',
  },
};

/**
 * What EventBridge could not hand over it leaves among the dead letters, and counts what it could not leave there either.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
function ofBuckets(settings: Settings): Readonly<Record<string, Alarm>> {
  const ofRules = objectRules(settings).map(({ id, hash, bucket }): [string, Alarm] => [
    `untold-${hash}`,
    {
      metric: {
        Namespace: 'AWS/Events',
        MetricName: 'InvocationsFailedToBeSentToDlq',
        Dimensions: [{ Name: 'RuleName', Value: ref(id) }],
      },
      section: 'untold',
      says: `Objects were written to the bucket ${bucket}, and neither the queue nor its dead-letter queue could be told. No rule will see their events unless they are told of again.`,
    },
  ]);
  return Object.fromEntries(ofRules);
}

export function operationsAlarms(settings: Settings): Resources {
  const resources = Object.entries(alarms(settings)).map(([name, alarm]) => [
    `${name.replace(/(?:^|-)\w/g, (letter) => letter.replace('-', '').toUpperCase())}Alarm`,
    resource(name, alarm),
  ]);
  return { ...Object.fromEntries(resources), AlertRateModel: alertRateModel, AlertRateAlarm: alertRate };
}

function resource(name: string, alarm: Alarm): Resource {
  const { metric, section, says, threshold = 0, statistic = sum, period = 300, isHeartbeat } = alarm;
  const [bad, of] = alarm.periods ?? [1, 1];
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      ...named(name, says, section),
      ...('query' in metric
        ? { Metrics: [{ Id: 'all', Expression: metric.query, Period: period }] }
        : { ...metric, ...statistic, Period: period }),
      EvaluationPeriods: of,
      DatapointsToAlarm: bad,
      Threshold: threshold,
      ComparisonOperator: isHeartbeat ? 'LessThanThreshold' : 'GreaterThanThreshold',
      ...(isHeartbeat && { TreatMissingData: 'breaching' }),
    },
  };
}

/** Without data there is nothing wrong: that a cluster sends none is another alarm's. */
function named(name: string, says: string, section: string) {
  return {
    AlarmName: `${service}-${name}`,
    AlarmDescription: `${says} docs/runbook.md#${section}`,
    TreatMissingData: 'notBreaching',
    AlarmActions: [ref('OperationsTopic')],
  };
}

const alertRatePeriod = 900;

/**
 * Learns from two weeks what is usual. Undeclared it would be made for the alarm all the same, and outlive the stack.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
 */
const alertRateModel: Resource = {
  Type: 'AWS::CloudWatch::AnomalyDetector',
  Properties: { SingleMetricAnomalyDetector: { ...own('Alerts'), Stat: 'Sum' } },
};

const alertRate: Resource = {
  Type: 'AWS::CloudWatch::Alarm',
  DependsOn: ['AlertRateModel'],
  Properties: {
    ...named(
      'alert-rate',
      'Many more alerts than usual. An attack, or a rule that needs an exception.',
      'alert-rate',
    ),
    Metrics: [
      { Id: 'alerts', MetricStat: { Metric: own('Alerts'), Period: alertRatePeriod, Stat: 'Sum' } },
      { Id: 'usual', Expression: 'ANOMALY_DETECTION_BAND(alerts, 4)', Label: 'usual' },
    ],
    ThresholdMetricId: 'usual',
    EvaluationPeriods: 2,
    DatapointsToAlarm: 2,
    ComparisonOperator: 'GreaterThanUpperThreshold',
  },
};
