/** `harrier tune`: exceptions for what alerts most, from past logs. */
import { writeFileSync } from 'node:fs';
import { compileRules } from '../compile/compile.ts';
import { unexpired } from '../compile/exceptions/expire.ts';
import { renderProblems } from '../compile/problem.ts';
import type { LoadedRule } from '../compile/rules/loaded-rule.ts';
import { getOrMake } from '../correlate/get-or-make.ts';
import type { RuleSet } from '../match/rule-set.ts';
import { type ChosenRules, chosenRules } from '../project/chosen-rules.ts';
import { runtimeUrl } from '../project/package-root.ts';
import { type Command, ExitCode, UsageError } from './command.ts';
import { count } from './count.ts';
import { findInputs, type Input, renderInputProblems } from './inputs.ts';
import { onInterrupt } from './interrupt.ts';
import { periodOf } from './period.ts';
import { readTwice } from './read-twice.ts';
import { skippedRuleLines } from './report.ts';
import { importRuleSets, today } from './rules.ts';
import { shownPath } from './shown-path.ts';
import { auditInput } from './sources.ts';
import { explainWriting } from './trouble.ts';
import { judge, type Proven } from './tune/judge.ts';
import { keyOf, Noises, type NoisyRule } from './tune/noise.ts';
import { type Proposal, proposalsFor, type Refusal } from './tune/propose.ts';
import { renderExceptions, renderLines, renderRefusals, renderTable } from './tune/render.ts';
import { type Replay, replayAlerts } from './tune/replay-alerts.ts';
import { objectionTo } from './tune/try-cases.ts';
import { loaded as loadedException, type Signed } from './tune/write.ts';
import { instant, oneOf, parse } from './usage.ts';

const help = `harrier tune: exceptions for what alerts most, from past logs

Usage: harrier tune [OPTION…] PATH…

The logs are replayed. For the rules that alert most it says who makes them alert, and proposes exceptions
(docs/exceptions.md) that hold by what the API server vouches for: who calls, what for, and in which namespaces. Nothing
is proposed that holds by what a caller writes, such as a user agent or a name, nor what would silence a test of the
rule. Each exception is replayed before it is proposed: it takes away the alerts it says, and changes no other.

PATH is a file, a folder, or - for standard input, as for harrier replay.

  --rules PATH        a file of a rule or of exceptions, or a folder of them; repeatable (default: the rules that are
                      deployed)
  --settings FILE     settings in place of harrier.yml and harrier.local.yml; repeatable
  --since, --until T  only events from T on, or before T, as for harrier replay
  --cluster NAME      the cluster's name, for files that do not tell it
  --top N             how many rules are looked at, those with the most alerts first (default: 10)
  --least N           alerts that an exception has to take away (default: 5)
  --author NAME       who answers for the exceptions
  --expires DATE      the last day on which they are applied, as 2026-12-31
  --write FILE        write the exceptions to this new file, instead of printing them
  --output FORMAT     text (default), or ndjson: one exception a line, with the ids of all alerts that it takes away

That something happens often does not make it harmless: read what is excepted, and replace TODO by the reason. Alerts of
building blocks, of which nobody is notified, and of rules over alerts are not looked at.
Example: harrier tune --since 7d --until now --author ops@example.com --write rules/exceptions/noise.toml logs/
Exit code: 0 ran, 1 an input or a rule could not be used, or FILE not be written; 2 wrong usage, 130 interrupted.
`;

const options = {
  rules: { type: 'string', multiple: true },
  settings: { type: 'string', multiple: true },
  since: { type: 'string' },
  until: { type: 'string' },
  cluster: { type: 'string' },
  top: { type: 'string', default: '10' },
  least: { type: 'string', default: '5' },
  author: { type: 'string', default: 'TODO' },
  expires: { type: 'string' },
  write: { type: 'string' },
  output: { type: 'string', default: 'text' },
} as const;

interface Limits {
  readonly top: number;
  readonly least: number;
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse({ args: [...args], options, allowPositionals: true });
  const output = oneOf('output', values.output, ['text', 'ndjson'] as const);
  const limits = { top: positive('top', values.top), least: positive('least', values.least) };
  const signed = signedBy(values.author, values.expires);
  const period = periodOf(values);
  if (positionals.length === 0)
    throw new UsageError('which logs? Give at least one PATH, or - for standard input');
  const { inputs, problems: missing } = findInputs(positionals);
  const chosen = chosenRules(values);
  const interrupt = onInterrupt();
  const known = values.cluster === undefined ? {} : { cluster: values.cluster };
  const replay: Replay = { input: auditInput, period, known, interrupt };
  const found = await readTwice(inputs, interrupt, (kept) => tuned(kept, chosen, replay, limits));
  process.stderr.write(renderInputProblems([...missing, ...found.unusable]));
  if (interrupt.aborted) {
    process.stderr.write('Interrupted: nothing is proposed of logs that were not read to their end.\n');
    return ExitCode.interrupted;
  }
  const isWritten = write(found, output, signed, values.write);
  const isUsable = missing.length + found.unusable.length + found.faults === 0;
  return isUsable && isWritten ? ExitCode.ran : ExitCode.unusable;
}

function positive(option: string, value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value))
    throw new UsageError(`\`--${option}\` takes a number from 1 on; found \`${value}\``);
  return Number(value);
}

function signedBy(author: string, date: string | undefined): Signed {
  if (!/\S/.test(author) || /\p{Cc}/u.test(author)) throw new UsageError('`--author` takes a line of text');
  const expires = instant('expires', date);
  return {
    author,
    expires: expires === undefined ? undefined : new Date(expires).toISOString().slice(0, 10),
  };
}

interface Found {
  readonly noises: Noises;
  readonly top: number;
  readonly proven: readonly Proven[];
  readonly refusals: readonly Refusal[];
  readonly events: number;
  readonly unusable: Awaited<ReturnType<typeof replayAlerts>>['unusable'];
  /** Errors of rules, and rules that cannot run. */
  readonly faults: number;
}

/** Two exceptions could do together what neither does by itself. */
const oneAtATime = 'alerts of this rule depend on one another: one exception is tried at a time';

async function tuned(
  inputs: readonly Input[],
  chosen: ChosenRules,
  replay: Replay,
  { top, least }: Limits,
): Promise<Found> {
  const current = unexpired(chosen.exceptions, today());
  const compile = (rules: readonly LoadedRule[], more: readonly Proposal[]) =>
    compileRules(rules, {
      target: auditInput.target,
      runtime: runtimeUrl,
      exceptions: [...current.exceptions, ...more.flatMap((each) => loadedException(each).exception ?? [])],
    });
  const plain = compile(chosen.rules, []);
  const problems = [...chosen.problems, ...current.problems, ...plain.problems];
  process.stderr.write(renderProblems(problems));
  for (const line of skippedRuleLines(plain.skipped)) process.stderr.write(`${line}\n`);
  const noises = new Noises();
  const first = await replayAlerts(inputs, (await importRuleSets(plain.module)).ruleSet, replay, (alert) =>
    noises.add(alert),
  );
  const proposed = await proposalsFrom(noises.loudest(top), chosen.rules, noises.clusters, least);
  const { standing } = proposed;
  const judged: ReturnType<typeof judge>[] = [];
  if (standing.length > 0 && replay.interrupt?.aborted !== true) {
    const tried = Map.groupBy(standing, ({ rule: { id } }) => id);
    const second = compile(
      chosen.rules.filter(({ metadata }) => tried.has(metadata.id)),
      standing,
    );
    const after = await alertsByRule(inputs, (await importRuleSets(second.module)).ruleSet, replay);
    for (const [id, proposals] of tried) {
      const before = noises.rules.get(id)?.alerts ?? new Set();
      judged.push(judge(proposals, before, after.get(id) ?? new Set(), least));
    }
  }
  const proven = judged.flatMap((each) => each.proven);
  const refusals = [...proposed.refusals, ...judged.flatMap((each) => each.refusals)];
  const faults = problems.filter(({ severity }) => severity === 'error').length + plain.skipped.length;
  return { noises, top, proven, refusals, events: first.events, unusable: first.unusable, faults };
}

/** @returns `standing`: proposals that nothing speaks against before they are tried */
async function proposalsFrom(
  loudest: readonly NoisyRule[],
  rules: readonly LoadedRule[],
  clusters: ReadonlySet<string>,
  least: number,
): Promise<{ readonly standing: readonly Proposal[]; readonly refusals: readonly Refusal[] }> {
  const refusals: Refusal[] = [];
  const standing: Proposal[] = [];
  const byId = new Map(rules.map((rule) => [rule.metadata.id, rule]));
  for (const noisy of loudest) {
    const rule = byId.get(noisy.id);
    if (rule === undefined) continue;
    if (rule.suppression !== undefined) noisy.isAlone = false;
    const proposed = proposalsFor(noisy, least, clusters);
    refusals.push(...proposed.refusals);
    let isTaken = false;
    for (const proposal of proposed.proposals) {
      const reason: string | undefined =
        isTaken && !noisy.isAlone ? oneAtATime : await objectionTo(proposal, rule);
      isTaken ||= reason === undefined;
      if (reason === undefined) standing.push(proposal);
      else refusals.push({ rule: noisy, shown: proposal.shown, alerts: proposal.alerts.size, reason });
    }
  }
  return { standing, refusals };
}

/** @returns the keys of the alerts that a rule set makes, by the rule's id */
async function alertsByRule(
  inputs: readonly Input[],
  ruleSet: RuleSet,
  replay: Replay,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>();
  await replayAlerts(inputs, ruleSet, replay, (alert) => {
    getOrMake(found, alert.rule.id, () => new Set<string>()).add(keyOf(alert));
  });
  return found;
}

/** @returns whether the file could be written */
function write(found: Found, output: 'ndjson' | 'text', signed: Signed, path: string | undefined): boolean {
  const { noises, top, proven, refusals, events } = found;
  const exceptions = renderExceptions(proven, signed);
  if (path !== undefined && proven.length > 0) {
    try {
      writeFileSync(path, exceptions, { flag: 'wx' });
    } catch (error) {
      const reason =
        (error as NodeJS.ErrnoException).code === 'EEXIST' ? 'it is there already' : explainWriting(error);
      process.stderr.write(`${shownPath(path)}: cannot be written: ${reason}\n`);
      return false;
    }
  }
  const loudest = noises.loudest(top);
  const alerts = [...noises.rules.values()].reduce((sum, rule) => sum + rule.alerts.size, 0);
  const taken = proven.reduce((sum, each) => sum + each.taken.length, 0);
  if (output === 'ndjson') process.stdout.write(renderLines(proven, refusals));
  else {
    if (loudest.length > 0)
      process.stdout.write(`${renderTable(loudest, noises.rules.size - loudest.length)}\n`);
    if (path === undefined && proven.length > 0) process.stdout.write(`${exceptions}\n`);
    process.stdout.write(renderRefusals(refusals));
  }
  const where = path !== undefined && proven.length > 0 ? `, written to ${shownPath(path)}` : '';
  process.stderr.write(
    `${count(events, 'event')}, ${count(alerts, 'alert')} of ${count(noises.rules.size, 'rule')}; ` +
      `${count(proven.length, 'exception')} would take away ${taken.toLocaleString('en')}${where}\n`,
  );
  return true;
}

export const tune: Command = {
  name: 'tune',
  summary: 'exceptions for what alerts most, from past logs',
  help,
  run,
};
