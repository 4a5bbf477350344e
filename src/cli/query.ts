/** `harrier query`: events that a query finds, for hunting and for trying a rule out. */
import { type Problem, renderProblems } from '../compile/problem.ts';
import { auditReader } from '../schema/audit-reader.ts';
import { rendererIn } from '../schema/document.ts';
import { dataStreams } from '../schema/table.ts';
import { typedReader } from '../schema/typed-reader.ts';
import { type Command, ExitCode, UsageError } from './command.ts';
import { findInputs, renderInputProblems } from './inputs.ts';
import { onInterrupt } from './interrupt.ts';
import { askedFor, options } from './query/asked.ts';
import type { ParsedQuery, Setting } from './query/language.ts';
import { languages } from './query/languages.ts';
import { QueryReport } from './query/query-report.ts';
import { inferTypes, runSearch, type Sources, type Streams } from './query/run-search.ts';
import { readTwice } from './read-twice.ts';
import { auditInput } from './sources.ts';
import { oneOf, parse } from './usage.ts';

const help = `harrier query: find events in audit logs, or in documents of any kind

Usage: harrier query [OPTION…] QUERY PATH…

PATH is a file, a folder, or - for standard input; files may be gzipped or zstd.

  --language LANGUAGE        ${languages.map(({ name }) => name).join(', ')} (default: kuery, which is KQL)
  --format FORMAT            auto: Kubernetes audit events in any of the forms that EKS delivers them in (default)
                             document: JSON documents of any shape, one a line or in an array
  --output FORMAT            table (default on a terminal) or ndjson (default elsewhere)
  --since, --until T         only events from T on, or before T (2026-03-01, 2026-03-01T10:00Z, or 2h: so long ago)
  --now T                    what \`now\` is in the query (default: the clock)
  --cluster NAME             the cluster's name, for files that do not tell it
  --types FILE               types of documents' fields, as {"client.ip": "ip"}; others are inferred from the documents
  --timestamp-field NAME     which field has an event's time (default: @timestamp)
  --tiebreaker-field NAME    EQL: which field orders events of one time (default: events are as they were read)
  --event-category-field N   EQL: which field has an event's category (default: event.category)

Each line of ndjson is a result: of KQL a document, in the order in which they are read; of EQL
{"events":[…],"join_keys":[…]}, in the order of event time, null standing for a missing event; of ES|QL a row, as an
object of its columns. ES|QL's FROM is all of the input, whatever it names, and with ROW there is no PATH. Audit
events are documents with the field names that queries use. The table shows no secrets; ndjson shows all.

Examples:
  harrier query 'kubernetes.audit.verb: delete and not user.name: system\\:*' logs/
  harrier query --language eql 'sequence by user.name with maxspan=5m
    [any where kubernetes.audit.objectRef.resource == "secrets" and kubernetes.audit.verb == "list"]
    [any where kubernetes.audit.objectRef.subresource == "exec"]' logs/
  harrier query --language esql 'FROM logs | STATS requests = COUNT(*) BY user.name | SORT requests DESC' logs/

Results go to standard output; progress, problems and a summary go to standard error.
Exit code: 0 ran, whether or not anything was found; 1 something of the input could not be read (the rest was
searched), or the output could not be written; 2 wrong usage, or a query with mistakes; 130 interrupted: the results
are of what was read.
`;

/** @throws UsageError */
export async function runQuery(args: readonly string[], streams: Streams): Promise<number> {
  const { values, positionals } = parse({ args: [...args], options, allowPositionals: true });
  const names = languages.map(({ name }) => name);
  const chosen = oneOf('language', values.language, names);
  const asked = askedFor(values, streams.stdout);
  const [text, ...paths] = positionals;
  if (text === undefined) throw new UsageError('which query? Give it, in quotes, and then at least one PATH');
  const query = languages.find(({ name }) => name === chosen)?.parse(text) ?? { problems: [] };
  if ('problems' in query) return refused(text, query.problems, streams);
  if (query.readsInput && paths.length === 0)
    throw new UsageError('which logs? Give at least one PATH after the query, or - for standard input');
  const { inputs, problems: missing } = findInputs(paths);
  if (inputs.length === 0 && query.readsInput) {
    streams.stderr.write(renderInputProblems(missing));
    return ExitCode.unusable;
  }
  const sources = { inputs, asked, report: new QueryReport(asked.input, missing), streams };
  if (asked.input === auditInput) {
    return search(text, query, { ...asked.setting, ...auditStreams(), givenTypes: {} }, sources);
  }
  return readTwice(inputs, streams.interrupt, async (kept) => {
    const seen = await inferTypes({ ...sources, inputs: kept });
    const types = new Map([...seen, ...asked.types.fields]);
    const setting: Setting = {
      ...asked.setting,
      readers: [typedReader(types)],
      documentOf: ({ event }) => event,
      givenTypes: asked.types.names,
      types,
    };
    // Of no document at all nothing says which fields exist.
    const isSearched = seen.size > 0 || !query.readsInput;
    return search(text, isSearched ? query : undefined, setting, { ...sources, inputs: kept });
  });
}

/** Audit events are those of one of Elastic's data streams, or of another, which have other fields. */
function auditStreams(): Pick<Setting, 'documentOf' | 'readers'> {
  const streams = dataStreams.map(({ dataset }) => ({
    reader: auditReader(dataset),
    render: rendererIn(dataset),
  }));
  const renderers = new Map(streams.map(({ reader, render }) => [reader, render]));
  return {
    readers: streams.map(({ reader }) => reader),
    documentOf: ({ event, origin, partial }, reader) =>
      renderers.get(reader)?.(event, origin, partial) ?? event,
  };
}

async function search(
  text: string,
  query: ParsedQuery | undefined,
  setting: Setting,
  sources: Sources,
): Promise<number> {
  const { streams, report } = sources;
  const { problems = [], search: started } = (await query?.compile(setting)) ?? {};
  if (query !== undefined && started === undefined) {
    // Which fields audit events have is known.
    return refused(text, setting.types === undefined ? problems : problems.map(asOption), streams);
  }
  streams.stderr.write(rendered(text, problems));
  report.addUnusable(await runSearch(started, setting, sources));
  streams.stderr.write(report.render(started?.notes() ?? []));
  if (streams.interrupt?.aborted) {
    streams.stderr.write('\nInterrupted: what comes behind was not read, and is in no result.\n');
    return ExitCode.interrupted;
  }
  return report.isWhole ? ExitCode.ran : ExitCode.unusable;
}

/** What no document has may still be meant. */
function asOption(problem: Problem): Problem {
  if (problem.code !== 'unknown-field' || problem.hint !== undefined) return problem;
  return { ...problem, hint: 'if it may be missing, give its type in a file for `--types`' };
}

function refused(text: string, problems: readonly Problem[], { stderr }: Streams): number {
  stderr.write(rendered(text, problems));
  return ExitCode.usage;
}

function rendered(text: string, problems: readonly Problem[]): string {
  const file = { path: 'query', text };
  return renderProblems(problems.map((problem) => ({ ...problem, file })));
}

export const query: Command = {
  name: 'query',
  summary: 'find events in audit logs or documents, in KQL, EQL or ES|QL',
  help,
  run: (args) => runQuery(args, { stdout: process.stdout, stderr: process.stderr, interrupt: onInterrupt() }),
};
