/**
 * What the template watches is what the functions write: the names, the dimensions and the values of these, and a
 * statistic that makes sense of the unit. Nothing else would show a misspelt alarm: it would be quiet for ever.
 */
import { gzipSync } from 'node:zlib';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deliveryMetrics } from '../../src/metrics.ts';
import { emptySummary } from '../../src/pipeline.ts';
import { type MetricLine, watch } from '../functions/deployment.ts';
import { bindingEvent, envelope, execEvent, ndjson, subscription } from '../functions/events.ts';
import { alertText } from '../incident/alerts.ts';
import { everySetting } from '../infra/packaged.ts';
import { account as accountId, stackOf } from '../infra/stack.ts';
import { alarmMetrics, dashboardMetrics, type WatchedMetric } from '../infra/watched-metrics.ts';
import { type Account, openAccount } from './account.ts';

interface WrittenMetric {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

let account: Account;
let written: readonly WrittenMetric[];
let alarms: readonly WatchedMetric[];
let shown: readonly WatchedMetric[];
beforeAll(async () => {
  account = await openAccount();
  const stack = stackOf(account.template);
  alarms = alarmMetrics(stack);
  shown = dashboardMetrics(stack);
  await everyOutcome();
  written = [
    ...account.cloudwatch.lines(),
    ...account.s3.lines(),
    ...account.notify.lines(),
    ...ofFloods(),
  ].flatMap(metricsOf);
});
afterAll(() => account?.close());

/** Deliveries that end in every way there is. */
async function everyOutcome(): Promise<void> {
  const texts = [execEvent(), bindingEvent()].map((event) => JSON.stringify(event));
  for (const cluster of everySetting.clusters.split(',')) {
    const more = { owner: accountId, logGroup: `/aws/eks/${cluster}/cluster` };
    await account.deliverLogs(subscription(envelope(['{"kind":', ...texts], more)));
  }
  await account.deliverLogs({ awslogs: { data: 'not gzip' } });
  const events = Array.from({ length: 5000 }, (_, i) =>
    i === 0 ? bindingEvent() : { ...execEvent(), verb: 'list' },
  );
  await account.put('goes-on', gzipSync(ndjson(...events)));
  for (const key of ['goes-on', 'gone']) await account.tellOf(key);
  for (let messages = 1; messages > 0; ) ({ messages } = await account.poll('ObjectQueue', { looks: 10 }));
  await account.poll('AlertQueue');
  await account.notify.invoke({ check: 'subscriptions' });
  account.aws.fault = ({ operation }) => (operation === 'Publish' ? { status: 400, body: '' } : undefined);
  await account.notify.invoke({
    Records: [{ eventSource: 'aws:sqs', messageId: '1', body: alertText({ name: 'untold' }) }],
  });
  account.aws.fault = () => undefined;
}

/** No delivery here makes so much that something gives way; it is written as the functions write it. */
function ofFloods(): readonly Record<string, unknown>[] {
  const { metrics: lines } = watch();
  const metrics = new Metrics({ namespace: 'Harrier', serviceName: 'harrier-production' });
  const usage = {
    readRequests: 0,
    writeRequests: 0,
    readUnits: 0,
    writeUnits: 0,
    itemsRead: 0,
    itemsWritten: 0,
  };
  const cut = { sequenceActsCut: 1, groupEventsCut: 1, queryWarnings: 1 };
  deliveryMetrics({ metrics, clock: Date.now, usage }).write({ ...emptySummary(), ...cut });
  vi.restoreAllMocks();
  return lines;
}

/** As CloudWatch makes them of a line. */
function metricsOf(line: Record<string, unknown>): readonly WrittenMetric[] {
  if (!('_aws' in line)) return [];
  return (line as MetricLine)._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name, Unit }) => ({
        namespace: Namespace,
        name: Name,
        unit: Unit,
        dimensions: Object.fromEntries(names.map((name) => [name, String(line[name])])),
      })),
    ),
  );
}

/** Written under the same name, and with the same dimensions, of the same values where they are given. */
function sourcesOf({ namespace, name, dimensions }: WatchedMetric): readonly WrittenMetric[] {
  const names = Object.keys(dimensions).toSorted();
  return written.filter(
    (each) =>
      each.namespace === namespace &&
      each.name === name &&
      JSON.stringify(Object.keys(each.dimensions).toSorted()) === JSON.stringify(names) &&
      names.every((key) => dimensions[key] === undefined || dimensions[key] === each.dimensions[key]),
  );
}

const own = (metrics: readonly WatchedMetric[]) =>
  metrics.filter(({ namespace }) => !namespace.startsWith('AWS/'));
const line = (metric: WatchedMetric) => JSON.stringify(metric);

/** Sums of what is counted; of durations what is usual, and the worst. */
const statistics: Readonly<Record<string, RegExp>> = {
  Count: /^Sum$/,
  None: /^Maximum$/,
  Milliseconds: /^(?:p\d+|Maximum)$/,
};

describe.each([
  ['an alarm', () => own(alarms)],
  ['the dashboard', () => own(shown)],
])('%s', (_, watched) => {
  it('watches metrics that the functions write', () => {
    expect(watched().length).toBeGreaterThan(5);
    for (const metric of watched()) expect(sourcesOf(metric), line(metric)).not.toEqual([]);
  });

  it('by a statistic that makes sense of them', () => {
    for (const metric of watched()) {
      for (const { unit } of sourcesOf(metric))
        expect(metric.statistic, line(metric)).toMatch(statistics[unit] ?? /^$/);
    }
  });
});

/** Every metric that the functions write, and whether one of it is an alarm: something that nobody has looked at. */
const trouble: Readonly<Record<string, boolean>> = {
  AlertLag: false,
  Alerts: false,
  EventLag: true,
  Events: false,
  FailedDeliveries: true,
  FailedNotifications: true,
  GroupEventsCut: true,
  IncidentsForgotten: true,
  Matches: false,
  MissingSubscriptions: true,
  NotificationLag: false,
  Notifications: false,
  ObjectsContinued: false,
  ObjectsGone: true,
  OpenIncidents: false,
  PartialEvents: true,
  // A field with several values is enough, which is no trouble: the operator looks when a rule is quiet.
  QueryWarnings: false,
  Records: false,
  RuleFailures: true,
  SequenceActsCut: true,
  StateReadUnits: false,
  StateReads: false,
  StateWriteUnits: false,
  StateWrites: false,
  UndecodableRecords: true,
};

it('whatever signals trouble has an alarm on all of it', () => {
  expect([...new Set(written.map(({ name }) => name))].toSorted()).toEqual(Object.keys(trouble));
  for (const name of Object.keys(trouble).filter((each) => trouble[each])) {
    const watched = own(alarms).filter((metric) => metric.name === name);
    expect(watched.map(({ dimensions }) => Object.keys(dimensions))).toContainEqual(['service']);
  }
});

it('every cluster has an alarm on its own silence, and none is for nobody', () => {
  const clusters = everySetting.clusters.split(',').map((name) => `${accountId}/${name}`);
  const silent = own(alarms).filter(({ at }) => at.startsWith('Silence'));
  expect(silent.map(({ dimensions }) => `${dimensions.account}/${dimensions.cluster}`).toSorted()).toEqual(
    [...clusters, everySetting.objectClusters].toSorted(),
  );
});
