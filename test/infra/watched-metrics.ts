/** Every metric that the template watches: of alarms, and on the dashboard. */
import type { Stack } from './stack.ts';

export interface WatchedMetric {
  /** Where: an alarm's logical id, or the title of a graph. */
  readonly at: string;
  readonly namespace: string;
  readonly name: string;
  /** By name; undefined where any value is watched. */
  readonly dimensions: Readonly<Record<string, string | undefined>>;
  /** `Sum`, `Maximum`, `p50`. */
  readonly statistic: string;
}

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

interface CountedMetric {
  readonly Namespace?: string | undefined;
  readonly MetricName?: string | undefined;
  readonly Dimensions?: readonly Dimension[] | undefined;
  readonly Stat?: string | undefined;
}

interface AlarmProperties {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Metrics?: readonly {
    readonly Expression?: string;
    readonly MetricStat?: {
      readonly Metric: {
        readonly Namespace: string;
        readonly MetricName: string;
        readonly Dimensions: readonly Dimension[];
      };
      readonly Stat: string;
    };
  }[];
}

export function alarmMetrics(stack: Stack): readonly WatchedMetric[] {
  return stack.ofType('AWS::CloudWatch::Alarm').flatMap((at) => {
    const { Metrics, Namespace, MetricName, Dimensions, Statistic, ExtendedStatistic } = stack.resolve(
      stack.resource(at).Properties,
    ) as AlarmProperties;
    const single = { Namespace, MetricName, Dimensions, Stat: Statistic ?? ExtendedStatistic };
    const all: readonly CountedMetric[] = Metrics?.flatMap(({ MetricStat, Expression = '' }) =>
      MetricStat === undefined ? queried(Expression) : [{ ...MetricStat.Metric, Stat: MetricStat.Stat }],
    ) ?? [single];
    return all.map(({ Namespace = '', MetricName = '', Dimensions = [], Stat = '' }) => ({
      at,
      namespace: Namespace,
      name: MetricName,
      dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
      statistic: Stat,
    }));
  });
}

/**
 * `SELECT SUM(name) FROM "namespace" WHERE dimension = 'value'`; nothing for metric math.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 */
function queried(expression: string): readonly CountedMetric[] {
  if (!expression.startsWith('SELECT ')) return [];
  const [, statistic, MetricName, Namespace, Name, Value] =
    /^SELECT ([A-Z]+)\((\w+)\) FROM "([^"]+)" WHERE (\w+) = '([^']+)'$/.exec(expression) ?? [];
  if (Name === undefined || Value === undefined) throw new Error(`the query ${expression} is not known here`);
  return [
    { Namespace, MetricName, Dimensions: [{ Name, Value }], Stat: statistic === 'SUM' ? 'Sum' : statistic },
  ];
}

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title: string;
    readonly stat: string;
    readonly metrics: readonly (readonly unknown[])[];
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export function dashboardMetrics(stack: Stack): readonly WatchedMetric[] {
  return stack.ofType('AWS::CloudWatch::Dashboard').flatMap((id) => {
    const { widgets } = JSON.parse(String(stack.property(id, 'DashboardBody'))) as {
      widgets: readonly Widget[];
    };
    const graphs = widgets.filter(({ type }) => type === 'metric').map(({ properties }) => properties);
    return graphs.flatMap(({ title, stat, metrics }) => metrics.map((line) => metricOf(title, stat, line)));
  });
}

/** `[namespace, name, dimension, value, …, options]`, or options with an expression. */
function metricOf(at: string, graphStatistic: string, line: readonly unknown[]): WatchedMetric {
  const options = (typeof line.at(-1) === 'object' ? line.at(-1) : {}) as Record<string, string>;
  if (options.expression !== undefined) return searched(at, options.expression);
  const texts = line.filter((part): part is string => typeof part === 'string');
  const [namespace = '', name = '', ...rest] = texts;
  const dimensions: Record<string, string> = {};
  for (let i = 0; i < rest.length; i += 2) dimensions[rest[i] ?? ''] = rest[i + 1] ?? '';
  return { at, namespace, name, dimensions, statistic: options.stat ?? graphStatistic };
}

/**
 * `SEARCH('{namespace,dimension,…} MetricName="…" dimension="…"', 'statistic', period)`:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
function searched(at: string, expression: string): WatchedMetric {
  const [, schema = '', terms = '', statistic = ''] =
    /^SEARCH\('\{([^}]+)\} ([^']*)', '(\w+)', \d+\)$/.exec(expression) ?? [];
  const [namespace = '', ...names] = schema.split(',');
  const given = Object.fromEntries(
    [...terms.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const { MetricName = '', ...values } = given;
  const dimensions = Object.fromEntries(names.map((name) => [name, values[name]]));
  return { at, namespace, name: MetricName, dimensions: { ...dimensions, ...values }, statistic };
}
