/**
 * The template as cfn-lint sees it, which AWS maintains: another reader of the same schemas than the one that packages
 * are validated by, and rules about what a value means. It is written in Python: `HARRIER_PYTHON` names a virtual
 * environment that it is installed in.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everySetting, packageWith } from './packaged.ts';

const command = join(process.env.HARRIER_PYTHON ?? '', 'bin/cfn-lint');
const installed = process.env.HARRIER_PYTHON !== undefined && existsSync(command);
if (!installed)
  console.warn(
    'skipped: cfn-lint is not there. .ci/python installs it in a folder; name that in HARRIER_PYTHON',
  );

const list = (count: number, entry: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => entry(i)).join(',');

/** osls has it depend on a role that it refers to. */
const ofOsls = 'W3005';

interface Match {
  readonly Level: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly (string | number)[] | null };
  readonly Message: string;
}

/** @returns a line for each thing that it found */
function lint(path: string, regions: readonly string[]): Promise<readonly string[]> {
  const args = ['--format', 'json', '--ignore-checks', ofOsls, '--regions', ...regions, '--template', path];
  return new Promise((resolve, reject) => {
    execFile(command, args, { maxBuffer: 1e8 }, (error, stdout, stderr) => {
      // It ends with another code where it found something.
      if (stdout === '') return reject(new Error(`cfn-lint failed: ${error?.message} ${stderr}`));
      const matches = JSON.parse(stdout) as readonly Match[];
      resolve(
        matches.map(
          ({ Rule, Location, Message }) => `${Rule.Id} ${Location.Path?.join('.') ?? ''}: ${Message}`,
        ),
      );
    });
  });
}

describe.skipIf(!installed)('cfn-lint', () => {
  const everywhere = ['eu-west-1', 'us-gov-west-1', 'cn-north-1'];

  it.each<[string, Record<string, string>, readonly string[]]>([
    ['nothing but the defaults', {}, ['eu-west-1']],
    ['one cluster and an address', { clusters: 'prod', emails: 'a@example.com' }, everywhere],
    ['everything', everySetting, everywhere],
    ['accounts alone', { newBucket: 'logs', accounts: '222233334444' }, ['eu-west-1']],
    ['an organization alone', { newBucket: 'logs', organization: 'o-a1b2c3d4e5' }, ['eu-west-1']],
    ['200 clusters', { clusters: list(200, (i) => `cluster-${i}`) }, ['eu-west-1']],
    ['80 buckets', { buckets: list(80, (i) => `b${i}-`.padEnd(63, 'x')) }, ['eu-west-1']],
  ])('finds nothing wrong with %s', async (_, settings, regions) => {
    const { path, remove } = await packageWith(settings);
    expect(await lint(path, regions)).toEqual([]);
    await remove();
  });

  it('finds what is wrong', async () => {
    const { path, template, remove } = await packageWith({ clusters: 'prod' });
    const { CloudwatchPermission: _, ...others } = template.Resources;
    await writeFile(path, JSON.stringify({ ...template, Resources: others }));
    expect(await lint(path, ['eu-west-1'])).toEqual([
      expect.stringMatching(/^E3005 .*Subscriptionprod.*DependsOn/),
    ]);
    await remove();
  });
});
