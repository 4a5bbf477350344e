/**
 * `npm run bench:budgets`: how large the functions' bundles are, and how long they take to load. Fails above the
 * budgets. Loading is timed in processes of their own, and the fastest counts: a busy machine only makes it slower.
 */
import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { packagePath } from '../src/project/package-root.ts';

const KB = 1000;
const budget = { bytes: 600 * KB, milliseconds: 100 };
const loads = 15;

const folder = packagePath('build/functions');
/** What the functions insist on; nothing is sent anywhere while they load. */
const env = {
  AWS_REGION: 'eu-west-1',
  HARRIER_ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
  HARRIER_STATE_TABLE: 'state',
  HARRIER_EMAIL_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:emails',
  HARRIER_CHAT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:chat',
  HARRIER_OPERATIONS_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:operations',
};
const script = 'const t = performance.now(); require(process.argv[1]); console.log(performance.now() - t)';

console.log('| bundle | KB | loads in ms, fastest of 15 | slowest |\n| --- | ---: | ---: | ---: |');
for (const name of readdirSync(folder).filter((name) => name.endsWith('.cjs'))) {
  const path = `${folder}/${name}`;
  const bytes = statSync(path).size;
  const times: number[] = [];
  for (let i = 0; i < loads; i++) times.push(await load(path));
  const fastest = Math.min(...times);
  console.log(
    `| ${name} | ${(bytes / KB).toFixed(0)} | ${fastest.toFixed(0)} | ${Math.max(...times).toFixed(0)} |`,
  );
  if (bytes > budget.bytes) fail(`${name} has ${bytes} bytes; the budget is ${budget.bytes}`);
  if (fastest > budget.milliseconds) {
    fail(`${name} loads in ${fastest.toFixed(0)} ms; the budget is ${budget.milliseconds}`);
  }
}

async function load(path: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, path], { env });
  return Number(stdout);
}

function fail(why: string): void {
  console.error(why);
  process.exitCode = 1;
}
