/**
 * As much of AWS as `harrier doctor` asks, over HTTP and in AWS's protocols: CloudFormation (query), CloudWatch
 * (JSON 1.0), CloudWatch Logs (JSON 1.1), and of SNS who has confirmed, which the emulator takes everybody to have.
 * STS, SQS and what SNS publishes are the emulator's.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Emulator, startEmulator } from '../../publish/emulator.ts';

export interface Account {
  /** None if there is no stack. */
  readonly status?: string;
  /** Logical id, type, physical id. */
  readonly resources: readonly (readonly [string, string, string])[];
  /** By the ARN of the topic: ARN or PendingConfirmation, protocol, endpoint. */
  readonly subscriptions: Readonly<Record<string, readonly (readonly [string, string, string])[]>>;
  /** By log group. */
  readonly filters: Readonly<Record<string, readonly object[]>>;
  /** When the newest event of a cluster's audit log was written, epoch milliseconds. */
  readonly written: Readonly<Record<string, number>>;
  /** By account/cluster, epoch milliseconds of the last period with events. */
  readonly processed: Readonly<Record<string, number>>;
  readonly alarms: readonly object[];
}

export const empty: Account = {
  resources: [],
  subscriptions: {},
  filters: {},
  written: {},
  processed: {},
  alarms: [],
};

export interface Aws {
  readonly endpoint: string;
  readonly emulator: Emulator;
  account: Account;
  /** Operations that the caller may not call. */
  refused: ReadonlySet<string>;
  /** What was called, each once. */
  readonly called: Set<string>;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export async function startAws(): Promise<Aws> {
  const emulator = await startEmulator();
  const server = createServer((request, response) => {
    answer(aws, request).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const aws: Aws = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    emulator,
    account: empty,
    refused: new Set(),
    called: new Set(),
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await emulator.stop();
    },
  };
  return aws;
}

async function answer(aws: Aws, request: IncomingMessage): Promise<Answer> {
  const body = await text(request);
  const [service = '', target] = String(request.headers['x-amz-target'] ?? '').split('.');
  const query = new URLSearchParams(target === undefined ? body : undefined);
  const operation = target ?? query.get('Action') ?? '';
  aws.called.add(operation);
  if (aws.refused.has(operation)) {
    return target === undefined
      ? queryError(403, 'AccessDenied', 'not authorized')
      : json(400, { __type: 'AccessDeniedException', message: 'not authorized' });
  }
  const { account } = aws;
  switch (operation) {
    case 'DescribeStacks':
      return account.status === undefined
        ? queryError(400, 'ValidationError', 'Stack does not exist')
        : xml(
            operation,
            `<Stacks><member><StackName>s</StackName><CreationTime>2026-11-27T00:00:00Z</CreationTime><StackStatus>${account.status}</StackStatus></member></Stacks>`,
          );
    case 'ListStackResources':
      return xml(operation, stackResources(account, query.get('NextToken')));
    case 'ListSubscriptionsByTopic':
      return xml(operation, subscriptionsOf(account, query.get('TopicArn') ?? ''));
    case 'GetSubscriptionAttributes':
      return queryError(404, 'NotFound', 'Subscription does not exist');
    case 'DescribeSubscriptionFilters':
    case 'DescribeLogStreams':
      return logs(account, operation, JSON.parse(body));
    case 'GetMetricData':
      return json(200, { MetricDataResults: metrics(account, JSON.parse(body)) });
    case 'DescribeAlarms':
      return json(200, { MetricAlarms: account.alarms });
    default:
      return service === 'AmazonSQS' || ['GetCallerIdentity', 'PublishBatch'].includes(operation)
        ? forward(aws, request, body)
        : queryError(400, 'InvalidAction', `nobody was to call ${operation}`);
  }
}

async function forward(
  { emulator }: Aws,
  { url = '/', headers }: IncomingMessage,
  body: string,
): Promise<Answer> {
  const kept = ['content-type', 'authorization', 'x-amz-target'] as const;
  const response = await fetch(`${emulator.settings.endpoint}${url}`, {
    method: 'POST',
    headers: Object.fromEntries(
      kept.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : [])),
    ),
    body,
  });
  const type = response.headers.get('content-type') ?? 'application/xml';
  return { status: response.status, type, body: await response.text() };
}

/** Pages of three. */
function stackResources({ resources }: Account, token: string | null): string {
  const from = Number(token ?? 0);
  const members = resources
    .slice(from, from + 3)
    .map(
      ([id, type, physical]) =>
        `<member><LogicalResourceId>${id}</LogicalResourceId><ResourceType>${type}</ResourceType><PhysicalResourceId>${physical}</PhysicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-11-27T00:00:00Z</LastUpdatedTimestamp></member>`,
    );
  const next = from + 3 < resources.length ? `<NextToken>${from + 3}</NextToken>` : '';
  return `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>${next}`;
}

function subscriptionsOf({ subscriptions }: Account, topic: string): string {
  const members = (subscriptions[topic] ?? []).map(
    ([arn, protocol, endpoint]) =>
      `<member><SubscriptionArn>${arn}</SubscriptionArn><Protocol>${protocol}</Protocol><Endpoint>${endpoint}</Endpoint><TopicArn>${topic}</TopicArn></member>`,
  );
  return `<Subscriptions>${members.join('')}</Subscriptions>`;
}

function logs(
  { filters, written }: Account,
  operation: string,
  { logGroupName }: { logGroupName: string },
): Answer {
  const found = filters[logGroupName];
  if (found === undefined)
    return json(400, {
      __type: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
  if (operation === 'DescribeSubscriptionFilters') return json(200, { subscriptionFilters: found });
  const cluster = logGroupName.split('/')[3] ?? '';
  const at = written[cluster];
  const newest =
    at === undefined ? [] : [{ logStreamName: 'kube-apiserver-audit-0a1b', lastEventTimestamp: at }];
  return json(200, {
    logStreams: [{ logStreamName: 'kube-scheduler-0a1b', lastEventTimestamp: 1 }, ...newest],
  });
}

interface Queries {
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: {
      readonly Metric: { readonly Dimensions: readonly { Name: string; Value: string }[] };
    };
  }[];
}

function metrics({ processed }: Account, { MetricDataQueries }: Queries): readonly object[] {
  return MetricDataQueries.map(({ Id, MetricStat }) => {
    const dimensions = Object.fromEntries(
      MetricStat.Metric.Dimensions.map(({ Name, Value }) => [Name, Value]),
    );
    const last = processed[`${dimensions.account}/${dimensions.cluster}`];
    // A period without events after the last one with some.
    const times = last === undefined ? [] : [last / 1000 + 300, last / 1000];
    return { Id, Timestamps: times, Values: times.map((_, i) => i * 42), StatusCode: 'Complete' };
  });
}

function json(status: number, body: object): Answer {
  return { status, type: 'application/x-amz-json-1.1', body: JSON.stringify(body) };
}

function xml(operation: string, content: string): Answer {
  const body = `<${operation}Response><${operation}Result>${content}</${operation}Result></${operation}Response>`;
  return { status: 200, type: 'text/xml', body };
}

function queryError(status: number, code: string, message: string): Answer {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
  return { status, type: 'text/xml', body };
}
