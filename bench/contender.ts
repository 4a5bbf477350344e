/**
 * One contender in a process of its own, as a Lambda function is: code that other rule sets have bent would be
 * measured otherwise. Runs a round whenever the parent says so.
 */
import { readyRules } from '../src/cli/rules.ts';
import { defineRuleSet, type RuleSet } from '../src/match/rule-set.ts';
import { withoutPretenuring } from '../src/pretenuring.ts';
import { bundledRules } from '../src/project/chosen-rules.ts';
import { auditTarget } from '../src/source/audit/target.ts';
import { runFloor, runPipeline, type Warm } from './contenders.ts';
import { makeCorpus } from './corpus.ts';
import { elasticEksPack, elasticPack } from './elastic-pack.ts';
import { withEqlRules } from './eql-rules.ts';
import { manyRules } from './many-rules.ts';

/** What a round took and gave. */
export interface Round {
  /** Of all threads of the process, seconds. */
  readonly cpu: number;
  readonly events: number;
  readonly alerts: number;
  readonly rules: number;
}

const ruleSets: Readonly<Record<string, () => Promise<RuleSet>>> = {
  ours: () => rulesIn(bundledRules),
  elastic: async () => withoutEsql(await rulesIn(elasticPack)),
  both: async () => withoutEsql(await rulesIn(bundledRules, elasticPack)),
  'elastic-esql': () => rulesIn(elasticPack, elasticEksPack),
  'both-esql': () => rulesIn(bundledRules, elasticPack, elasticEksPack),
  eql: () => withEqlRules([bundledRules]),
  '50': () => manyRules(50),
  '1000': () => manyRules(1000),
};

async function rulesIn(...folders: readonly string[]): Promise<RuleSet> {
  return (await readyRules({ rules: folders }, auditTarget)).ruleSet;
}

function withoutEsql({ rules }: RuleSet): RuleSet {
  return defineRuleSet(rules.filter(({ rule }) => rule.type !== 'esql'));
}

// As the functions and the command line do; the floor has it too.
withoutPretenuring();
const [name = '', events = ''] = process.argv.slice(2);
const corpus = makeCorpus(Number(events));
const ruleSet = await ruleSets[name]?.();
let warm: Warm | undefined;

process.on('message', async () => {
  const before = process.cpuUsage();
  let outcome: { events: number; alerts: number };
  if (ruleSet === undefined) {
    outcome = await runFloor(corpus);
  } else {
    const run = await runPipeline(corpus, ruleSet, warm);
    warm = run.warm;
    outcome = run;
  }
  const { user, system } = process.cpuUsage(before);
  const round: Round = {
    cpu: (user + system) / 1e6,
    events: outcome.events,
    alerts: outcome.alerts,
    rules: ruleSet?.rules.length ?? 0,
  };
  process.send?.(round);
});
process.send?.({ bytes: corpus.bytes, objects: corpus.objects.length });
