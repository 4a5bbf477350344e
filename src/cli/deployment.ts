/** What `harrier package`, `deploy` and `remove` have in common. */
import type { Step } from '../../infra/run.ts';
import { fromSource, packagePath } from '../project/package-root.ts';
import { hasSettings } from '../project/settings.ts';
import { build } from './build.ts';
import { ExitCode, UsageError } from './command.ts';
import { parse } from './usage.ts';

export const deploymentOptions = `  --param NAME=VALUE  a setting, with precedence over the files; repeatable
  --stage NAME        the installation; a further one stands beside the first (default: production)
  --region REGION     where to (default: the setting region)
  --aws-profile NAME  which of the profiles of AWS's tools
  --verbose           everything that osls and CloudFormation do`;

const options = {
  param: { type: 'string', multiple: true },
  stage: { type: 'string', short: 's' },
  region: { type: 'string', short: 'r' },
  'aws-profile': { type: 'string' },
  verbose: { type: 'boolean' },
} as const;

/** As deploying takes them beside those. */
const ofDeploying = { force: { type: 'boolean' } } as const;

/** @throws UsageError */
export async function runDeployment(step: Step, args: readonly string[]): Promise<number> {
  const { values } = parse({
    args: [...args],
    options: { ...options, ...(step === 'deploy' && ofDeploying) },
  });
  for (const param of values.param ?? []) {
    if (!/^[^=\s]+=/.test(param)) throw new UsageError(`\`--param\` takes NAME=VALUE; found \`${param}\``);
  }
  const project = projectFolder();
  if (project === undefined) {
    process.stderr.write(
      'There is no harrier.yml here. `harrier init` makes a project with one; run this in its folder.\n',
    );
    return ExitCode.unusable;
  }
  // Loaded only where it is asked for: a bundler and a validator.
  const { run } = await import('../../infra/run.ts');
  const done = await run(step, {
    project,
    options: Object.entries(values).flatMap(asWritten),
    buildRules: async (out) => (await build.run(['--strict', '--out', out])) === ExitCode.ran,
  });
  return done ? ExitCode.ran : ExitCode.unusable;
}

/** Where the settings are: here or, in a clone, in Harrier's own folder. */
function projectFolder(): string | undefined {
  if (hasSettings('.')) return '.';
  return fromSource ? packagePath('.') : undefined;
}

function asWritten([name, value]: readonly [string, unknown]): readonly string[] {
  if (value === true) return [`--${name}`];
  return [value].flat().flatMap((each) => (each === undefined ? [] : [`--${name}`, String(each)]));
}
