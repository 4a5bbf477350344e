/**
 * Lambda's Runtime API, as far as the runtime client uses it: it hands out invocations and takes answers.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface Outcome {
  /** `response` and `error` are of an invocation; `init` says that the function could not be loaded. */
  readonly kind: 'response' | 'error' | 'init';
  readonly body: unknown;
}

export interface RuntimeApi {
  /** Host and port, as `AWS_LAMBDA_RUNTIME_API` has them. */
  readonly address: string;
  /**
   * Hands out an invocation.
   * @param timeout milliseconds, as the function is told
   * @param patience milliseconds until the invocation counts as timed out
   * @returns undefined if there was no answer in time
   */
  invoke(event: unknown, timeout: number, patience?: number): Promise<Outcome | undefined>;
  /** @returns what the runtime client says if it cannot load the function */
  initFailure(): Promise<Outcome>;
  close(): Promise<void>;
}

const root = '/2018-06-01/runtime';

export async function startRuntimeApi(): Promise<RuntimeApi> {
  const waiting: ServerResponse[] = [];
  const invocations: { id: string; event: unknown; deadline: number }[] = [];
  const outcomes = new Map<string, (outcome: Outcome) => void>();
  let count = 0;
  let failed: (outcome: Outcome) => void = () => {};
  const failure = new Promise<Outcome>((resolve) => {
    failed = resolve;
  });

  function hand(): void {
    while (waiting.length > 0 && invocations.length > 0) {
      const response = waiting.shift();
      const invocation = invocations.shift();
      if (response === undefined || invocation === undefined || response.destroyed) continue;
      response
        .writeHead(200, {
          'content-type': 'application/json',
          'lambda-runtime-aws-request-id': invocation.id,
          'lambda-runtime-deadline-ms': String(invocation.deadline),
          'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:111122223333:function:harrier',
        })
        .end(JSON.stringify(invocation.event));
    }
  }

  const server = createServer(async (request, response) => {
    const { url = '' } = request;
    if (url === `${root}/invocation/next`) {
      waiting.push(response);
      hand();
      return;
    }
    const body = await json(request).catch(() => undefined);
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    const [, id = '', kind = ''] = /\/invocation\/([^/]+)\/(response|error)$/.exec(url) ?? [];
    if (url === `${root}/init/error`) failed({ kind: 'init', body });
    else outcomes.get(id)?.({ kind: kind as 'response' | 'error', body });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async invoke(event, timeout, patience = timeout) {
      const id = `invocation-${++count}`;
      invocations.push({ id, event, deadline: Date.now() + timeout });
      const answered = new Promise<Outcome>((resolve) => outcomes.set(id, resolve));
      hand();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<undefined>((resolve) => {
        timer = setTimeout(resolve, patience, undefined);
      });
      return Promise.race([answered, late]).finally(() => clearTimeout(timer));
    },
    initFailure: () => failure,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
