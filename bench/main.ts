/**
 * `npm run bench`: what the pipeline costs beside the floor, which is gunzip + split + JSON.parse of the same bytes.
 * Both are interleaved in one run on one core, so that their ratio says something on any machine. Time is the
 * processor's, of all threads of the process: what a Lambda function of one core would take, whoever else is busy.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { packagePath } from '../src/cli/package-root.ts';
import { bundledRules, readyRules } from '../src/cli/rules.ts';
import type { RuleSet } from '../src/match/rule-set.ts';
import { runFloor, runPipeline, type Warm } from './contenders.ts';
import { makeCorpus } from './corpus.ts';
import { manyRules } from './many-rules.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '7' },
    pinned: { type: 'boolean', default: false },
  },
});

// The budgets speak of one core; where the system can pin the run to one, it does.
if (!values.pinned && process.platform === 'linux') {
  const again = [
    '-c',
    '0',
    process.execPath,
    ...process.execArgv,
    import.meta.filename,
    ...process.argv.slice(2),
    '--pinned',
  ];
  const { status, error } = spawnSync('taskset', again, { stdio: 'inherit' });
  if (error === undefined) process.exit(status ?? 1);
}

const elasticPack = packagePath('../shared/data/elastic-rules/kubernetes');

interface Contender {
  readonly name: string;
  /** @returns events and alerts, so that nobody measures a pipeline that does nothing */
  run(): Promise<{ events: number; alerts: number }>;
}

const corpus = makeCorpus(Number(values.events));
const mean = (corpus.bytes / corpus.events).toFixed(0);
console.log(
  `${corpus.events} events of ${mean} bytes on average in ${corpus.objects.length} gzipped objects\n`,
);

const sets: [string, RuleSet][] = [['our rules', (await readyRules([bundledRules], 'audit')).ruleSet]];
if (existsSync(elasticPack)) {
  sets.push(["Elastic's Kubernetes pack", (await readyRules([elasticPack], 'audit')).ruleSet]);
  sets.push(["ours and Elastic's", (await readyRules([bundledRules, elasticPack], 'audit')).ruleSet]);
} else {
  console.log("Elastic's pack is not beside this checkout (../shared/data): left out\n");
}
sets.push(['50 rules', await manyRules(50)], ['1,000 rules', await manyRules(1000)]);

const contenders: Contender[] = [
  { name: 'floor', run: () => runFloor(corpus) },
  ...sets.map(([name, ruleSet]): Contender => {
    let warm: Warm | undefined;
    return {
      name: `${name} (${ruleSet.rules.length})`,
      async run() {
        const outcome = await runPipeline(corpus, ruleSet, warm);
        warm = outcome.warm;
        return outcome;
      },
    };
  }),
];

const times = contenders.map((): number[] => []);
for (let round = 0; round <= Number(values.rounds); round++) {
  for (const [index, contender] of contenders.entries()) {
    globalThis.gc?.();
    const started = process.cpuUsage();
    const outcome = await contender.run();
    const { user, system } = process.cpuUsage(started);
    const seconds = (user + system) / 1e6;
    // The first round warms up: code is compiled, and rules for new terms learn what there is.
    if (round > 0) times[index]?.push(seconds);
    else console.log(`${contender.name}: ${outcome.events} events, ${outcome.alerts} alerts`);
  }
}

console.log('\n| what | CPU µs per event | × the floor (median) | spread |\n| --- | ---: | ---: | ---: |');
contenders.forEach(({ name }, index) => {
  const ratios = (times[index] ?? []).map((seconds, round) => seconds / (times[0]?.[round] ?? Number.NaN));
  const perEvent = (median(times[index] ?? []) / corpus.events) * 1e6;
  console.log(
    `| ${name} | ${perEvent.toFixed(2)} | ${median(ratios).toFixed(3)} | ${Math.min(...ratios).toFixed(3)}–${Math.max(...ratios).toFixed(3)} |`,
  );
});
const [few = [], many = []] = times.slice(-2);
const growth = many.map((seconds, round) => seconds / (few[round] ?? Number.NaN));
console.log(
  `\n1,000 rules cost ${median(growth).toFixed(3)} × what 50 cost (${Math.min(...growth).toFixed(3)}–${Math.max(...growth).toFixed(3)})`,
);

function median(of: readonly number[]): number {
  return of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN;
}
