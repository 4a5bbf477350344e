/**
 * As much of AWS as the preflight and `harrier resend` ask, over HTTP and in AWS's protocols: CloudWatch Logs
 * (JSON 1.1), CloudFormation (query), Lambda (REST), and of S3 what the emulator lacks: regions, owners,
 * notifications. STS and the buckets are the emulator's.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Emulator, region, startEmulator } from '../../publish/emulator.ts';

export interface Account {
  readonly logGroups: Readonly<
    Record<
      string,
      {
        readonly class?: string;
        /** A data protection policy: its own, or the account's. */
        readonly masked?: 'own' | 'inherited';
        readonly streams: string[];
        readonly filters: string[];
        readonly events?: readonly LogEvent[];
      }
    >
  >;
  readonly buckets: Readonly<
    Record<string, { readonly region?: string; readonly refused?: true; readonly notifications?: string }>
  >;
  /** Logical id → physical id, of the one stack. */
  readonly stack: Readonly<Record<string, string>>;
  /** How many functions may run at once, and how many are kept for Harrier's; 1,000 and none unless given. */
  readonly concurrency?: { readonly limit: number; readonly unreserved: number; readonly reserved?: number };
  /** Name → what it does with a payload. */
  readonly functions?: Readonly<Record<string, (payload: unknown) => Promise<Invoked>>>;
}

export interface LogEvent {
  readonly eventId: string;
  readonly logStreamName: string;
  readonly timestamp: number;
  readonly message: string;
}

export type Invoked = { readonly answer: unknown } | { readonly error: object };

export interface Aws {
  readonly endpoint: string;
  account: Account;
  /** Operations that the caller may not call. */
  refused: ReadonlySet<string>;
  /** Operations that fail in AWS. */
  broken: ReadonlySet<string>;
  /** What was called. */
  readonly called: string[];
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const nothing: Account = { logGroups: {}, buckets: {}, stack: {} };

export async function startAws(): Promise<Aws> {
  const emulator = await startEmulator();
  const server = createServer((request, response) => {
    answer(aws, emulator, request).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      (error) => failed(response, error),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const aws: Aws = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    account: nothing,
    refused: new Set(),
    broken: new Set(),
    called: [],
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await emulator.stop();
    },
  };
  return aws;
}

function failed(response: ServerResponse, error: unknown): void {
  response.writeHead(500).end(String(error));
}

async function answer(aws: Aws, emulator: Emulator, request: IncomingMessage): Promise<Answer> {
  const body = await text(request);
  const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
  const query = new URLSearchParams(
    request.headers['content-type']?.includes('form-urlencoded') ? body : undefined,
  );
  const url = new URL(request.url ?? '/', aws.endpoint);
  const bucket = url.pathname.split('/')[1] ?? '';
  const settings = /^\/2016-08-19\/account-settings/.test(url.pathname) ? 'GetAccountSettings' : undefined;
  const concurrency = /^\/2019-09-30\/functions\/[^/]+\/concurrency$/.test(url.pathname)
    ? 'GetFunctionConcurrency'
    : undefined;
  const functionName = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname)?.[1];
  const operation =
    target ??
    settings ??
    concurrency ??
    (functionName === undefined ? query.get('Action') : 'Invoke') ??
    (request.method === 'HEAD'
      ? 'HeadBucket'
      : url.searchParams.has('notification')
        ? 'GetBucketNotificationConfiguration'
        : `${request.method} ${url}`);
  aws.called.push(operation);
  if (aws.broken.has(operation)) return json(503, { __type: 'ServiceUnavailableException' });
  const refused = aws.refused.has(operation);
  if (target !== undefined) {
    return refused
      ? json(400, { __type: 'AccessDeniedException', message: 'not authorized' })
      : logs(aws.account, target, JSON.parse(body));
  }
  switch (operation) {
    case 'Invoke': {
      const invoked = aws.account.functions?.[decodeURIComponent(functionName ?? '')];
      if (refused) return restError(403, 'AccessDeniedException', 'not authorized');
      if (invoked === undefined) return restError(404, 'ResourceNotFoundException', 'Function not found');
      if (request.headers['x-amz-invocation-type'] === 'DryRun') return { status: 204 };
      return invocation(await invoked(JSON.parse(body)));
    }
    case 'GetAccountSettings': {
      if (refused) return restError(403, 'AccessDeniedException', 'not authorized');
      const { limit, unreserved } = aws.account.concurrency ?? { limit: 1000, unreserved: 1000 };
      const AccountLimit = { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: unreserved };
      return { status: 200, body: JSON.stringify({ AccountLimit }) };
    }
    case 'GetFunctionConcurrency': {
      const kept = aws.account.concurrency?.reserved;
      if (kept === undefined) return restError(404, 'ResourceNotFoundException', 'Function not found');
      return { status: 200, body: JSON.stringify({ ReservedConcurrentExecutions: kept }) };
    }
    case 'DescribeStackResource':
      return refused
        ? queryError(403, 'AccessDenied', 'not authorized')
        : stackResource(aws.account, query.get('StackName') ?? '', query.get('LogicalResourceId') ?? '');
    case 'HeadBucket':
    case 'GetBucketNotificationConfiguration': {
      const known = aws.account.buckets[bucket];
      const headers = { 'x-amz-bucket-region': known?.region ?? region };
      if (refused) return { status: 403 };
      if (known?.refused) return { status: 403, headers };
      if (known && headers['x-amz-bucket-region'] !== region) return { status: 301, headers };
      if (known && operation !== 'HeadBucket') return { status: 200, body: known.notifications ?? noEvents };
      if (known) await fetch(`${emulator.settings.endpoint}/${bucket}`, { method: 'PUT' });
      return forward(emulator, request, body, known ? headers : {});
    }
    case 'GetCallerIdentity':
      return refused
        ? queryError(403, 'InvalidClientTokenId', 'The security token is invalid.')
        : forward(emulator, request, body);
    default:
      return queryError(400, 'InvalidAction', `nobody was to call ${operation}`);
  }
}

async function forward(
  { settings }: Emulator,
  { method = 'GET', url = '/', headers }: IncomingMessage,
  body: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${settings.endpoint}${url}`, {
    method,
    headers: {
      'content-type': headers['content-type'] ?? 'application/xml',
      authorization: headers.authorization ?? '',
    },
    ...(body !== '' && { body }),
  });
  return {
    status: response.status,
    headers: { 'content-type': response.headers.get('content-type') ?? 'application/xml', ...more },
    body: await response.text(),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
function invocation(invoked: Invoked): Answer {
  return 'error' in invoked
    ? {
        status: 200,
        headers: { 'x-amz-function-error': 'Unhandled' },
        body: JSON.stringify(invoked.error),
      }
    : { status: 200, body: JSON.stringify(invoked.answer) };
}

function restError(status: number, type: string, message: string): Answer {
  return { status, headers: { 'x-amzn-errortype': type }, body: JSON.stringify({ message }) };
}

/** In pages of a hundred events, the first one empty, as it may be. */
function filterLogEvents(events: readonly LogEvent[], input: Readonly<Record<string, unknown>>): Answer {
  const { logStreamNamePrefix, startTime, endTime, nextToken } = input as unknown as {
    readonly logStreamNamePrefix: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly nextToken?: string;
  };
  const found = events
    .filter(
      ({ logStreamName, timestamp }) =>
        logStreamName.startsWith(logStreamNamePrefix) && timestamp >= startTime && timestamp <= endTime,
    )
    .sort((a, b) => a.timestamp - b.timestamp);
  if (nextToken === undefined) return json(200, { events: [], nextToken: '0' });
  const next = Number(nextToken) + 100;
  return json(200, {
    events: found.slice(Number(nextToken), next).map((event) => ({ ...event, ingestionTime: 0 })),
    ...(next < found.length && { nextToken: String(next) }),
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/ */
function logs({ logGroups }: Account, operation: string, input: Readonly<Record<string, string>>): Answer {
  if (operation === 'DescribeLogGroups') {
    const names = Object.keys(logGroups).filter((name) => name.startsWith(input.logGroupNamePrefix ?? ''));
    // Pages of two.
    const from = Number(input.nextToken ?? 0);
    const page = names.slice(from, from + 2);
    return json(200, {
      logGroups: page.map((logGroupName) => ({
        logGroupName,
        logGroupClass: logGroups[logGroupName]?.class,
        ...(logGroups[logGroupName]?.masked === 'own' && { dataProtectionStatus: 'ACTIVATED' }),
        ...(logGroups[logGroupName]?.masked === 'inherited' && {
          inheritedProperties: ['ACCOUNT_DATA_PROTECTION'],
        }),
      })),
      ...(from + 2 < names.length && { nextToken: String(from + 2) }),
    });
  }
  const group = logGroups[input.logGroupName ?? ''];
  if (group === undefined)
    return json(400, { __type: 'ResourceNotFoundException', message: 'no such group' });
  if (operation === 'FilterLogEvents') return filterLogEvents(group.events ?? [], input);
  return operation === 'DescribeLogStreams'
    ? json(200, {
        logStreams: group.streams
          .filter((name) => name.startsWith(input.logStreamNamePrefix ?? ''))
          .map((logStreamName) => ({ logStreamName })),
      })
    : json(200, { subscriptionFilters: group.filters.map((filterName) => ({ filterName })) });
}

function json(status: number, body: object): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html */
function stackResource({ stack }: Account, name: string, id: string): Answer {
  const physical = stack[id];
  if (physical === undefined) {
    return queryError(400, 'ValidationError', `Resource ${id} does not exist for stack ${name}`);
  }
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<DescribeStackResourceResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStackResourceResult><StackResourceDetail><StackName>${name}</StackName><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${physical}</PhysicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus></StackResourceDetail></DescribeStackResourceResult></DescribeStackResourceResponse>`,
  };
}

function queryError(status: number, code: string, message: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
const notifications = (content: string) =>
  `<NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</NotificationConfiguration>`;
const noEvents = notifications('');
export const eventBridge = notifications('<EventBridgeConfiguration/>');
export const toQueue = (arn: string) =>
  notifications(
    `<QueueConfiguration><Id>it's</Id><Queue>${arn}</Queue><Event>s3:ObjectCreated:*</Event></QueueConfiguration>`,
  );
