/** A peer on this machine, with faults on order: requests pass a proxy that may answer in its stead. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Passing {
  readonly method: string;
  readonly path: string;
  /** Of the signature: the access key id, and `sns`, `sqs`, `s3` or `dynamodb`. */
  readonly accessKey: string;
  readonly service: string;
  /** DynamoDB's and SQS's operation, such as `PutItem`; of SNS the `Action` of its form. */
  readonly operation: string;
  readonly body: string;
}

/** Answers in the peer's stead; `lost` lets the request through and keeps the answer; `none` never answers. */
export type Fault = { readonly status: number; readonly body: string } | 'lost' | 'none';

export interface FaultyProxy {
  readonly endpoint: string;
  /** @returns a fault for the request, or undefined to let it pass */
  fault: (request: Passing) => Fault | undefined;
  /** The operations of all requests so far. */
  readonly operations: string[];
  close(): Promise<void>;
}

/** @param admit answers in the peer's stead what nobody has ordered, such as a refusal */
export async function startProxy(
  target: string,
  admit: (request: Passing) => Fault | undefined = () => undefined,
): Promise<FaultyProxy> {
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming).catch(() => undefined);
    if (body === undefined) return;
    const { method = '', url: path = '', headers } = incoming;
    const [, accessKey = '', service = ''] =
      /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(String(headers.authorization)) ?? [];
    const operation =
      String(headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1) ||
      (new URLSearchParams(body.toString()).get('Action') ?? '');
    proxy.operations.push(operation);
    const passing = { method, path, accessKey, service, operation, body: body.toString() };
    const fault = proxy.fault(passing) ?? admit(passing);
    if (typeof fault === 'object') {
      outgoing.writeHead(fault.status, { 'content-type': 'application/x-amz-json-1.0' }).end(fault.body);
      return;
    }
    if (fault === 'none') return;
    const { host: _, ...others } = headers;
    const forwarded = request(new URL(path, target), { method, headers: others }, (answer) => {
      if (fault === 'lost') return void answer.resume();
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: FaultyProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: () => undefined,
    operations: [],
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return proxy;
}
