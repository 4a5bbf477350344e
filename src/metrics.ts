/**
 * What the functions measure of themselves, in CloudWatch's embedded metric format: a line of the log is a metric.
 *
 * A metric costs money for each value of its dimensions in each hour that it is written
 * (https://aws.amazon.com/cloudwatch/pricing/), so there are few: `account` and `cluster` for events, since silence is
 * watched by cluster, `severity` for alerts, and `rule`, which costs little, since a rule that alerts seldom is
 * written seldom.
 */
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Alert } from './alert/alert.ts';
import type { Batch } from './decode/batch.ts';
import type { Summary } from './pipeline.ts';
import { type Publisher, watchedPublisher } from './publish/publisher.ts';
import type { Origin } from './schema/audit-event.ts';
import { timestamp } from './schema/derive.ts';
import type { Usage } from './state/metered.ts';

export interface MetricsOptions {
  /** Its namespace and service say whose metrics they are. */
  readonly metrics: Metrics;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** What the state store has used so far, over all deliveries. */
  readonly usage: Readonly<Usage>;
}

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];

type Dimensions = Record<string, string>;

/** What is measured of one delivery. */
export interface DeliveryMetrics {
  /** @returns the batches as they are, counted on their way */
  watch(batches: AsyncIterable<Batch>): AsyncIterable<Batch>;
  /** @returns a publisher that counts what the given one has published */
  watchPublisher(publisher: Publisher): Publisher;
  /** Writes the metrics. @param summary undefined if the delivery failed */
  write(summary: Summary | undefined): void;
}

/**
 * How many clusters get a metric of their own in the life of one process. Whoever writes an object can name any cluster
 * in it, and each name costs money: the bound keeps a hostile writer from running up a bill.
 */
const clustersWithMetrics = 500;
const otherClusters: Dimensions = { account: '(other)', cluster: '(other)' };
const knownClusters = new Map<string, Dimensions>();

export function deliveryMetrics({ metrics, clock, usage }: MetricsOptions): DeliveryMetrics {
  const before = { ...usage };
  /** By account and cluster; clusters of different accounts may have one name. */
  const events = new Map<string, { readonly dimensions: Dimensions; count: number }>();
  const alerts = new Map<string, number>();
  const alertsByRule = new Map<string, number>();
  const lags: number[] = [];
  /** Epoch milliseconds. */
  let newest: number | undefined;

  function count({ events: found }: Batch): void {
    for (const { event, origin } of found) {
      countEvent(origin);
      countTime(timestamp(event));
    }
  }

  /** A time ahead of our clock is a mistake, or is written to hide a lag. */
  function countTime(text: unknown): void {
    const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
    if (time <= clock() && (newest === undefined || time > newest)) newest = time;
  }

  function countEvent({ account, cluster }: Origin): void {
    const dimensions = clusterDimensions(account, cluster);
    const key = `${dimensions.account} ${dimensions.cluster}`;
    const counted = events.get(key);
    if (counted === undefined) events.set(key, { dimensions, count: 1 });
    else counted.count++;
  }

  function countSent(sent: readonly Alert[]): void {
    const now = clock();
    for (const { '@timestamp': at, harrier, rule } of sent) {
      increment(alerts, harrier.severity);
      increment(alertsByRule, dimension(rule.name));
      lags.push(since(at, now));
    }
  }

  function addTotals(summary: Summary | undefined): void {
    const add = (name: string, value: number, unit: Unit = MetricUnit.Count) =>
      metrics.addMetric(name, unit, value);
    add('StateReads', usage.readRequests - before.readRequests);
    add('StateWrites', usage.writeRequests - before.writeRequests);
    add('StateReadUnits', usage.readUnits - before.readUnits);
    add('StateWriteUnits', usage.writeUnits - before.writeUnits);
    add('Alerts', sum(alerts.values()));
    for (const lag of lags) add('AlertLag', lag, MetricUnit.Milliseconds);
    if (newest !== undefined) add('EventLag', clock() - newest, MetricUnit.Milliseconds);
    if (summary === undefined) return;
    const undecodable = sum(Object.values(summary.undecodable));
    add('Records', summary.events + undecodable + sum(Object.values(summary.skipped)));
    add('Events', summary.events);
    add('PartialEvents', summary.partial);
    add('UndecodableRecords', undecodable);
    add('Matches', summary.matches);
    add('RuleFailures', summary.failures);
    // Hardly ever, so that it costs nothing where it is not.
    if (summary.sequenceActsCut > 0) add('SequenceActsCut', summary.sequenceActsCut);
    if (summary.groupEventsCut > 0) add('GroupEventsCut', summary.groupEventsCut);
    if (summary.queryWarnings > 0) add('QueryWarnings', summary.queryWarnings);
  }

  function addWith(dimensions: Dimensions, name: string, count: number): void {
    metrics.singleMetric().addDimensions(dimensions).addMetric(name, MetricUnit.Count, count);
  }

  return {
    async *watch(batches) {
      for await (const batch of batches) {
        count(batch);
        yield batch;
      }
    },
    watchPublisher: (publisher) => watchedPublisher(publisher, countSent),
    write(summary) {
      addTotals(summary);
      metrics.publishStoredMetrics();
      // Events of a delivery that failed come again; counted here, they still show that the cluster is not silent.
      for (const { dimensions, count } of events.values()) addWith(dimensions, 'Events', count);
      for (const [severity, count] of alerts) addWith({ severity }, 'Alerts', count);
      for (const [rule, count] of alertsByRule) addWith({ rule }, 'Alerts', count);
    },
  };
}

function increment(counts: Map<string, number>, value: string): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

/** CloudWatch takes values of 1 to 1024 ASCII characters, not all of them blanks. */
function dimension(value: string): string {
  const taken = value
    .replace(/[^ -~]/g, '?')
    .trim()
    .slice(0, 200);
  return taken === '' ? '(none)' : taken;
}

function clusterDimensions(account = '(unknown)', cluster = '(unknown)'): Dimensions {
  const key = `${account} ${cluster}`;
  const known = knownClusters.get(key);
  if (known !== undefined) return known;
  if (knownClusters.size >= clustersWithMetrics) return otherClusters;
  const dimensions = { account: dimension(account), cluster: dimension(cluster) };
  knownClusters.set(key, dimensions);
  return dimensions;
}

/** Milliseconds; none for times that are ahead of our clock, or no times. */
function since(time: string, now: number): number {
  const at = Date.parse(time);
  return Number.isNaN(at) ? 0 : Math.max(0, now - at);
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
