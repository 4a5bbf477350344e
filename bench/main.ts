/**
 * `npm run bench`: what the pipeline costs beside the floor, which is gunzip + split + JSON.parse of the same bytes.
 * Each contender has a process of its own; their rounds are interleaved in one run on one core, so that their ratio
 * says something on any machine. Time is the processor's, of all threads of the process: what a Lambda function of
 * one core would take, whoever else is busy.
 *
 * `--esql` adds Elastic's rules in ES|QL; `--only floor,ours` runs these contenders alone, by their names in `all`.
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
    rounds: { type: 'string', default: '25' },
    pinned: { type: 'boolean', default: false },
    esql: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

// The budgets speak of one core; where the system can pin the run to one, it does.
if (!values.pinned && process.platform === 'linux') {
  const again = ['-c', '0', process.execPath, import.meta.filename, ...process.argv.slice(2), '--pinned'];
  const { status, error } = spawnSync('taskset', again, { stdio: 'inherit' });
  if (error === undefined) process.exit(status ?? 1);
}

interface Described {
  readonly name: string;
  readonly title: string;
  /** How much of the floor it may take, median on a machine that does nothing else. */
  readonly budget?: number;
  /** Which rules it needs that are not always there, or that take long. */
  readonly needs?: 'pack' | 'esql';
}

/** The first is what the others are compared with. */
const all: readonly Described[] = [
  { name: 'floor', title: 'floor' },
  { name: 'ours', title: 'our rules', budget: 1.08 },
  { name: 'eql', title: 'ours and five in EQL', budget: 1.1 },
  { name: 'elastic', title: "Elastic's without ES\\|QL", budget: 1.2, needs: 'pack' },
  { name: 'both', title: "ours and Elastic's without ES\\|QL", budget: 1.2, needs: 'pack' },
  { name: 'elastic-esql', title: "Elastic's, for EKS too", needs: 'esql' },
  { name: 'both-esql', title: "ours and Elastic's, for EKS too", budget: 1.35, needs: 'esql' },
  { name: '50', title: '50 rules' },
  { name: '1000', title: '1,000 rules' },
];
/** What 1,000 rules may cost, × what 50 cost. */
const manyRulesBudget = 1.2;

interface Contender extends Described {
  readonly child: ChildProcess;
  readonly rounds: Round[];
}

async function start(described: Described): Promise<Contender> {
  const { name } = described;
  const child = fork(fileURLToPath(new URL('contender.ts', import.meta.url)), [name, values.events]);
  child.once('exit', (code, signal) => {
    // Nothing else would tell: a message would be waited for without end.
    if (signal !== 'SIGTERM') throw new Error(`the contender ${name} ended with ${code ?? signal}`);
  });
  const [corpus] = await once(child, 'message');
  if (name === 'floor') {
    const mean = (corpus.bytes / Number(values.events)).toFixed(0);
    console.log(`${values.events} events of ${mean} bytes on average in ${corpus.objects} gzipped objects\n`);
  }
  return { ...described, child, rounds: [] };
}

if (!hasElasticPack) console.log("Elastic's pack is not beside this checkout (../shared/data): left out\n");
const only = values.only?.split(',');
const contenders: Contender[] = [];
for (const each of all) {
  const isThere = each.needs === undefined || (hasElasticPack && (each.needs !== 'esql' || values.esql));
  if (only?.includes(each.name) ?? isThere) contenders.push(await start(each));
}

// The first rounds warm up: rules for new terms learn what there is, and V8 compiles, in threads of its own, what is run
// seldom as well, which takes it most of a million events.
const warmUp = 4;
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
  '\n| what | rules | CPU µs per event | × the floor (median) | spread | fastest rounds | budget |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
);
for (const contender of [floor, ...others]) {
  const { title, rounds, budget } = contender;
  const perEvent = median(rounds.map(({ cpu, events }) => (cpu / events) * 1e6)).toFixed(2);
  const columns = [title, rounds[0]?.rules, perEvent, ratios(contender, floor), fastest(contender, floor)];
  console.log(`| ${columns.join(' | ')} | ${budget?.toFixed(2) ?? ''} |`);
}
const few = others.find(({ name }) => name === '50');
const many = others.find(({ name }) => name === '1000');
if (few !== undefined && many !== undefined) {
  const times = ratios(many, few).replace(' | ', ' (');
  const least = fastest(many, few);
  console.log(
    `\n1,000 rules cost, × what 50 cost: ${times}), fastest rounds ${least}, budget ${manyRulesBudget}`,
  );
}

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
