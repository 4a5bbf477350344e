/**
 * `npm run bench`: what the pipeline costs beside the floor, which is gunzip + split + JSON.parse of the same bytes.
 * Each contender has a process of its own; their rounds are interleaved in one run on one core, so that their ratio
 * says something on any machine. Time is the processor's, of all threads of the process: what a Lambda function of
 * one core would take, whoever else is busy.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Round } from './contender.ts';
import { hasElasticPack } from './elastic-pack.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '7' },
    pinned: { type: 'boolean', default: false },
  },
});

// The budgets speak of one core; where the system can pin the run to one, it does.
if (!values.pinned && process.platform === 'linux') {
  const again = ['-c', '0', process.execPath, import.meta.filename, ...process.argv.slice(2), '--pinned'];
  const { status, error } = spawnSync('taskset', again, { stdio: 'inherit' });
  if (error === undefined) process.exit(status ?? 1);
}

interface Contender {
  readonly title: string;
  readonly child: ChildProcess;
  readonly rounds: Round[];
}

async function start(name: string, title: string): Promise<Contender> {
  const child = fork(fileURLToPath(new URL('contender.ts', import.meta.url)), [name, values.events]);
  const [corpus] = await once(child, 'message');
  if (name === 'floor') {
    const mean = (corpus.bytes / Number(values.events)).toFixed(0);
    console.log(`${values.events} events of ${mean} bytes on average in ${corpus.objects} gzipped objects\n`);
  }
  return { title, child, rounds: [] };
}

const contenders = [
  await start('floor', 'floor'),
  await start('ours', 'our rules'),
  await start('eql', 'ours and five in EQL'),
];
if (hasElasticPack) {
  contenders.push(
    await start('elastic', "Elastic's Kubernetes pack"),
    await start('both', "ours and Elastic's"),
  );
} else {
  console.log("Elastic's pack is not beside this checkout (../shared/data): left out\n");
}
contenders.push(await start('50', '50 rules'), await start('1000', '1,000 rules'));

// The first two rounds warm up: code is compiled, and rules for new terms learn what there is.
const warmUp = 2;
for (let round = 0; round < warmUp + Number(values.rounds); round++) {
  for (const { title, child, rounds } of contenders) {
    child.send('run');
    const [outcome] = (await once(child, 'message')) as [Round];
    if (round >= warmUp) rounds.push(outcome);
    else if (round === 0) console.log(`${title}: ${outcome.events} events, ${outcome.alerts} alerts`);
  }
}
for (const { child } of contenders) child.kill();

const [floor, ...others] = contenders as [Contender, ...Contender[]];
console.log(
  '\n| what | rules | CPU µs per event | × the floor (median) | spread | fastest rounds |\n| --- | ---: | ---: | ---: | ---: | ---: |',
);
for (const contender of [floor, ...others]) {
  const perEvent = median(contender.rounds.map(({ cpu, events }) => (cpu / events) * 1e6)).toFixed(2);
  console.log(
    `| ${contender.title} | ${contender.rounds[0]?.rules} | ${perEvent} | ${ratios(contender, floor)} | ${fastest(contender, floor)} |`,
  );
}
const [few, many] = others.slice(-2) as [Contender, Contender];
console.log(`\n1,000 rules cost, × what 50 cost: ${ratios(many, few).replace(' | ', ' (')})`);

function ratios(of: Contender, to: Contender): string {
  const all = of.rounds.map(({ cpu }, round) => cpu / (to.rounds[round]?.cpu ?? Number.NaN));
  return `${median(all).toFixed(3)} | ${Math.min(...all).toFixed(3)}–${Math.max(...all).toFixed(3)}`;
}

/** Other work on the machine only makes a round slower, so this says most where there is some. */
function fastest(of: Contender, to: Contender): string {
  const [least = Number.NaN, floor = Number.NaN] = [of, to].map(({ rounds }) =>
    Math.min(...rounds.map(({ cpu }) => cpu)),
  );
  return (least / floor).toFixed(3);
}

function median(of: readonly number[]): number {
  return of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN;
}
