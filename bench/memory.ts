/**
 * `npm run bench:memory`: the most memory the pipeline holds while it replays objects of 1 GB inflated, each in a
 * process of its own with Node's default flags. Lambda's runtime gives V8 a smaller heap than those do, so that what
 * is measured here is at least what a function would take. Fails above the budget.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type FormName, forms, writeLargeObject } from './large-objects.ts';
import { replayObject, writeRuleSet } from './replay-child.ts';

const MB = 1e6;
const budget = 256 * MB;

const { values } = parseArgs({ options: { megabytes: { type: 'string', default: '1000' } } });
const folder = mkdtempSync(join(tmpdir(), 'harrier-memory-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const ruleSet = writeRuleSet(folder);
const nothing = join(folder, 'nothing');
writeFileSync(nothing, '');
console.log('| object | events | alerts | s | peak memory, MB |\n| --- | ---: | ---: | ---: | ---: |');
measure('an empty one', nothing, 0);
for (const name of Object.keys(forms) as FormName[]) {
  const file = join(folder, 'object');
  const { events } = await writeLargeObject(file, name, Number(values.megabytes) * MB);
  measure(name, file, events);
}

function measure(name: string, file: string, expected: number): void {
  const { events, alerts, seconds, peakBytes } = replayObject(ruleSet, file);
  console.log(`| ${name} | ${events} | ${alerts} | ${seconds.toFixed(1)} | ${(peakBytes / MB).toFixed(0)} |`);
  if (events !== expected) fail(`${name}: ${events} events were decoded; expected ${expected}`);
  if (peakBytes > budget) fail(`${name}: above the budget of ${budget / MB} MB`);
}

function fail(why: string): void {
  console.error(why);
  process.exitCode = 1;
}
