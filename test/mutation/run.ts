/**
 * `npm run mutation`: mutates one room after the other, or those that are named (`npm run mutation -- publish`), and
 * writes docs/mutation.md from all reports that there are. With `--every 12` only one line in twelve is mutated: a
 * sample, which takes minutes where everything takes hours. `--offset 7` takes other lines: those for whose survivors
 * tests were written say nothing of the rest any more. `--concurrency 1` leaves the other processors alone.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeReport } from './report.ts';
import { rooms } from './rooms.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values, positionals: named } = parseArgs({
  options: { every: { type: 'string' }, offset: { type: 'string' }, concurrency: { type: 'string' } },
  allowPositionals: true,
});
const unknown = named.filter((name) => !Object.hasOwn(rooms, name));
if (unknown.length > 0) {
  console.error(`no room is named ${unknown.join(', ')}; there are ${Object.keys(rooms).join(', ')}`);
  process.exit(2);
}
const { every = '1', offset = '0', concurrency } = values;
for (const [option, value] of Object.entries(values)) {
  if (/^[1-9]\d*$/.test(value)) continue;
  console.error(`--${option} takes a whole number from 1 on, not ${value}`);
  process.exit(2);
}
const workers = concurrency === undefined ? [] : ['--concurrency', concurrency];
for (const name of named.length > 0 ? named : Object.keys(rooms)) {
  const { status } = spawnSync('stryker', ['run', 'test/mutation/stryker.config.mjs', ...workers], {
    cwd: root,
    env: { ...process.env, HARRIER_ROOM: name, HARRIER_EVERY: every, HARRIER_OFFSET: offset },
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}
console.log(writeReport());
