/** Of each cluster: whether its log group leads to the function, and when its last event was processed. */
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  DescribeSubscriptionFiltersCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { patience } from '../../../infra/preflight/deployment.ts';
import { logGroupOf } from '../../decode/envelope.ts';
import { auditStreamPrefix } from '../../decode/log-stream.ts';
import { ago, type Finding, unknown, well, wrong } from './finding.ts';
import type { Cluster, Deployed } from './stack.ts';

const minute = 60_000;
/** How far back events are looked for, and how long none may come. */
const lookBack = 24 * 60 * minute;
const longSilence = 60 * minute;
/** What to do about clusters that are not heard of. */
const silence = 'docs/runbook.md#silence';
/** Of the metric, seconds. */
const period = 300;

export async function examineClusters(
  clusters: readonly Cluster[],
  deployed: Deployed,
  now: number,
): Promise<readonly Finding[]> {
  const logs = new CloudWatchLogsClient(deployed.config);
  try {
    const seen = await lastEvents(clusters, deployed, now);
    const findings: Finding[] = [];
    if ('state' in seen) findings.push(seen);
    for (const cluster of clusters) {
      if (cluster.hasLogGroup) findings.push(await examineFilter(logs, cluster.name, deployed));
      if (!('state' in seen))
        findings.push(await examineEvents(logs, cluster, seen.get(keyOf(cluster)), { now, deployed }));
    }
    return findings;
  } finally {
    logs.destroy();
  }
}

const keyOf = ({ account, name }: Cluster): string => `${account}/${name}`;

async function examineFilter(
  logs: CloudWatchLogsClient,
  cluster: string,
  deployed: Deployed,
): Promise<Finding> {
  const { name, config } = deployed;
  const logGroupName = logGroupOf(cluster);
  const functionName = `${name}-cloudwatch`;
  const restore = `aws logs put-subscription-filter --region ${config.region} --log-group-name ${logGroupName} --filter-name ${name} --filter-pattern '' --destination-arn "$(aws lambda get-function --region ${config.region} --function-name ${functionName} --query Configuration.FunctionArn --output text)"`;
  try {
    const { subscriptionFilters = [] } = await logs.send(
      new DescribeSubscriptionFiltersCommand({ logGroupName }),
      patience(),
    );
    const filter = subscriptionFilters.find(({ filterName }) => filterName === name);
    if (filter === undefined) {
      return wrong(
        `${cluster}: the subscription filter of ${logGroupName} is gone, so the function gets nothing. Who took it away is in CloudTrail (DeleteSubscriptionFilter)`,
        restore,
      );
    }
    const to = filter.destinationArn ?? '';
    if (!to.endsWith(`:function:${functionName}`))
      return wrong(`${cluster}: the subscription filter of ${logGroupName} leads to ${to}`, restore);
    if ((filter.filterPattern ?? '') !== '')
      return wrong(
        `${cluster}: the subscription filter of ${logGroupName} leaves events out: its pattern is ${filter.filterPattern}`,
        restore,
      );
    return well(`${cluster}: ${logGroupName} leads to ${functionName}`);
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException')
      return unknown(`${cluster}: the subscription filter`, 'logs:DescribeSubscriptionFilters', error);
    return wrong(
      `${cluster}: there is no log group ${logGroupName}. EKS makes it where audit logging is on; a filter has to be made anew`,
      switchOn(cluster, deployed),
    );
  }
}

/** @param last when events were last processed, epoch milliseconds; undefined if none were */
async function examineEvents(
  logs: CloudWatchLogsClient,
  cluster: Cluster,
  last: number | undefined,
  { now, deployed }: { readonly now: number; readonly deployed: Deployed },
): Promise<Finding> {
  const label = cluster.account === deployed.account ? cluster.name : keyOf(cluster);
  if (last !== undefined && now - last <= longSilence)
    return well(`${label}: the last events were processed ${ago(last, now)}`);
  const found =
    last === undefined
      ? `${label}: no event was processed in the last ${lookBack / 60 / minute} hours`
      : `${label}: the last events were processed ${ago(last, now)}`;
  if (!cluster.hasLogGroup) return wrong(found, silence);
  try {
    const written = await lastWritten(logs, cluster.name);
    if (written === undefined)
      return wrong(`${found}, and its log group has none`, switchOn(cluster.name, deployed));
    const newest = `the newest in its log group is from ${ago(written, now)}`;
    return now - written > lookBack
      ? wrong(`${found}, and ${newest}`, switchOn(cluster.name, deployed))
      : wrong(`${found}; ${newest}`, silence);
  } catch (error) {
    // Another finding says that the log group is gone.
    if ((error as Error).name === 'ResourceNotFoundException') return wrong(found);
    return wrong(found, unknown('its log group', 'logs:DescribeLogStreams', error).text);
  }
}

/** CloudWatch says it with a delay of up to an hour. @returns epoch milliseconds */
async function lastWritten(logs: CloudWatchLogsClient, cluster: string): Promise<number | undefined> {
  const { logStreams = [] } = await logs.send(
    new DescribeLogStreamsCommand({
      logGroupName: logGroupOf(cluster),
      orderBy: 'LastEventTime',
      descending: true,
    }),
    patience(),
  );
  return logStreams.find(({ logStreamName = '' }) => logStreamName.startsWith(auditStreamPrefix))
    ?.lastEventTimestamp;
}

function switchOn(cluster: string, { config }: Deployed): string {
  return `aws eks update-cluster-config --region ${config.region} --name ${cluster} --logging '{"clusterLogging":[{"types":["audit"],"enabled":true}]}'`;
}

/** Five hundred metrics a request. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const atOnce = 500;

/** @returns by account and cluster, epoch milliseconds of the end of the last period with events */
async function lastEvents(
  clusters: readonly Cluster[],
  { name, config }: Deployed,
  now: number,
): Promise<ReadonlyMap<string, number> | Finding> {
  const client = new CloudWatchClient(config);
  const last = new Map<string, number>();
  try {
    for (let from = 0; from < clusters.length; from += atOnce) {
      const some = clusters.slice(from, from + atOnce);
      const queries = some.map((cluster, i) => eventsOf(cluster, name, `m${i}`));
      for (const { Id = '', Timestamps = [], Values = [] } of await metricData(client, queries, now)) {
        const times = Timestamps.filter((_, i) => (Values[i] ?? 0) > 0).map((time) => time.getTime());
        const cluster = some[Number(Id.slice(1))];
        if (cluster === undefined || times.length === 0) continue;
        const end = Math.min(now, Math.max(...times) + period * 1000);
        last.set(keyOf(cluster), Math.max(end, last.get(keyOf(cluster)) ?? 0));
      }
    }
    return last;
  } catch (error) {
    return unknown('when events were last processed', 'cloudwatch:GetMetricData', error);
  } finally {
    client.destroy();
  }
}

async function metricData(
  client: CloudWatchClient,
  MetricDataQueries: MetricDataQuery[],
  now: number,
): Promise<readonly MetricDataResult[]> {
  const results: MetricDataResult[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries,
        StartTime: new Date(now - lookBack),
        EndTime: new Date(now),
        ScanBy: 'TimestampDescending',
        NextToken,
      }),
      patience(),
    );
    results.push(...(page.MetricDataResults ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return results;
}

/** As src/metrics.ts counts them. */
function eventsOf({ name, account }: Cluster, service: string, Id: string): MetricDataQuery {
  const Dimensions = Object.entries({ service, account, cluster: name }).map(([Name, Value]) => ({
    Name,
    Value,
  }));
  const Metric = { Namespace: 'Harrier', MetricName: 'Events', Dimensions };
  return { Id, MetricStat: { Metric, Period: period, Stat: 'Sum' } };
}
