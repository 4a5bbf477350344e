/**
 * `npm run bench:memory`: the most memory the pipeline takes while it replays objects of 1 GB inflated, each in a
 * process of its own with Node's default flags. By default V8 sizes its young generation by the machine's memory, so
 * a function of 512 MB takes less than what a large machine shows here. Fails above the budget.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type FormName, forms, writeLargeObject } from './large-objects.ts';
import { bundleReplayer } from './replay-child.ts';

const MB = 1e6;
const budget = 256 * MB;

const { values } = parseArgs({ options: { megabytes: { type: 'string', default: '1000' } } });
const folder = mkdtempSync(join(tmpdir(), 'harrier-memory-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const replayer = await bundleReplayer(folder);
const object = join(folder, 'object');
console.log('| object | events | alerts | s | peak memory, MB |\n| --- | ---: | ---: | ---: | ---: |');
writeFileSync(object, '');
await measure('an empty one', 0);
for (const name of Object.keys(forms) as FormName[]) {
  const { events } = await writeLargeObject(object, name, Number(values.megabytes) * MB);
  await measure(name, events);
}

async function measure(name: string, expected: number): Promise<void> {
  const { events, alerts, seconds, peakBytes } = await replayer.replay(object);
  console.log(`| ${name} | ${events} | ${alerts} | ${seconds.toFixed(1)} | ${(peakBytes / MB).toFixed(0)} |`);
  if (events !== expected) fail(`${name}: ${events} events were decoded; expected ${expected}`);
  if (peakBytes > budget) fail(`${name}: above the budget of ${budget / MB} MB`);
}

function fail(why: string): void {
  console.error(why);
  process.exitCode = 1;
}
