/**
 * `npm run package` and `npm run deploy`, after the build: package, which checks the settings; validate the template;
 * and deploy what was packaged. Further arguments go to osls, such as --param, --stage and --region.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { problemsOf } from './validate.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = '.serverless';
const template = `${root}${folder}/cloudformation-template-update-stack.json`;

const [command, ...options] = process.argv.slice(2);
if (command !== 'package' && command !== 'deploy')
  fail(`expected package or deploy, found ${command ?? 'nothing'}`);

osls('package');
const problems = problemsOf(template);
if (problems.length > 0) fail(['the template is not valid:', ...problems].join('\n  '));
process.stderr.write('The template is valid.\n');
const watches = hasAny('AWS::Logs::SubscriptionFilter', 'AWS::Events::Rule');
if (!hasAny('AWS::SNS::Subscription')) {
  process.stderr.write(
    'Nobody is told of alerts by e-mail, nor of alarms: harrier.yml names no emails. See docs/subscriptions.md.\n',
  );
}
if (command === 'package') {
  if (!watches)
    process.stderr.write('Nothing is watched yet: harrier.yml names no clusters and no buckets.\n');
} else {
  if (!watches) {
    fail(
      'nothing would be watched. Name clusters or buckets in harrier.yml, or with --param clusters=my-cluster',
    );
  }
  osls('deploy');
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

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
