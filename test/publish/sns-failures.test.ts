/** What SNS answers when it is in trouble, by a server that speaks its query protocol. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { PublishError } from '../../src/publish/publisher.ts';
import { snsPublisher } from '../../src/publish/sns.ts';
import { alertOf, exec } from '../alert/sample.ts';

/** An answer to one request: the entries that fail, or the error of the request as a whole. */
type Answer = (alertIds: readonly string[], request: number) => Failing | Refused;
interface Failing {
  /** Entries of which the answer says nothing. */
  readonly silent?: readonly string[];
  readonly status?: never;
  readonly code?: never;
  readonly failed?: Readonly<Record<string, { code: string; senderFault: boolean }>>;
}
interface Refused {
  readonly status: number;
  readonly code: string;
}

let server: Server | undefined;
let client: SNSClient | undefined;
afterEach(async () => {
  client?.destroy();
  await new Promise((closed) => (server === undefined ? closed(undefined) : server.close(closed)));
});

/** @returns a publisher to a server with these answers, the alert ids of each request, and the waits between */
async function publisherTo(answer: Answer, attempts?: number) {
  const requests: string[][] = [];
  const waits: number[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const entries = entriesOf(form);
      requests.push(entries.map(({ alertId }) => alertId));
      const answered = answer(
        entries.map(({ alertId }) => alertId),
        requests.length,
      );
      const [status, text] =
        answered.status !== undefined
          ? [answered.status, refusal(answered)]
          : [200, result(entries, answered)];
      response.writeHead(status, { 'content-type': 'text/xml' }).end(text);
    });
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  client = new SNSClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const publisher = snsPublisher({
    client,
    topicArn: 'arn:aws:sns:eu-west-1:000000000000:alerts',
    ...(attempts === undefined ? {} : { attempts }),
    sleep: async (milliseconds) => waits.push(milliseconds),
    random: () => 0.5,
  });
  return { publisher, requests, waits };
}

interface Entry {
  readonly id: string;
  readonly alertId: string;
}

function entriesOf(form: URLSearchParams): readonly Entry[] {
  const entries: Entry[] = [];
  for (let i = 1; form.has(`PublishBatchRequestEntries.member.${i}.Id`); i++) {
    const member = `PublishBatchRequestEntries.member.${i}`;
    const alert = JSON.parse(form.get(`${member}.Message`) ?? '');
    entries.push({ id: form.get(`${member}.Id`) ?? '', alertId: alert.event.id });
  }
  return entries;
}

function result(entries: readonly Entry[], { failed = {}, silent = [] }: Failing): string {
  const answered = entries.filter(({ alertId }) => !silent.includes(alertId));
  const members = answered.map(({ id, alertId }) => {
    const failure = failed[alertId];
    return failure === undefined
      ? ['Successful', `<member><Id>${id}</Id><MessageId>m-${id}</MessageId></member>`]
      : [
          'Failed',
          `<member><Id>${id}</Id><Code>${failure.code}</Code><Message>no</Message><SenderFault>${failure.senderFault}</SenderFault></member>`,
        ];
  });
  const list = (name: string) =>
    `<${name}>${members
      .filter(([kind]) => kind === name)
      .map(([, xml]) => xml)
      .join('')}</${name}>`;
  return `<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult>${list('Successful')}${list('Failed')}</PublishBatchResult></PublishBatchResponse>`;
}

function refusal({ status, code }: Refused): string {
  return `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>refused</Message></Error></ErrorResponse>`;
}

function alertsOf(count: number): readonly Alert[] {
  return Array.from({ length: count }, (_, i) => alertOf({ ...exec, auditID: `id-${i}` }));
}
const idsOf = (alerts: readonly Alert[]): readonly string[] => alerts.map(({ event }) => event.id);
const busy = { code: 'InternalError', senderFault: false };
const invalid = { code: 'InvalidParameter', senderFault: true };

async function failureOf(publishing: Promise<void>): Promise<PublishError> {
  const error = await publishing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PublishError)) throw new Error(`expected a PublishError, found ${error}`);
  return error;
}

describe('an entry that fails', () => {
  it('is tried again, without those that did not', async () => {
    const alerts = alertsOf(3);
    const [a, b, c] = idsOf(alerts) as [string, string, string];
    const { publisher, requests, waits } = await publisherTo((_, request) => ({
      failed: request < 3 ? { [b]: busy } : {},
    }));
    await publisher.publish(alerts);
    expect(requests).toEqual([[a, b, c], [b], [b]]);
    expect(waits).toEqual([100, 200]);
  });

  it('is given up after the attempts allowed, and named', async () => {
    const alerts = alertsOf(12);
    const [first, , third] = idsOf(alerts) as [string, string, string];
    const last = idsOf(alerts)[11] as string;
    const failed = { [first]: busy, [third]: busy, [last]: busy };
    const { publisher, requests } = await publisherTo(() => ({ failed }), 2);
    const error = await failureOf(publisher.publish(alerts));
    expect(error.alertIds).toEqual([first, third, last]);
    expect(error.message).toContain(
      '3 alerts could not be published to arn:aws:sns:eu-west-1:000000000000:alerts: InternalError: no',
    );
    expect(requests.map(({ length }) => length)).toEqual([10, 2, 2, 1]);
  });

  it('or of which nothing is said is tried again, and named in the end', async () => {
    const alerts = alertsOf(2);
    const [a, b] = idsOf(alerts) as [string, string];
    const { publisher, requests } = await publisherTo(() => ({ silent: [b] }), 2);
    const error = await failureOf(publisher.publish(alerts));
    expect(error.alertIds).toEqual([b]);
    expect(error.message).toContain('unknown error: no message');
    expect(requests).toEqual([[a, b], [b]]);
  });

  it('by its own fault is not tried again', async () => {
    const alerts = alertsOf(2);
    const [a, b] = idsOf(alerts) as [string, string];
    const { publisher, requests } = await publisherTo(() => ({ failed: { [a]: invalid } }));
    expect((await failureOf(publisher.publish(alerts))).alertIds).toEqual([a]);
    expect(requests).toEqual([[a, b]]);
  });

  it('that is refused, and another that is given up, are both named', async () => {
    const alerts = alertsOf(3);
    const [refused, , late] = idsOf(alerts) as [string, string, string];
    const { publisher, requests } = await publisherTo(
      () => ({ failed: { [refused]: invalid, [late]: busy } }),
      3,
    );
    expect((await failureOf(publisher.publish(alerts))).alertIds).toEqual([refused, late]);
    expect(requests).toEqual([idsOf(alerts), [late], [late]]);
  });
});

describe('a request that fails', () => {
  it('names all its alerts, and the others are published', async () => {
    const alerts = alertsOf(11);
    const { publisher, requests } = await publisherTo((_, request) =>
      request === 1 ? { status: 500, code: 'InternalFailure' } : {},
    );
    const error = await failureOf(publisher.publish(alerts));
    expect(error.alertIds).toEqual(idsOf(alerts).slice(0, 10));
    expect(error.message).toContain('refused');
    expect(error.cause).toBeInstanceOf(Error);
    expect(requests.map(({ length }) => length)).toEqual([10, 1]);
  });

  it.each(['InvalidParameter', 'BatchRequestTooLong'])(
    'for one of its entries (%s) costs that entry alone',
    async (code) => {
      const alerts = alertsOf(7);
      const bad = idsOf(alerts)[4] as string;
      const published: string[] = [];
      const { publisher } = await publisherTo((ids) => {
        if (ids.includes(bad)) return { status: 400, code };
        published.push(...ids);
        return {};
      });
      expect((await failureOf(publisher.publish(alerts))).alertIds).toEqual([bad]);
      expect(published.toSorted()).toEqual(
        idsOf(alerts)
          .filter((id) => id !== bad)
          .toSorted(),
      );
    },
  );

  it('for want of permission is not taken apart', async () => {
    const { publisher, requests } = await publisherTo(() => ({ status: 403, code: 'AuthorizationError' }));
    expect((await failureOf(publisher.publish(alertsOf(7)))).alertIds).toHaveLength(7);
    expect(requests).toHaveLength(1);
  });
});
