/**
 * The packaged functions under AWS's own runtime client for Node, which Lambda runs as well. It compiles native code
 * when it is installed, so it is no dependency: `HARRIER_RIC` names a folder that it is installed in.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { type Account, openAccount } from '../deployed/account.ts';
import { bindingEvent, envelope, execEvent, fromQueue, ndjson, subscription } from '../functions/events.ts';
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

const client = join(process.env.HARRIER_RIC ?? '', 'node_modules/aws-lambda-ric/index.mjs');
const installed = process.env.HARRIER_RIC !== undefined && existsSync(client);
if (!installed) {
  console.warn(
    'skipped: the runtime client is not there. Install aws-lambda-ric in a folder of its own and name that in HARRIER_RIC',
  );
}

let account: Account;
let takeAll: () => Promise<readonly Alert[]>;
let api: RuntimeApi;
let running: ChildProcess | undefined;
beforeAll(async () => {
  if (!installed) return;
  account = await openAccount();
  takeAll = await account.subscribe('all');
});
afterAll(() => account?.close());
afterEach(async () => {
  await end();
  await api?.close();
  await account?.reset();
});

/** A cold start: a new process, which then waits for invocations. */
async function start(
  name: 'cloudwatch' | 's3',
  more: Readonly<Record<string, string>> = {},
): Promise<RuntimeApi> {
  await api?.close();
  api = await startRuntimeApi();
  const { task, handler, environment } = account[name].launch;
  const { PATH = '' } = process.env;
  const set = {
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: task,
    AWS_LAMBDA_RUNTIME_API: api.address,
    AWS_LAMBDA_FUNCTION_NAME: `harrier-production-${name}`,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/harrier-production-${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/03/01/[$LATEST]0123456789abcdef',
  };
  running = spawn(process.execPath, [client], {
    cwd: task,
    env: { PATH, ...environment, ...more, ...set },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return api;
}

async function end(): Promise<void> {
  if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
  running.kill('SIGKILL');
  await once(running, 'exit');
}

const logs = (...events: readonly unknown[]) =>
  subscription(envelope(events.map((event) => JSON.stringify(event))));

describe.skipIf(!installed)('under the runtime client', () => {
  it('a cold start and a warm one alert', async () => {
    const lambda = await start('cloudwatch');
    expect(await lambda.invoke(logs(bindingEvent()), 10_000)).toMatchObject({ kind: 'response' });
    expect(await lambda.invoke(logs(bindingEvent()), 10_000)).toMatchObject({ kind: 'response' });
    expect(await takeAll()).toHaveLength(2);
  });

  it('a delivery that fails is reported as the error it is', async () => {
    const lambda = await start('cloudwatch');
    expect(await lambda.invoke({ awslogs: { data: 'bm90IGd6aXA=' } }, 10_000)).toMatchObject({
      kind: 'error',
      body: { errorType: 'PoisonDeliveryError', errorMessage: expect.stringContaining('not base64 of gzip') },
    });
    expect(await lambda.invoke(logs(bindingEvent()), 10_000)).toMatchObject({ kind: 'response' });
  });

  it('an environment that cannot be used fails the start, and says why', async () => {
    const lambda = await start('cloudwatch', { HARRIER_STATE_TABLE: '' });
    expect(await lambda.initFailure()).toMatchObject({
      body: { errorMessage: expect.stringContaining('HARRIER_STATE_TABLE is not set') },
    });
  });

  it('after a time-out the next start alerts', async () => {
    const payload = logs(bindingEvent());
    account.aws.fault = ({ operation }) => (operation === 'PublishBatch' ? 'none' : undefined);
    expect(await (await start('cloudwatch')).invoke(payload, 2000)).toBeUndefined();
    await end();
    account.aws.fault = () => undefined;
    expect(await (await start('cloudwatch')).invoke(payload, 10_000)).toMatchObject({ kind: 'response' });
    expect(await takeAll()).toHaveLength(1);
  });

  it('a function that is told it has no time left goes on in another', async () => {
    const quiet = Array.from({ length: 30_000 }, () => ({ ...execEvent(), verb: 'list' }));
    await account.put('large', gzipSync(ndjson(bindingEvent(), ...quiet, bindingEvent())));
    const told = JSON.stringify({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: { bucket: { name: 'new-logs' }, object: { key: 'large' } },
    });
    const lambda = await start('s3');
    let invocations = 0;
    for (let messages: readonly string[] = [told]; messages.length > 0 && invocations < 20; ) {
      invocations++;
      // The first is told that it has next to no time, the others that they have enough.
      const outcome = await lambda.invoke(fromQueue(...messages), invocations === 1 ? 1 : 10_000, 10_000);
      expect(outcome?.body).toEqual({ batchItemFailures: [] });
      messages = await account.take('ObjectQueue');
    }
    expect(invocations).toBeGreaterThan(1);
    expect(await takeAll()).toHaveLength(2);
  });
});
