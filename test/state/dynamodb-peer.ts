/** A DynamoDB to test against, in process, with faults on order. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import type { Waiting } from '../../src/state/backoff.ts';
import { dynamodbStore } from '../../src/state/dynamodb.ts';
import { peer as chosen } from '../peer.ts';
import { startMoto } from '../publish/moto.ts';

export interface DynamodbPeer {
  /** What a client needs to talk to it. */
  readonly connection: DynamoDBClientConfig;
  /** @returns the name of a new, empty table */
  createTable(): Promise<string>;
  close(): Promise<void>;
}

async function startServer(): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  if (chosen === 'moto') return startMoto();
  const server = dynalite({ createTableMs: 0 });
  return { endpoint: `http://127.0.0.1:${await listen(server)}`, stop: () => stop(server) };
}

export async function startDynamodb(): Promise<DynamodbPeer> {
  const server = await startServer();
  const connection = connectionTo(server.endpoint);
  const client = new DynamoDBClient(connection);
  let tables = 0;
  return {
    connection,
    async createTable() {
      const name = `state-${++tables}`;
      await client.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'sk', AttributeType: 'S' },
          ],
        }),
      );
      return name;
    },
    async close() {
      client.destroy();
      await server.stop();
    },
  };
}

/** A request as it passes the proxy. */
export interface Passing {
  /** `PutItem`, for example. */
  readonly operation: string;
  readonly body: Record<string, never>;
  /** Asks DynamoDB, with another body if one is given. */
  readonly forward: (body?: unknown) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Answers in DynamoDB's stead, or lets the connection break. */
export type Fault = (request: Passing) => Promise<Answer | 'disconnect'>;

export interface FaultyPeer {
  readonly connection: DynamoDBClientConfig;
  /** Faults for the requests to come, in order; without one a request passes. */
  readonly faults: Fault[];
  /** All requests so far. */
  readonly requests: Passing[];
  close(): Promise<void>;
}

/** A proxy before a peer. */
export async function startFaulty(peer: DynamodbPeer): Promise<FaultyPeer> {
  const faults: Fault[] = [];
  const requests: Passing[] = [];
  const server = createServer(async (message, response) => {
    // A client that lost its patience has gone.
    const request = await passing(message, String(peer.connection.endpoint)).catch(() => undefined);
    if (request === undefined) return;
    requests.push(request);
    const answer = await (faults.shift() ?? (({ forward }) => forward()))(request);
    if (answer === 'disconnect') message.socket.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(answer.body);
  });
  const connection = connectionTo(`http://127.0.0.1:${await listen(server)}`);
  return { connection, faults, requests, close: () => stop(server) };
}

async function passing(message: IncomingMessage, endpoint: string): Promise<Passing> {
  const original = await text(message);
  const target = String(message.headers['x-amz-target']);
  return {
    operation: target.split('.')[1] ?? '',
    body: JSON.parse(original),
    async forward(body) {
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': target,
          authorization: String(message.headers.authorization),
          'x-amz-date': String(message.headers['x-amz-date']),
        },
        body: body === undefined ? original : JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.text() };
    },
  };
}

/** The time at which the tests of DynamoDB take place, in epoch milliseconds. */
export const now = 1_700_000_000_000;

/** A store on a new table, behind the proxy, whose waits take no time but are counted as if they did. */
export async function openFaulty(peer: DynamodbPeer, faulty: FaultyPeer, concurrency?: number) {
  const waits: number[] = [];
  const table = await peer.createTable();
  const store = dynamodbStore({
    table,
    clock: () => now,
    client: faulty.connection,
    waiting: waitingIn(waits),
    ...(concurrency === undefined ? {} : { concurrency }),
  });
  return { store, table, waits };
}

/** @param waits receives every wait, in milliseconds; their sum is the time that passes */
export function waitingIn(waits: number[]): Waiting {
  return {
    elapsed: () => waits.reduce((sum, wait) => sum + wait, 0),
    sleep: async (milliseconds) => waits.push(milliseconds),
    random: () => 0.5,
  };
}

function connectionTo(endpoint: string): DynamoDBClientConfig {
  return {
    endpoint,
    region: 'eu-west-1',
    // The peer shares the test's thread and may be busy.
    requestHandler: { requestTimeout: 60_000 },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
