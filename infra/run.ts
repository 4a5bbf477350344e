/**
 * `harrier package`, `deploy` and `remove`: check the settings, build the rules, bundle the functions with them,
 * package, validate the template, and deploy what was packaged.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { basename, delimiter } from 'node:path';
import { build as bundle } from 'esbuild';
import { renderProblems } from '../src/compile/problem.ts';
import { chosenRules, isBundled } from '../src/project/chosen-rules.ts';
import { packagePath } from '../src/project/package-root.ts';
import { settingsFiles } from '../src/project/settings.ts';
import { bundleOptionsFor } from './bundle.ts';
import { optionsOf } from './options.ts';
import { type Service, serviceOf, stage } from './service.ts';
import { type Settings, SettingsError } from './settings.ts';
import { stackFrom } from './stack.ts';
import { changedSettings, summaryOf, watchesAny } from './summary.ts';
import { problemsOf } from './validate.ts';

export type Step = 'package' | 'deploy' | 'remove';

export interface Order {
  /** The folder with the settings. */
  readonly project: string;
  /** Of osls, such as --param, --stage and --region. */
  readonly options: readonly string[];
  /** Builds the rules. @returns whether they could be */
  readonly buildRules: (out: string) => Promise<boolean>;
}

/** Tells on standard error what is done. @returns whether it was done */
export async function run(step: Step, { project, options, buildRules }: Order): Promise<boolean> {
  const settings = await checkedSettings(options);
  if (settings === undefined) {
    if (step !== 'remove') tellMistakes();
    return false;
  }
  const service = serviceOf(project);
  const osls = (command: Step) => runOsls(command, service, options);
  if (step === 'remove') {
    stage(service, settingsFiles());
    return osls('remove');
  }
  const changes = changedSettings(settings);
  if (changes.length > 0) tell(['Settings that are not the defaults:', ...changes].join('\n  '));
  stage(service, settingsFiles());
  if (!(await buildRules(service.rules))) return false;
  await bundle(bundleOptionsFor(service.rules, service.functions));
  if (!osls('package')) return false;
  const problems = problemsOf(service.template);
  if (problems.length > 0) return fail(['the template is not valid:', ...problems].join('\n  '));
  tell('The template is valid.');
  if (step === 'deploy') {
    if (!watchesAny(settings))
      return fail(
        `nothing would be watched. Name clusters or buckets in ${ownFile()}, or with --param clusters=my-cluster`,
      );
    if (!osls('deploy')) return false;
  }
  tell(summaryOf(settings, chosenRules({}), isBundled).join('\n'));
  return true;
}

/** What is wrong with what the settings say of rules, so that all mistakes are told at once. */
function tellMistakes(): void {
  const errors = chosenRules({}).problems.filter(({ severity }) => severity === 'error');
  // Of a setting that there is not it was told.
  const more = errors.filter(
    ({ code, message }) => code !== 'unknown-key' || !message.endsWith('is no setting'),
  );
  process.stderr.write(renderProblems(more));
}

/** In a clone harrier.yml is not to be edited. */
function ownFile(): string {
  const [first = 'harrier.yml'] = settingsFiles();
  return first === packagePath('harrier.yml') ? 'harrier.local.yml' : basename(first);
}

/** As osls will read them, but told without what it puts around an error. @returns undefined if they cannot be used */
async function checkedSettings(options: readonly string[]): Promise<Settings | undefined> {
  const given = optionsOf(options);
  try {
    const stack = await stackFrom({
      options: { param: [...given.params].map(([name, value]) => `${name}=${value}`) },
      resolveVariable: async (variable) => {
        if (variable === 'sls:stage') return given.stage;
        return given.params.get(/^param:(.*), null$/.exec(variable)?.[1] ?? '') ?? null;
      },
    });
    return stack.settings;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    tell(error.message);
    return undefined;
  }
}

/** @returns whether it succeeded; it says itself what it does */
function runOsls(step: Step, { folder, output }: Service, options: readonly string[]): boolean {
  const osls = createRequire(packagePath('package.json')).resolve('osls/bin/serverless.js');
  const packaged = step === 'remove' ? [] : ['--package', output];
  const { status } = spawnSync(process.execPath, [osls, step, ...packaged, ...options], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, HARRIER_SETTINGS: settingsFiles().join(delimiter) },
  });
  return status === 0;
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

function fail(message: string): false {
  tell(message);
  return false;
}
