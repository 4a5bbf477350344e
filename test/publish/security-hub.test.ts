/** What Security Hub answers, by a server that speaks its protocol and refuses what AWS documents that it refuses. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { renderAsff } from '../../src/alert/render-asff.ts';
import { PublishError } from '../../src/publish/publisher.ts';
import { securityHubPublisher } from '../../src/publish/security-hub.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { alertOf, exec, rule, sourced } from '../alert/sample.ts';
import { origins } from '../arbitrary/audit-event.ts';
import { hostileEvents } from '../arbitrary/hostile-event.ts';
import { peer } from '../peer.ts';
import { startMoto } from './moto.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const here = { account: '111122223333', region: 'eu-west-1' };

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: unknown;
}

let server: Server | undefined;
let client: SecurityHubClient | undefined;
afterEach(async () => {
  client?.destroy();
  await new Promise((closed) => (server === undefined ? closed(undefined) : server.close(closed)));
  server = undefined;
});

type Finding = JsonObject & { readonly Id: string };

/** @returns a publisher to a server with these answers, the ids of each request, and the waits between */
async function publisherTo(answer: (findings: readonly Finding[], request: number) => Answer) {
  const requests: string[][] = [];
  const waits: number[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const findings = (JSON.parse(body) as { Findings: Finding[] }).Findings;
      requests.push(findings.map(({ Id }) => Id));
      const { status = 200, type, body: answered } = answer(findings, requests.length);
      const error = type === undefined ? {} : { 'x-amzn-errortype': type };
      response
        .writeHead(status, { 'content-type': 'application/json', ...error })
        .end(JSON.stringify(answered));
    });
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  client = new SecurityHubClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: here.region,
    credentials,
    maxAttempts: 1,
  });
  const sleep = async (milliseconds: number) => waits.push(milliseconds);
  const publisher = securityHubPublisher({ ...here, client, sleep, random: () => 0.5 });
  return { publisher, requests, waits };
}

function failing(ids: readonly string[], ErrorCode: string): Answer {
  const FailedFindings = ids.map((Id) => ({ Id, ErrorCode, ErrorMessage: 'no' }));
  return { body: { FailedCount: ids.length, SuccessCount: 0, FailedFindings } };
}

const taken: Answer = { body: { FailedCount: 0, SuccessCount: 1, FailedFindings: [] } };
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => alertOf({ ...exec, auditID: `${i}` }));

describe('alerts for Security Hub', () => {
  it('go a hundred at a time, each once, without building blocks', async () => {
    const { publisher, requests } = await publisherTo(() => taken);
    const alerts = many(101);
    const block = alertOf(exec, { rule: { ...rule, buildingBlock: true } });
    await publisher.publish([...alerts, block, ...alerts.slice(0, 5)]);
    expect(requests.map(({ length }) => length)).toEqual([100, 1]);
    expect(requests.flat()).toEqual(alerts.map(({ event }) => event.id));
  });

  it('are tried again if they are refused for the moment, and those alone', async () => {
    const [one, other] = many(2);
    const ids = [one?.event.id ?? '', other?.event.id ?? ''];
    const { publisher, requests, waits } = await publisherTo((findings, request) =>
      request < 3 ? failing([findings.at(-1)?.Id ?? ''], 'InternalError') : taken,
    );
    await publisher.publish(many(2));
    expect(requests).toEqual([ids, [ids[1]], [ids[1]]]);
    expect(waits).toEqual([100, 200]);
  });

  it('are named if they are refused for good, and the others are imported', async () => {
    const { publisher, requests } = await publisherTo((findings) =>
      failing([findings[0]?.Id ?? ''], 'InvalidInput'),
    );
    const alerts = many(3);
    const error = await publisher.publish(alerts).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PublishError);
    expect(error).toMatchObject({
      alertIds: [alerts[0]?.event.id],
      message: expect.stringContaining('Security Hub: InvalidInput: no'),
    });
    expect(requests).toHaveLength(1);
  });

  it('do not hold back others if one of them makes the whole request fail', async () => {
    const alerts = many(5);
    const wrong = alerts[3]?.event.id ?? '';
    const { publisher } = await publisherTo((findings) =>
      findings.some(({ Id }) => Id === wrong)
        ? {
            status: 400,
            type: 'InvalidInputException',
            body: { Message: 'no', Code: 'InvalidInputException' },
          }
        : taken,
    );
    await expect(publisher.publish(alerts)).rejects.toMatchObject({ alertIds: [wrong] });
  });

  it('all count as not imported if nobody may', async () => {
    const { publisher, requests } = await publisherTo(() => ({
      status: 403,
      type: 'AccessDeniedException',
      body: { Message: 'not subscribed to AWS Security Hub' },
    }));
    const alerts = many(2);
    await expect(publisher.publish(alerts)).rejects.toMatchObject({
      alertIds: alerts.map(({ event }) => event.id),
      message: expect.stringContaining('not subscribed to AWS Security Hub'),
    });
    expect(requests).toHaveLength(1);
  });
});

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const lengths: Readonly<Record<string, number>> = {
  Id: 512,
  GeneratorId: 512,
  Title: 256,
  Description: 1024,
};

/** @returns what is against AWS's documentation */
function problems(finding: JsonObject): readonly string[] {
  const required = [
    'AwsAccountId',
    'CreatedAt',
    'ProductArn',
    'SchemaVersion',
    'UpdatedAt',
    'Severity',
    'Types',
  ];
  const texts = Object.entries(lengths).filter(([name, limit]) => {
    const value = finding[name];
    return typeof value !== 'string' || value.trim() === '' || value.length > limit;
  });
  const resources = finding.Resources as readonly JsonObject[];
  const fields = Object.entries(finding.ProductFields as JsonObject);
  return [
    ...texts.map(([name]) => name),
    ...required.filter((name) => !Object.hasOwn(finding, name)),
    ...(Buffer.byteLength(JSON.stringify(finding)) > 240_000 ? ['size'] : []),
    ...(/\p{C}/u.test(JSON.stringify(finding)) ? ['characters'] : []),
    ...(resources.length === 0 || resources.length > 32 ? ['Resources'] : []),
    ...resources
      .filter(({ Id }) => typeof Id !== 'string' || Id === '' || Id.length > 512)
      .map(() => 'resource'),
    ...(fields.length > 50 ? ['ProductFields'] : []),
    ...fields
      .filter(([name, value]) => name.length > 128 || String(value).length > 2048)
      .map(([name]) => name),
  ];
}

describe('a finding', () => {
  it('is as it always was', async () => {
    const finding = renderAsff(alertOf(), here);
    expect(problems(finding)).toEqual([]);
    await expect(`${JSON.stringify(finding, null, 2)}\n`).toMatchFileSnapshot('golden/asff.json');
  });

  it('is of the account that imports it, and its cluster of another', () => {
    const origin = {
      source: 's3://logs/a',
      cluster: 'far',
      account: '444455556666',
      region: 'us-gov-west-1',
    };
    const finding = renderAsff(alertOf(exec, { events: [sourced(exec, { origin })] }), here);
    expect(finding).toMatchObject({
      AwsAccountId: here.account,
      ProductArn: 'arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default',
      Resources: [
        { Id: 'arn:aws-us-gov:eks:us-gov-west-1:444455556666:cluster/far', Partition: 'aws-us-gov' },
        { Type: 'AwsIamAccessKey' },
        { Type: 'Other', Id: 'far/default/pods/web-0' },
      ],
    });
  });

  it('of any event is within what Security Hub takes', () => {
    fc.assert(
      fc.property(hostileEvents(exec), origins, (event, origin) => {
        const alert = alertOf(event, { origin, events: [sourced(event, { origin })] });
        expect(problems(renderAsff(alert, here))).toEqual([]);
      }),
    );
  });

  it('of a rule with nothing but a name is within what Security Hub takes', () => {
    const bare = { ...rule, name: ' ', description: '', references: ['javascript:alert(1)'], threat: [] };
    expect(problems(renderAsff(alertOf(exec, { rule: bare }), here))).toEqual([]);
  });
});

it('is taken by moto, and found again', async ({ skip }) => {
  if (peer !== 'moto') return skip('moto is not the peer (HARRIER_PEER)');
  const moto = await startMoto();
  try {
    const account = '000000000000';
    const hub = new SecurityHubClient({ endpoint: moto.endpoint, region: here.region, credentials });
    const { EnableSecurityHubCommand, GetFindingsCommand } = await import('@aws-sdk/client-securityhub');
    await hub.send(new EnableSecurityHubCommand({}));
    const publisher = securityHubPublisher({ client: hub, account, region: here.region });
    const alerts = many(3);
    await publisher.publish(alerts);
    await publisher.publish(alerts);
    const { Findings = [] } = await hub.send(new GetFindingsCommand({}));
    expect(Findings.map(({ Id }) => Id).sort()).toEqual(alerts.map(({ event }) => event.id).sort());
  } finally {
    await moto.stop();
  }
});
