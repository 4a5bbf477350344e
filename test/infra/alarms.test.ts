/**
 * What AWS measures of the stack is watched under its right name, of the right resource. What Harrier measures itself
 * is held against what the functions write in test/deployed/metrics.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { stack } from './everything.ts';
import { alarmMetrics, dashboardMetrics } from './watched-metrics.ts';

/** Of AWS: a namespace's dimension, the kind of resource that it names, and the metrics that have it alone. */
const aws: Readonly<
  Record<string, { dimension: string; type: string; statistics: Record<string, string[]> }>
> = {
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  'AWS/Lambda': {
    dimension: 'FunctionName',
    type: 'AWS::Lambda::Function',
    statistics: {
      Invocations: ['Sum'],
      Errors: ['Sum'],
      Throttles: ['Sum'],
      AsyncEventsDropped: ['Sum'],
      DestinationDeliveryFailures: ['Sum'],
      RecursiveInvocationsDropped: ['Sum'],
      Duration: ['Average', 'Maximum', 'p50', 'p90', 'p99'],
    },
  },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  'AWS/SQS': {
    dimension: 'QueueName',
    type: 'AWS::SQS::Queue',
    statistics: {
      ApproximateNumberOfMessagesVisible: ['Maximum'],
      ApproximateAgeOfOldestMessage: ['Maximum'],
    },
  },
  // https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
  'AWS/SNS': {
    dimension: 'TopicName',
    type: 'AWS::SNS::Topic',
    statistics: { NumberOfNotificationsFailed: ['Sum'] },
  },
  // Of a query, which takes all that have the dimension, whatever others they have.
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
  'AWS/Logs': {
    dimension: 'FilterName',
    type: 'AWS::Logs::SubscriptionFilter',
    statistics: { DeliveryErrors: ['Sum'], DeliveryThrottling: ['Sum'] },
  },
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html, of the default event bus
  'AWS/Events': {
    dimension: 'RuleName',
    type: 'AWS::Events::Rule',
    statistics: { InvocationsFailedToBeSentToDlq: ['Sum'] },
  },
  // https://docs.aws.amazon.com/firehose/latest/dev/cloudwatch-metrics.html
  'AWS/Firehose': {
    dimension: 'DeliveryStreamName',
    type: 'AWS::KinesisFirehose::DeliveryStream',
    statistics: {
      'DeliveryToS3.DataFreshness': ['Maximum', 'Average', 'Minimum'],
      ThrottledRecords: ['Sum'],
    },
  },
};

/** What CloudWatch knows a resource by, where that is not what `Ref` gives. */
const names: Readonly<Record<string, (id: string) => unknown>> = {
  'AWS::SQS::Queue': (id) => stack.resolve({ 'Fn::GetAtt': [id, 'QueueName'] }),
  'AWS::SNS::Topic': (id) => stack.resolve({ 'Fn::GetAtt': [id, 'TopicName'] }),
  'AWS::Logs::SubscriptionFilter': (id) => stack.property(id, 'FilterName'),
};
const nameOf = (id: string): unknown =>
  (names[stack.resource(id).Type] ?? ((other) => stack.resolve({ Ref: other })))(id);

/** By the last part of its name: what an alarm on AWS's metrics is about. */
const about: Readonly<Record<string, readonly [metric: string, resource: string]>> = {
  'dead-deliveries': ['ApproximateNumberOfMessagesVisible', 'CloudwatchDeadLetters'],
  'dead-alerts': ['ApproximateNumberOfMessagesVisible', 'AlertDeadLetters'],
  'alerts-waiting': ['ApproximateAgeOfOldestMessage', 'AlertQueue'],
  'notify-stopped': ['Invocations', 'NotifyLambdaFunction'],
  'dead-objects': ['ApproximateNumberOfMessagesVisible', 'ObjectDeadLetters'],
  dropped: ['DestinationDeliveryFailures', 'CloudwatchLambdaFunction'],
  'given-up': ['AsyncEventsDropped', 'CloudwatchLambdaFunction'],
  'undelivered-alerts': ['NumberOfNotificationsFailed', 'AlertTopic'],
  'undelivered-emails': ['NumberOfNotificationsFailed', 'EmailTopic'],
  'undelivered-chat': ['NumberOfNotificationsFailed', 'ChatTopic'],
  'undelivered-findings': ['NumberOfNotificationsFailed', 'FindingTopic'],
  'delivery-errors': ['DeliveryErrors', stack.ofType('AWS::Logs::SubscriptionFilter')[0] ?? ''],
  'delivery-throttling': ['DeliveryThrottling', stack.ofType('AWS::Logs::SubscriptionFilter')[0] ?? ''],
  'arrival-late': ['DeliveryToS3.DataFreshness', 'Arrival'],
  'arrival-throttled': ['ThrottledRecords', 'Arrival'],
  errors: ['Errors', 'CloudwatchLambdaFunction'],
  'object-errors': ['Errors', 'S3LambdaFunction'],
  throttles: ['Throttles', 'CloudwatchLambdaFunction'],
  'object-throttles': ['Throttles', 'S3LambdaFunction'],
  waiting: ['ApproximateAgeOfOldestMessage', 'ObjectQueue'],
  // Every rule has one, and its name says which.
  ...Object.fromEntries(
    stack
      .ofType('AWS::Events::Rule')
      .filter((id) => 'EventPattern' in stack.resource(id).Properties)
      .map((id) => [`untold-${id.slice(-8)}`, ['InvocationsFailedToBeSentToDlq', id]] as const),
  ),
};

const alarms = alarmMetrics(stack);
const shown = dashboardMetrics(stack);
const ofAws = [...alarms, ...shown].filter(({ namespace }) => namespace !== 'Harrier');

describe('a metric of AWS', () => {
  it.each(ofAws.map((metric) => [metric.at, metric.name, metric] as const))(
    '%s: %s is one',
    (_, name, metric) => {
      const known = aws[metric.namespace];
      expect(known?.statistics, metric.namespace).toHaveProperty(name);
      expect(known?.statistics[name]).toContain(metric.statistic);
      expect(Object.keys(metric.dimensions)).toEqual([known?.dimension]);
      const names = stack.ofType(known?.type ?? '').map(nameOf);
      expect(names).toContain(Object.values(metric.dimensions)[0]);
    },
  );

  it.each(Object.entries(about))('%s is watched where its alarm says', (suffix, [name, resource]) => {
    const found = alarms.filter(
      ({ at }) => stack.property(at, 'AlarmName') === `harrier-production-${suffix}`,
    );
    expect(found).toMatchObject([{ name, dimensions: expect.anything() }]);
    expect(Object.values(found[0]?.dimensions ?? {})).toEqual([nameOf(resource)]);
  });

  it('has no alarm that is not said here', () => {
    const suffixes = ofAws
      .filter((metric) => alarms.includes(metric))
      .map(({ at }) => String(stack.property(at, 'AlarmName')).replace('harrier-production-', ''));
    expect(suffixes.toSorted()).toEqual(Object.keys(about).toSorted());
  });
});

it('all subscription filters have the name that is watched', () => {
  expect(new Set(stack.ofType('AWS::Logs::SubscriptionFilter').map(nameOf)).size).toBe(1);
});

it('the model of usual alerts is that of the alarm', () => {
  const [model = ''] = stack.ofType('AWS::CloudWatch::AnomalyDetector');
  const { Stat, ...metric } = stack.property(model, 'SingleMetricAnomalyDetector') as { Stat: string };
  const [alarmed] = stack.property('AlertRateAlarm', 'Metrics') as readonly { MetricStat: object }[];
  expect(alarmed?.MetricStat).toMatchObject({ Metric: metric, Stat });
  expect(stack.resource('AlertRateAlarm').DependsOn).toEqual([model]);
});

it('every queue and every function is on the dashboard', () => {
  const values = new Set(shown.flatMap(({ dimensions }) => Object.values(dimensions)));
  for (const id of [...stack.ofType('AWS::SQS::Queue'), ...stack.ofType('AWS::Lambda::Function')])
    expect(values, id).toContain(nameOf(id));
});

/** One line an alarm: what it compares, and when it rings. */
function summary(id: string): string {
  const properties = stack.resolve(stack.resource(id).Properties) as Record<string, unknown>;
  const { Threshold, ThresholdMetricId, Period, EvaluationPeriods, DatapointsToAlarm } = properties;
  const { ComparisonOperator, TreatMissingData, AlarmName, Metrics } = properties;
  const watched = alarms.filter(({ at }) => at === id).map(({ name, statistic }) => `${statistic}(${name})`);
  const parts = (Metrics ?? []) as {
    Expression?: string;
    Period?: number;
    MetricStat?: { Period: number };
  }[];
  const expressions = parts.flatMap(({ Expression }) => (Expression === undefined ? [] : [Expression]));
  const period = Period ?? parts.map((part) => part.MetricStat?.Period ?? part.Period).find(Boolean);
  return [
    String(AlarmName).replace('harrier-production-', ''),
    [...watched, ...expressions].join(', '),
    `${ComparisonOperator} ${Threshold ?? ThresholdMetricId}`,
    `${DatapointsToAlarm ?? EvaluationPeriods} of ${EvaluationPeriods} periods of ${period} s`,
    `without data ${TreatMissingData}`,
  ].join(' | ');
}

it('alarms ring when they should', async () => {
  const lines = stack.ofType('AWS::CloudWatch::Alarm').map(summary).toSorted();
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/alarms.txt');
});
