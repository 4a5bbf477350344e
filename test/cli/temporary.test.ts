/** What commands keep in the folder for temporary files holds logs: it is gone, however they end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exec, execRule, lines, workspace } from './workspace.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const cwd = workspace({ 'exec.toml': execRule });
const event = lines(exec(1));

/** What comes through a pipe is read twice, and kept meanwhile. */
const commands = [
  ['tune', '--rules', 'exec.toml', '-'],
  ['query', '--format', 'document', 'verb: get', '-'],
].map((args) => ({ args }));

function start(args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env.PATH, TMPDIR: folder },
  });
  child.stdin.on('error', () => {});
  return { child, folder };
}

/** Until the file of what comes through the pipe is there. */
async function kept(folder: string): Promise<void> {
  while (!readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('/0')))
    await setTimeout(20);
}

describe.each(commands)('what harrier $args.0 keeps, after', ({ args }) => {
  it.each(['SIGTERM', 'SIGHUP'] as const)('%s', async (signal) => {
    const { child, folder } = start(args);
    child.stdin.write(event);
    await kept(folder);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('Ctrl-C', async () => {
    const { child, folder } = start(args);
    child.stdin.write(event);
    await kept(folder);
    child.kill('SIGINT');
    child.stdin.end(event);
    expect(await once(child, 'exit')).toEqual([130, null]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('nobody reads the output', async () => {
    const { child, folder } = start(args);
    child.stdout.destroy();
    child.stdin.end(event.repeat(2));
    await once(child, 'exit');
    expect(readdirSync(folder)).toEqual([]);
  });
});
