/**
 * `npm run bench:sizing`: what the functions' memory is chosen by. The packaged functions process an ordinary
 * delivery, the largest that Lambda accepts of CloudWatch Logs and of anybody, the most that Harrier lets in, and an object of 80 MB inflated, with V8's
 * limits as Lambda sets them for each amount of memory. Lambda gives a share of a CPU in proportion to the memory; a
 * time there is the CPU time over that share, and the time that was waited. Fails if the memory that the template
 * gives is not enough.
 */
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openAccount } from '../test/deployed/account.ts';
import type { Answer, Result } from '../test/deployed/lambda.ts';
import { envelope, eventBridge, subscription } from '../test/functions/events.ts';
import { makeCorpus } from './corpus.ts';
import { writeLargeObject } from './large-objects.ts';

const MB = 1e6;
/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const memoryOfOneCpu = 1769;
const memories = [256, 512, 1024, 1769];
/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, where MB are of 1,024 KB. */
const largestPayload = { asynchronous: 1024 * 1024, synchronous: 6 * 1024 * 1024 } as const;

const lines = makeCorpus(60_000).objects.flatMap((object) =>
  gunzipSync(object).toString().trimEnd().split('\n'),
);
const object = join(tmpdir(), `harrier-sizing-${process.pid}`);
process.on('exit', () => rmSync(object, { force: true }));
const { events: objectEvents } = await writeLargeObject(object, 'lines, gzip', 80 * MB);

const ordinary = subscription(envelope(lines.slice(0, 200)));
/** CloudWatch Logs invokes asynchronously; synchronously does whoever may invoke the function. */
const largest = [
  ['asynchronous', 'the largest of CloudWatch Logs'],
  ['synchronous', 'the largest of anybody'],
].map(([kind, of]) => ({ ...largestDelivery(largestPayload[kind as keyof typeof largestPayload]), of }));
/** The most that is let in: 128 MiB inflated, of which the envelope takes a little. */
const repetitive = subscription(envelope(Array.from({ length: 80_000 }, () => lines[0] ?? '')));

console.log('| memory, MB | what | peak, MB | CPU s | s on Lambda |\n| ---: | --- | ---: | ---: | ---: |');
for (const memory of memories) await measure(memory);

async function measure(memory: number): Promise<void> {
  const account = await openAccount({ cloudwatchMemory: String(memory), objectMemory: String(memory) });
  try {
    await account.put('large', readFileSync(object));
    const notification = JSON.parse(
      JSON.stringify(eventBridge('large')).replaceAll('audit-logs', 'new-logs'),
    );
    show(memory, '200 events, cold', await account.cloudwatch.invoke(ordinary));
    show(memory, '200 events, warm', await account.cloudwatch.invoke(ordinary));
    for (const { events, payload, of } of largest)
      show(memory, `${events} events, ${of}`, await account.cloudwatch.invoke(payload));
    show(memory, '80000 events, as repetitive as is let in', await account.cloudwatch.invoke(repetitive));
    show(memory, `${objectEvents} events, an object`, await account.s3.invoke(notification));
  } finally {
    await account.close();
  }
}

function show(memory: number, what: string, result: Result): void {
  if ('error' in result) {
    fail(`${memory} MB, ${what}: ${result.error.errorMessage}`, memory);
    return;
  }
  const { peak } = result;
  const cells = [
    memory,
    what,
    (peak / MB).toFixed(0),
    cpuSeconds(result).toFixed(2),
    seconds(result, memory).toFixed(2),
  ];
  console.log(`| ${cells.join(' | ')} |`);
  if (peak > memory * 1024 * 1024) fail(`${memory} MB, ${what}: took ${(peak / MB).toFixed(0)} MB`, memory);
}

function cpuSeconds({ cpu }: Answer): number {
  return (cpu.user + cpu.system) / 1e6;
}

function seconds(answer: Answer, memory: number): number {
  const cpu = cpuSeconds(answer);
  const waited = Math.max(0, answer.took / 1000 - cpu);
  return cpu / Math.min(1, memory / memoryOfOneCpu) + waited;
}

/** As many events as fit. */
function largestDelivery(most: number): {
  readonly events: number;
  readonly payload: ReturnType<typeof subscription>;
} {
  const bytes = (count: number) => JSON.stringify(subscription(envelope(lines.slice(0, count)))).length;
  let [low, high] = [0, lines.length];
  while (high - low > 500) {
    const middle = (low + high) >> 1;
    if (bytes(middle) <= most) low = middle;
    else high = middle;
  }
  return { events: low, payload: subscription(envelope(lines.slice(0, low))) };
}

/** The template gives 1024 MB; with less, it is a measurement and no failure. */
function fail(why: string, memory: number): void {
  console.error(why);
  if (memory >= 1024) process.exitCode = 1;
}
