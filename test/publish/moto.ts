/** All of AWS that is needed here, as moto makes it: one server, of this account and no other. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** That of the other emulator. */
const account = '000000000000';

/** One request after the other: its own server takes several at once, and then two writes may meet one condition. */
const serve = `
import sys
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple
run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
`;

/** @throws Error with what it said, if it does not come up */
export async function startMoto(): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const command = join(process.env.HARRIER_PYTHON ?? '', 'bin/python');
  const port = await freePort();
  const server = spawn(command, ['-c', serve, String(port)], {
    env: { PATH: process.env.PATH ?? '', MOTO_ACCOUNT_ID: account },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (text) => {
    said = `${said}${text}`.slice(-2_000);
  });
  const gone = once(server, 'exit').catch((error: Error) => {
    said += error.message;
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const isUp = () =>
    fetch(`${endpoint}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
  let tries = 0;
  while (!(await isUp())) {
    if (server.exitCode !== null || ++tries > 600)
      throw new Error(`moto does not come up (${command}): ${said}`);
    await setTimeout(100);
  }
  return {
    endpoint,
    async stop() {
      server.kill();
      await gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
