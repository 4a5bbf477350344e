/** `harrier replay`: past audit logs through the production pipeline. */
import { parseArgs } from 'node:util';
import { renderProblems } from '../compile/problem.ts';
import { memory } from '../correlate/memory.ts';
import { type Parts, runDelivery } from '../pipeline.ts';
import type { Publisher } from '../publish/publisher.ts';
import { ndjsonPublisher, tablePublisher } from '../publish/stream.ts';
import type { EventFormat } from '../signal.ts';
import { type Command, ExitCode, UsageError } from './command.ts';
import { findInputs } from './inputs.ts';
import { packagePath } from './package-root.ts';
import type { Period } from './period.ts';
import { readAll } from './read.ts';
import { Report } from './report.ts';
import { bundledRules, readyRules } from './rules.ts';
import { openState } from './state.ts';
import { instant, oneOf, parse } from './usage.ts';

const help = `harrier replay: run audit logs through the rules and print the alerts

Usage: harrier replay [OPTION…] PATH…

PATH is a file, a folder, or - for standard input. Files may be what CloudWatch Logs, Firehose, an export task or a
collector left behind, plain, gzipped or zstd; what they are is seen from their content.

  --rules PATH        a file of a rule or of exceptions, or a folder of them; repeatable (default: the bundled rules)
  --format FORMAT     auto: Kubernetes audit events in any of these forms (default)
                      document: one document with Elastic's field names a line
  --output FORMAT     table (default) or ndjson: one alert a line
  --since, --until T  only events from T on, or before T (2026-03-01 or 2026-03-01T10:00:00Z)
  --cluster NAME      the cluster's name, for files that do not tell it
  --state FILE        remember in this file what was seen and sent, from run to run (default: only within this run)

Alerts go to standard output; progress and a summary go to standard error.
Exit code: 0 ran, 1 an input or a rule could not be used (the others were), 2 wrong usage.
`;

const options = {
  rules: { type: 'string', multiple: true },
  format: { type: 'string', default: 'auto' },
  output: { type: 'string', default: 'table' },
  since: { type: 'string' },
  until: { type: 'string' },
  cluster: { type: 'string' },
  state: { type: 'string' },
  sample: { type: 'boolean', default: false },
} as const;

/** Told to whoever runs the sample: what they see, and what to do next. */
const sampleNote = `Replaying the bundled sample: an attack on a cluster, told in docs/sample.md.
Your own logs: npm start -- FILE…

`;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(() =>
    parseArgs({ args: [...args], options, allowPositionals: true }),
  );
  const format: EventFormat =
    oneOf('format', values.format, ['auto', 'document'] as const) === 'auto' ? 'audit' : 'document';
  const output = oneOf('output', values.output, ['table', 'ndjson'] as const);
  const period: Period = { since: instant('since', values.since), until: instant('until', values.until) };
  const useSample = values.sample && positionals.length === 0;
  if (positionals.length === 0 && !useSample)
    throw new UsageError('which logs? Give at least one PATH, or - for standard input');
  if (useSample) process.stderr.write(sampleNote);

  const { inputs, problems: missing } = findInputs(
    useSample ? [packagePath('test/fixtures/sample/data')] : positionals,
  );
  const { ruleSet, skipped, exceptions, problems } = await readyRules(values.rules ?? [bundledRules], format);
  process.stderr.write(renderProblems(problems));
  if (exceptions > 0) process.stderr.write(`Exceptions applied: ${exceptions}\n`);
  const report = new Report(skipped);
  const store = await openState(values.state);
  const publisher = output === 'ndjson' ? ndjsonPublisher(process.stdout) : tablePublisher(process.stdout);
  const parts: Parts = {
    ruleSet,
    format,
    publisher: counted(publisher, report),
    clock: Date.now,
    memory: memory(store, Date.now),
    onUndecodable: (record) => report.addUndecodable(record),
    onFailure: (failure) => report.addFailure(failure),
  };
  const known = values.cluster === undefined ? {} : { cluster: values.cluster };
  const unusable = [
    ...missing,
    ...(await readAll(inputs, { format, period, known }, async (batches) => {
      report.add(await runDelivery(batches, parts));
    })),
  ];
  store.close();
  for (const { path, message } of unusable) process.stderr.write(`${path}: ${message}\n`);
  process.stderr.write(report.render(inputs.length));
  const failed =
    unusable.length > 0 || skipped.length > 0 || problems.some(({ severity }) => severity === 'error');
  return failed ? ExitCode.unusable : ExitCode.ran;
}

function counted(publisher: Publisher, report: Report): Publisher {
  return {
    async publish(alerts) {
      await publisher.publish(alerts);
      for (const alert of alerts) report.addAlert(alert);
    },
  };
}

export const replay: Command = {
  name: 'replay',
  summary: 'run audit logs through the rules and print the alerts',
  help,
  run,
};
