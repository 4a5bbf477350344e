/**
 * `npm run package` and `npm run deploy`, after the build: check the settings, package, validate the template, and
 * deploy what was packaged. Further arguments go to osls, such as --param, --stage and --region.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledRules, chosenRules } from '../src/cli/rules.ts';
import { optionsOf } from './options.ts';
import { type Settings, SettingsError } from './settings.ts';
import { stackFrom } from './stack.ts';
import { changedSettings, summaryOf } from './summary.ts';
import { problemsOf } from './validate.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = '.serverless';
const template = `${root}${folder}/cloudformation-template-update-stack.json`;

const [command, ...options] = process.argv.slice(2);
if (command !== 'package' && command !== 'deploy')
  fail(`expected package or deploy, found ${command ?? 'nothing'}`);

const settings = await checkedSettings();
const changes = changedSettings(settings);
if (changes.length > 0) tell(['Settings that are not the defaults:', ...changes].join('\n  '));

osls('package');
const problems = problemsOf(template);
if (problems.length > 0) fail(['the template is not valid:', ...problems].join('\n  '));
tell('The template is valid.');
const watches = hasAny('AWS::Logs::SubscriptionFilter', 'AWS::Events::Rule');
if (command === 'deploy') {
  if (!watches) {
    fail(
      'nothing would be watched. Name clusters or buckets in harrier.local.yml, or with --param clusters=my-cluster',
    );
  }
  osls('deploy');
}
const isBundled = (path: string): boolean => !relative(bundledRules, path).startsWith('..');
tell(summaryOf(settings, chosenRules({}), isBundled).join('\n'));

/** As osls will read them, but told without what it puts around an error. */
async function checkedSettings(): Promise<Settings> {
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
    if (error instanceof SettingsError) fail(error.message);
    throw error;
  }
}

function osls(step: 'package' | 'deploy'): void {
  const { status } = spawnSync('osls', [step, '--package', folder, ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

function hasAny(...types: readonly string[]): boolean {
  const { Resources } = JSON.parse(readFileSync(template, 'utf8')) as {
    Resources: Record<string, { Type: string }>;
  };
  return Object.values(Resources).some(({ Type }) => types.includes(Type));
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

function fail(message: string): never {
  tell(message);
  process.exit(1);
}
