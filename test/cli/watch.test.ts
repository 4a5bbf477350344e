/** `harrier test --watch` goes on, whatever is saved meanwhile. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { harrier } from './harrier.ts';
import { execRule, workspace } from './workspace.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

it('tests again after every change, also of a rule that is wrong meanwhile', async () => {
  const cwd = workspace({ 'rules/exec.toml': execRule });
  const child = spawn(process.execPath, [main, 'test', '--watch', 'rules'], { cwd });
  let output = '';
  let seen = () => {};
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
      seen();
    });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  /** Waits until it waits, and has printed a text since the last time. */
  const waits = async (text: string): Promise<boolean> => {
    const isThere = () => new RegExp(`${text}[^]*Waiting for changes`).test(output);
    const found = new Promise<void>((resolve) => {
      seen = () => {
        if (isThere()) resolve();
      };
      seen();
    });
    await Promise.race([found, ended]);
    const wasThere = isThere();
    output = '';
    return wasThere;
  };
  const save = (text: string) => writeFileSync(join(cwd, 'rules/exec.toml'), text);
  try {
    expect(await waits('1 rule, 0 cases')).toBe(true);
    save(`${execRule}\ntype = `);
    expect(await waits('error\\[')).toBe(true);
    save(execRule);
    expect(await waits('1 rule, 0 cases')).toBe(true);
  } finally {
    child.kill();
    await ended;
  }
});

it('does not wait for a path that is not there', async () => {
  const { code, stdout, stderr } = await harrier(['test', '--watch', 'nowhere'], { cwd: workspace({}) });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toContain('no such file or folder');
});
