/** The dashboard: first what the clusters do and whether it arrives, then what Harrier does and costs. */
import type { Settings } from './settings.ts';
import { type Resources, service, sub } from './template.ts';
import { alertTopics } from './topics.ts';

const width = 12;
const height = 6;

type Metric = readonly unknown[];

const own = (name: string, options: object = {}): Metric => ['Harrier', name, 'service', service, options];
const lambda = (name: string, which: 'cloudwatch' | 's3' | 'notify', options: object = {}): Metric => [
  'AWS/Lambda',
  name,
  'FunctionName',
  `${service}-${which}`,
  { label: which, ...options },
];
const queue = (name: string, label: string): Metric => [
  'AWS/SQS',
  'ApproximateNumberOfMessagesVisible',
  'QueueName',
  `\${${name}.QueueName}`,
  { label, stat: 'Maximum' },
];

function graph(title: string, metrics: readonly Metric[], stat = 'Sum') {
  const properties = { title, metrics, stat, period: 300, region: '${AWS::Region}', view: 'timeSeries' };
  return { type: 'metric', properties };
}

/** Metrics by the values of dimensions, whichever there are. */
function graphBy(title: string, name: string, ...dimensions: readonly string[]) {
  const search = `SEARCH('{Harrier,service,${dimensions.join(',')}} MetricName="${name}" service="${service}"', 'Sum', 300)`;
  return graph(title, [[{ expression: search, id: 'e1', label: '' }]]);
}

function table(title: string, query: string) {
  const groups = ['cloudwatch', 's3'].map((name) => `SOURCE '/aws/lambda/${service}-${name}'`).join(' | ');
  return {
    type: 'log',
    properties: { title, query: `${groups} | ${query}`, region: '${AWS::Region}', view: 'table' },
  };
}

const widgets = [
  graphBy('Events by cluster', 'Events', 'account', 'cluster'),
  graphBy('Alerts by severity', 'Alerts', 'severity'),
  graphBy('Alerts by rule', 'Alerts', 'rule'),
  table(
    'Alerts by rule and cluster',
    'filter message = "an alert was published" | stats count(*) as alerts by ruleName, severity, cluster | sort alerts desc | limit 50',
  ),
  graph('Age of events when processed, and of alerts when published (ms)', [
    own('EventLag', { stat: 'p50', label: 'events, median' }),
    own('AlertLag', { stat: 'p50', label: 'alerts, median' }),
    own('AlertLag', { stat: 'Maximum', label: 'alerts, slowest' }),
  ]),
  graph('Waiting and dead letters', [
    queue('Retries', 'failed deliveries that are tried again'),
    queue('ObjectQueue', 'objects'),
    queue('CloudwatchDeadLetters', 'dead deliveries'),
    queue('ObjectDeadLetters', 'dead objects'),
    queue('AlertQueue', 'alerts'),
    queue('AlertDeadLetters', 'dead alerts'),
  ]),
  graph('Messages to people, and incidents that are open', [
    own('Notifications', { label: 'messages' }),
    own('OpenIncidents', { stat: 'Maximum', label: 'open incidents' }),
    own('FailedNotifications', { label: 'messages that failed' }),
    own('IncidentsForgotten', { label: 'incidents forgotten' }),
    own('MissingSubscriptions', { stat: 'Maximum', label: 'missing subscriptions' }),
  ]),
  graph('From act to first message (ms)', [
    own('NotificationLag', { stat: 'p50', label: 'median' }),
    own('NotificationLag', { stat: 'Maximum', label: 'slowest' }),
  ]),
  graph('What went wrong', [
    own('FailedDeliveries'),
    own('UndecodableRecords'),
    own('RuleFailures'),
    own('PartialEvents'),
    own('ObjectsGone'),
    own('SequenceActsCut'),
    own('GroupEventsCut'),
    own('QueryWarnings'),
  ]),
  graph('Invocations', [
    lambda('Invocations', 'cloudwatch'),
    lambda('Invocations', 's3'),
    lambda('Invocations', 'notify'),
  ]),
  graph('Errors and throttles', [
    lambda('Errors', 'cloudwatch', { label: 'cloudwatch errors' }),
    lambda('Errors', 's3', { label: 's3 errors' }),
    lambda('Errors', 'notify', { label: 'notify errors' }),
    lambda('Throttles', 'cloudwatch', { label: 'cloudwatch throttles' }),
    lambda('Throttles', 's3', { label: 's3 throttles' }),
    lambda('AsyncEventsDropped', 'cloudwatch', { label: 'deliveries that Lambda gave up' }),
  ]),
  graph(
    'Alerts that SNS could not deliver',
    alertTopics.map((name) => [
      'AWS/SNS',
      'NumberOfNotificationsFailed',
      'TopicName',
      `\${${name}.TopicName}`,
      { label: name },
    ]),
  ),
  graph('Duration (ms)', [lambda('Duration', 'cloudwatch'), lambda('Duration', 's3')], 'p90'),
  graph('What it costs: state requests and units', [
    own('StateReads'),
    own('StateWrites'),
    own('StateReadUnits'),
    own('StateWriteUnits'),
  ]),
];

/** Dashboards are of the account, not of a region; stacks in two regions must not share one. */
export function dashboard(_settings: Settings): Resources {
  const placed = widgets.map((widget, index) => ({
    ...widget,
    x: (index % 2) * width,
    y: Math.floor(index / 2) * height,
    width,
    height,
  }));
  return {
    Dashboard: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: {
        DashboardName: sub(`${service}-\${AWS::Region}`),
        DashboardBody: sub(JSON.stringify({ widgets: placed })),
      },
    },
  };
}
