/** `harrier replay`: past audit logs through the production pipeline. */
import type { Alert } from '../alert/alert.ts';
import { renderProblems } from '../compile/problem.ts';
import { createMemory } from '../correlate/memory.ts';
import type { MatchFailure, RuleWarning } from '../match/match.ts';
import { overAlerts } from '../over-alerts.ts';
import { type Parts, runDelivery } from '../pipeline.ts';
import { packagePath } from '../project/package-root.ts';
import { type Publisher, watchedPublisher } from '../publish/publisher.ts';
import { ndjsonPublisher } from '../publish/stream.ts';
import { AlertTable, groupings, isColoured, severities } from './alert-table.ts';
import { type Command, ExitCode, UsageError } from './command.ts';
import { findInputs, renderInputProblems } from './inputs.ts';
import { onInterrupt } from './interrupt.ts';
import { periodOf } from './period.ts';
import { type Progress, progressOn } from './progress.ts';
import { isOfFile, readAll } from './read.ts';
import { Collected } from './replay-page/collect.ts';
import { replayPage } from './replay-page/render.ts';
import { Report, skippedRuleLines } from './report.ts';
import { readyRules } from './rules.ts';
import { auditInput, documentInput } from './sources.ts';
import { openState } from './state.ts';
import { oneOf, parse } from './usage.ts';
import { outputFile } from './whole-file.ts';

const help = `harrier replay: run audit logs through the rules and print the alerts

Usage: harrier replay [OPTION…] PATH…

PATH is a file, a folder, or - for standard input. Files may be what CloudWatch Logs, Firehose, an export task or a
collector left behind, what \`aws logs\` prints (filter-log-events, tail), results of CloudWatch Logs Insights as JSON or
CSV, plain, gzipped or zstd, or in a zip or tar archive; what they are is seen from their content.

  --rules PATH        a file of a rule or of exceptions, or a folder of them; repeatable (default: the rules that are
                      deployed: the bundled ones, and what the settings say)
  --settings FILE     settings in place of harrier.yml and harrier.local.yml; repeatable
  --format FORMAT     auto: Kubernetes audit events in any of these forms (default)
                      document: one document with Elastic's field names a line
  --output FORMAT     table (default) or ndjson: one alert a line
  --severity S        only alerts of this severity or above: low, medium, high or critical
  --group WHAT        alerts by rule, actor or cluster, the largest group first (table)
  --html FILE         also write a page for a browser: a timeline, incidents, actors, rules, tactics of ATT&CK, each
                      alert with its facts; one file that loads nothing from elsewhere
  --since, --until T  only events from T on, or before T (2026-03-01, 2026-03-01T10:00:00Z, or 30m, 2h, 3d ago)
  --cluster NAME      the cluster's name, for files that do not tell it
  --sample            the bundled sample of an attack, if no PATH is given
  --state FILE        remember in this file what was seen and sent, from run to run (default: only within this run)

Alerts go to standard output, a table in the order of their times (with --state, as they are found); progress and a
summary go to standard error.
Exit code: 0 ran, 1 an input or a rule could not be used (the others were), or the output or the state could not be
written (nothing more was done), 2 wrong usage, 130 interrupted: the summary is of what was read.
Examples: harrier replay --severity high --since 3d --until now logs/
          harrier replay --html replay.html --sample
`;

const options = {
  rules: { type: 'string', multiple: true },
  settings: { type: 'string', multiple: true },
  format: { type: 'string', default: 'auto' },
  output: { type: 'string', default: 'table' },
  severity: { type: 'string', default: 'low' },
  group: { type: 'string', default: 'none' },
  html: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  cluster: { type: 'string' },
  state: { type: 'string' },
  sample: { type: 'boolean', default: false },
} as const;

/** What each `--format` stands for. */
const formats = { auto: auditInput, document: documentInput } as const;

/** Told to whoever runs the sample: what they see, and what to do next. */
const sampleNote = `Replaying the bundled sample: an attack on a cluster, told in docs/sample.md.
Your own logs: npm start -- FILE…

`;

/** The sample has no past to learn from: what is new is told after its first half hour, milliseconds. */
export const sampleLearning = 30 * 60_000;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse({ args: [...args], options, allowPositionals: true });
  const input = formats[oneOf('format', values.format, ['auto', 'document'] as const)];
  const output = oneOf('output', values.output, ['table', 'ndjson'] as const);
  const severity = oneOf('severity', values.severity, severities);
  const group = oneOf('group', values.group, groupings);
  const period = periodOf(values);
  const useSample = values.sample && positionals.length === 0;
  if (positionals.length === 0 && !useSample)
    throw new UsageError('which logs? Give at least one PATH, or - for standard input');
  const page = outputFile('html', values.html);
  if (useSample) process.stderr.write(sampleNote);

  const { inputs, problems: missing } = findInputs(
    useSample ? [packagePath('test/fixtures/sample/data')] : positionals,
  );
  if (inputs.length === 0) {
    process.stderr.write(renderInputProblems(missing));
    return ExitCode.unusable;
  }
  const { ruleSet, alertRuleSet, skipped, exceptions, problems } = await readyRules(values, input.target);
  if (problems.length > 0) process.stderr.write(`${renderProblems(problems)}\n`);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const rules = ruleSet.rules.length + alertRuleSet.rules.length;
  if (rules === 0) {
    const lines = [...skippedRuleLines(skipped), 'Nothing was replayed: there is no rule that can run.'];
    process.stderr.write(`${lines.join('\n')}\n`);
    return ExitCode.unusable;
  }
  const report = new Report({ rules, exceptions, skipped, errors });
  const store = await openState(values.state);
  const progress = progressOn(
    process.stderr,
    inputs.map(({ size }) => size),
  );
  const { columns, isTTY } = process.stdout;
  const table = new AlertTable(process.stdout, {
    severity,
    group,
    columns: isTTY ? columns : undefined,
    colour: isColoured(process.stdout, process.env),
    atOnce: values.state !== undefined,
  });
  const isShown = ({ harrier }: Alert) =>
    severities.indexOf(harrier.severity) >= severities.indexOf(severity);
  const publisher = output === 'ndjson' ? publishing(isShown, ndjsonPublisher(process.stdout)) : table;
  const collected = page && new Collected();
  const interrupt = onInterrupt();
  const watched = watchedPublisher(besideProgress(publisher, progress), (alerts) => {
    for (const alert of alerts) report.addAlert(alert);
    if (collected !== undefined) for (const alert of alerts.filter(isShown)) collected.add(alert);
  });
  const memory = createMemory(store, Date.now, useSample ? sampleLearning : 0);
  const onFailure = (failure: MatchFailure) => report.addFailure(failure);
  const onWarning = (warning: RuleWarning) => report.addWarning(warning);
  const parts: Parts = {
    ruleSet,
    source: input.source,
    publisher: overAlerts(watched, { alertRuleSet, clock: Date.now, memory, onFailure, onWarning }),
    clock: Date.now,
    memory,
    // An alert is told as soon as it is known, of what came first: who reads it follows the story.
    most: 1,
    onUndecodable(record) {
      // What befell a file as a whole is told by its name.
      if (!isOfFile(record)) report.addUndecodable(record);
    },
    onFailure,
    onWarning,
  };
  const known = values.cluster === undefined ? {} : { cluster: values.cluster };
  const unusable = [
    ...missing,
    ...(await readAll(inputs, { input, period, known, progress, interrupt }, async (batches) => {
      report.add(await runDelivery(batches, parts));
    })),
  ];
  store.close();
  await table.end();
  const summary = report.render(inputs.length, unusable);
  process.stderr.write(summary);
  const interrupted = 'Interrupted: what comes behind was not read.';
  if (interrupt.aborted) process.stderr.write(`\n${interrupted}\n`);
  if (page !== undefined && collected !== undefined) {
    page.write(
      replayPage(collected, { at: Date.now(), summary, notices: interrupt.aborted ? [interrupted] : [] }),
    );
  }
  if (interrupt.aborted) return ExitCode.interrupted;
  return unusable.length + skipped.length + errors > 0 ? ExitCode.unusable : ExitCode.ran;
}

/** Passes on what is to be shown, and no more. */
function publishing(isShown: (alert: Alert) => boolean, publisher: Publisher): Publisher {
  return { publish: (alerts) => publisher.publish(alerts.filter(isShown)) };
}

/** On one terminal the bar and the alerts take turns. */
function besideProgress(publisher: Publisher, progress: Progress): Publisher {
  if (!process.stdout.isTTY) return publisher;
  return { publish: (alerts) => progress.aside(() => publisher.publish(alerts)) };
}

export const replay: Command = {
  name: 'replay',
  summary: 'run audit logs through the rules and print the alerts',
  help,
  run,
};
