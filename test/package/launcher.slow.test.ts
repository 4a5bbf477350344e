/** `npx harrier` and bin/harrier.js, in whatever state a clone or a package is. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cloneTo, root, userEnvironment } from './clone.ts';

const place = mkdtempSync(join(tmpdir(), 'harrier-launcher-'));
afterAll(() => rmSync(place, { recursive: true }));

function ran(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = userEnvironment(),
) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', env });
  return { status, stdout, stderr };
}

const version = /^harrier \d+\.\d+\.\d+ \(Node 24\.\d+\.\d+\)\n$/;

/** As an older Node would start it; what it starts is not touched. */
const asOlderNode = [
  '--import',
  `data:text/javascript,${encodeURIComponent("Object.defineProperty(process.versions, 'node', { value: '20.20.0' })")}`,
];
const launcher = (folder: string) => join(folder, 'bin/harrier.js');

describe('npx harrier in a clone', () => {
  it('says before npm ci what to do, however often, and works afterwards', () => {
    const clone = join(place, 'clone');
    cloneTo(clone);
    // A cache of its own: npx remembers what it linked.
    const env = {
      ...userEnvironment(),
      npm_config_cache: join(place, 'npm'),
      npm_config_update_notifier: 'false',
    };
    const npx = () => ran('npx', ['harrier', '--version'], clone, env);
    for (let time = 1; time <= 2; time++) {
      const { status, stdout, stderr } = npx();
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^harrier: its dependencies are not installed; run `npm ci` in .*clone\/$/m);
    }
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
    expect(npx().stderr).toMatch(/^harrier: build\/kql-parser\.js is not there; .*`npm run build:grammar`/m);
    expect(ran(process.execPath, ['scripts/prepare.js'], clone)).toMatchObject({ status: 0 });
    expect(npx()).toMatchObject({ status: 0, stdout: expect.stringMatching(version) });
  });
});

describe('bin/harrier.js', () => {
  it('starts the pinned Node where an older one started it, and ends as that ends', () => {
    const older = (...args: readonly string[]) =>
      ran(process.execPath, [...asOlderNode, launcher(root), ...args], root);
    expect(older('--version')).toMatchObject({ status: 0, stdout: expect.stringMatching(version) });
    expect(older('relpay')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no command `relpay`'),
    });
  });

  it('says which Node it needs where the pinned one is not installed', () => {
    const clone = join(place, 'without-node');
    mkdirSync(join(clone, 'node_modules'), { recursive: true });
    cpSync(join(root, 'bin'), join(clone, 'bin'), { recursive: true });
    // Other tests write there meanwhile.
    const ofTests = join(root, 'build/test');
    cpSync(join(root, 'build'), join(clone, 'build'), {
      recursive: true,
      filter: (path) => path !== ofTests,
    });
    symlinkSync(join(root, 'src'), join(clone, 'src'));
    const { status, stderr } = ran(process.execPath, [...asOlderNode, launcher(clone), '--version'], clone);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(
        /^harrier: Node 24 or later is needed, this is v\S+, and .* run `npm ci`/,
      ),
    });
  });

  it('says of a package that was not built that it was not', () => {
    const installed = join(place, 'project/node_modules/harrier');
    cpSync(join(root, 'bin'), join(installed, 'bin'), { recursive: true });
    cpSync(join(root, 'package.json'), join(installed, 'package.json'));
    const { status, stderr } = ran(process.execPath, [launcher(installed)], place);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^harrier: .*build\/harrier\.js is not there: the package was not made by `npm pack`/,
    );
  });
});
