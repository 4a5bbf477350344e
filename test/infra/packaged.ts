/** The service as osls packages it, in a folder of its own: osls would get in its own way in one. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Resource {
  readonly Type: string;
  // What CloudFormation takes is checked by its validator; tests look at single places.
  readonly Properties: Readonly<Record<string, never>>;
  readonly [attribute: string]: unknown;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

export interface Packaged {
  readonly folder: string;
  /** The template's path, and what is in it. */
  readonly path: string;
  readonly template: Template;
  /** What osls said. */
  readonly output: string;
  remove(): Promise<void>;
}

/**
 * @param settings by name, as on the command line
 * @param others what else may be given: a text instead of the harrier.yml that there is, a stage, and the folder of the
 * functions' bundles
 */
export async function packageWith(
  settings: Readonly<Record<string, string>> = {},
  {
    file,
    stage,
    functions = join(root, 'build/functions'),
  }: { readonly file?: string; readonly stage?: string; readonly functions?: string } = {},
): Promise<Packaged> {
  const service = await mkdtemp(join(tmpdir(), 'harrier-package-'));
  for (const name of ['serverless.yml', 'harrier.yml']) await cp(join(root, name), join(service, name));
  await cp(functions, join(service, 'build/functions'), { recursive: true });
  await symlink(join(root, 'infra'), join(service, 'infra'));
  if (file !== undefined) await writeFile(join(service, 'harrier.yml'), file);
  const given = Object.entries(settings).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  if (stage !== undefined) given.push('--stage', stage);
  const cli = join(root, 'node_modules/osls/bin/serverless.js');
  const { PATH = '', HOME = '' } = process.env;
  // Without credentials, and without the settings of whoever runs the tests.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [cli, 'package', ...given], {
    cwd: service,
    env: { PATH, HOME, NO_COLOR: '1' },
  }).catch((error) => {
    throw new Error(`osls failed: ${error.stdout}${error.stderr}`);
  });
  const folder = join(service, '.serverless');
  const path = join(folder, 'cloudformation-template-update-stack.json');
  return {
    folder,
    path,
    template: JSON.parse(await readFile(path, 'utf8')) as Template,
    output: stdout + stderr,
    remove: () => rm(service, { recursive: true }),
  };
}

/** With something of everything. */
export const everySetting = {
  clusters: 'blue,green-1',
  buckets: 'old-logs/eks,older-logs',
  bucketKeys: 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000',
  newBucket: 'new-logs',
  objectClusters: '222233334444/red',
  objectKeys: 'eks/{cluster}/',
  accounts: '222233334444,555566667777',
  organization: 'o-a1b2c3d4e5',
  emails: 'a@example.com,b@example.com',
  operators: 'ops@example.com',
  ocsf: 'true',
  securityHub: 'true',
  cloudwatchConcurrency: '20',
  tags: 'team=security,cost center=a=b',
  permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
  deploymentRole: 'arn:aws:iam::111122223333:role/deployment',
} as const;
