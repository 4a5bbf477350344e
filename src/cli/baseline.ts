/** `harrier baseline`: teach new terms rules what is normal, from past logs, without an alert. */
import { renderProblems } from '../compile/problem.ts';
import { clusterKey } from '../correlate/cluster-key.ts';
import { createMemory, type Memory } from '../correlate/memory.ts';
import { endLearning, learns, teach } from '../correlate/teach.ts';
import type { Batch } from '../decode/batch.ts';
import { matchEvents } from '../match/match.ts';
import type { RuleSet } from '../match/rule-set.ts';
import type { Origin } from '../schema/audit-event.ts';
import { visible } from '../text/visible.ts';
import { type Command, ExitCode, UsageError } from './command.ts';
import { count } from './count.ts';
import { findInputs, renderInputProblems } from './inputs.ts';
import { onInterrupt } from './interrupt.ts';
import { periodOf } from './period.ts';
import { progressOn } from './progress.ts';
import { readAll } from './read.ts';
import { skippedRuleLines } from './report.ts';
import { readyRules } from './rules.ts';
import { auditInput } from './sources.ts';
import { openState } from './state.ts';
import { parse } from './usage.ts';

const help = `harrier baseline: teach new terms rules what is normal, from past logs

Usage: harrier baseline --state FILE [OPTION…] PATH…
       harrier baseline --table NAME [OPTION…] PATH…

Every combination that a new terms rule finds in the logs is remembered as seen, and no alert is made; the rules'
learning period on the logs' clusters is over. Afterwards a replay with the same --state, or the deployed functions
with the same table, alert only on what is new.

PATH is a file, a folder, or - for standard input, as for \`harrier replay\`.

  --state FILE        the state file of the command line; it is made if there is none
  --table NAME        the DynamoDB table of a deployment, or its ARN; it is in the region of the ARN, else of --region,
                      else of the environment, which also has the credentials
  --rules PATH        a rule file or a folder of them; repeatable (default: the rules that are deployed)
  --settings FILE     settings in place of harrier.yml and harrier.local.yml; repeatable
  --since, --until T  only events from T on, or before T (2026-03-01 or 2026-03-01T10:00:00Z)
  --cluster NAME      the cluster's name, for files that do not tell it
  --account ID, --region NAME
                      of the cluster, as the deployment knows them, for files that do not tell them

Example: harrier baseline --state harrier.db --cluster prod last-month/
Exit code: 0 done, 1 an input or a new terms rule could not be used (the others were), or the state could not be
written (nothing more was done), 2 wrong usage, 130 interrupted: what was read is learned.
`;

const options = {
  state: { type: 'string' },
  table: { type: 'string' },
  rules: { type: 'string', multiple: true },
  settings: { type: 'string', multiple: true },
  since: { type: 'string' },
  until: { type: 'string' },
  cluster: { type: 'string' },
  account: { type: 'string' },
  region: { type: 'string' },
} as const;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse({ args: [...args], options, allowPositionals: true });
  if ((values.state === undefined) === (values.table === undefined)) {
    throw new UsageError('where is the state? Give either --state FILE or --table NAME');
  }
  if (positionals.length === 0)
    throw new UsageError('which logs? Give at least one PATH, or - for standard input');
  const period = periodOf(values);
  const { inputs, problems: missing } = findInputs(positionals);
  const interrupt = onInterrupt();
  const { ruleSet, skipped, problems } = await readyRules(values, auditInput.target);
  process.stderr.write(renderProblems(problems));
  const store =
    values.table === undefined ? await openState(values.state) : await openTable(values.table, values.region);
  const lesson = new Lesson(ruleSet, createMemory(store, Date.now));
  const { cluster, account, region } = values;
  const known = { ...(cluster && { cluster }), ...(account && { account }), ...(region && { region }) };
  const progress = progressOn(
    process.stderr,
    inputs.map(({ size }) => size),
  );
  const unusable = [
    ...missing,
    ...(await readAll(inputs, { input: auditInput, period, known, progress, interrupt }, async (batches) => {
      for await (const batch of batches) await lesson.learn(batch);
    })),
  ];
  // What was not read is not known yet.
  if (!interrupt.aborted) await lesson.end();
  store.close();
  process.stderr.write(renderInputProblems(unusable));
  process.stderr.write(lesson.summary());
  // Other rules have nothing to learn.
  const untaught = skipped.filter(({ type }) => learns(type));
  process.stderr.write(
    skippedRuleLines(untaught)
      .map((line) => `${line}\n`)
      .join(''),
  );
  if (interrupt.aborted) {
    process.stderr.write(
      '\nInterrupted: what comes behind was not learned, and learning periods are not over. Run it again to go on.\n',
    );
    return ExitCode.interrupted;
  }
  const errors = problems.filter(({ severity }) => severity === 'error');
  return unusable.length + untaught.length + errors.length > 0 ? ExitCode.unusable : ExitCode.ran;
}

/** @param region of the table, unless its name is an ARN, which says it */
async function openTable(table: string, region: string | undefined) {
  // Loaded only where it is asked for: AWS's clients take their time.
  const { dynamodbStore } = await import('../state/dynamodb.ts');
  const [, , , ofTable = region] = table.split(':');
  const client = ofTable === undefined ? {} : { region: ofTable };
  return { ...dynamodbStore({ client, table, clock: Date.now }), close: () => {} };
}

/** What the rules learn from the logs. */
class Lesson {
  readonly #ruleSet: RuleSet;
  readonly #memory: Memory;
  /** One of each cluster, of which those of different accounts may have one name. */
  readonly #origins = new Map<string, Origin>();
  #last: Origin | undefined;
  #events = 0;
  #new = 0;

  constructor(ruleSet: RuleSet, memory: Memory) {
    this.#ruleSet = ruleSet;
    this.#memory = memory;
  }

  async learn({ events }: Batch): Promise<void> {
    this.#events += events.length;
    for (const { origin } of events) {
      if (origin === this.#last) continue;
      this.#last = origin;
      this.#origins.set(JSON.stringify(clusterKey(origin)), origin);
    }
    const { matches } = matchEvents(this.#ruleSet, events, Date.now());
    this.#new += await teach(matches, { source: auditInput.source, now: Date.now() }, this.#memory);
  }

  end(): Promise<void> {
    return endLearning(this.#rules(), [...this.#origins.values()], this.#memory);
  }

  summary(): string {
    const clusters = namesOf([...this.#origins.values()]);
    return `${count(this.#events, 'event')} of ${clusters.join(', ') || 'no cluster'}: ${count(this.#rules().length, 'new terms rule')} learned ${count(this.#new, 'combination')}\n`;
  }

  #rules() {
    return this.#ruleSet.rules.map(({ rule }) => rule).filter(({ type }) => learns(type));
  }
}

/** @returns the clusters' names, with their accounts where several have one name */
function namesOf(origins: readonly Origin[]): readonly string[] {
  const nameOf = ({ cluster, logGroup }: Origin) =>
    visible(cluster ?? logGroup ?? 'a cluster without a name');
  const byName = Map.groupBy(origins, nameOf);
  return origins
    .map((origin) => {
      const name = nameOf(origin);
      const isOne = byName.get(name)?.length === 1;
      return isOne ? name : `${visible(origin.account ?? 'an unknown account')}/${name}`;
    })
    .sort();
}

export const baseline: Command = {
  name: 'baseline',
  summary: 'teach new terms rules what is normal, from past logs',
  help,
  run,
};
