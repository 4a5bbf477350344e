/** `harrier new`: a rule and its cases from an event of a log. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourcedEvent } from '../schema/audit-event.ts';
import { auditSource } from '../source/audit/source.ts';
import { type Command, ExitCode, UsageError } from './command.ts';
import { findInputs, renderInputProblems } from './inputs.ts';
import { draftOf } from './new-rule/draft.ts';
import { noProgress } from './progress.ts';
import { readAll } from './read.ts';
import { schemaPath } from './schema-path.ts';
import { shownPath } from './shown-path.ts';
import { auditInput } from './sources.ts';
import { explainWriting } from './trouble.ts';
import { parse } from './usage.ts';

const help = `harrier new: a rule and its cases from an event of a log

Usage: harrier new --name NAME [OPTION…] PATH…

Writes name.toml, a rule in KQL that matches requests of the event's kind, and name.test.json, with the event as its
first case and a near miss for each condition. What is to be said by you is marked TODO.

PATH is a file, a folder, or - for standard input, as for harrier replay.

  --name NAME    what the rule is called
  --audit-id ID  the event with this auditID (default: the first event)
  --out FOLDER   where the files go (default: the current folder)

Secrets in the event are replaced, as in alerts: look at it before you commit it.
Example: harrier new --name "Secret Read in Payments" --out my-rules logs/
Exit code: 0 written, 1 nothing written: no such event, an input could not be used, or a file is there already; 2 wrong
usage.
`;

const options = {
  name: { type: 'string' },
  'audit-id': { type: 'string' },
  out: { type: 'string', default: '.' },
} as const;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse({ args: [...args], options, allowPositionals: true });
  const { name, out } = values;
  if (name === undefined || !/[a-z0-9]/i.test(name) || /\p{Cc}/u.test(name))
    throw new UsageError('what is the rule called? Give --name with a line of letters');
  if (positionals.length === 0)
    throw new UsageError('which event? Give at least one PATH, or - for standard input');
  const event = await eventIn(positionals, values['audit-id']);
  if (event === undefined) {
    process.stderr.write('There is no such event.\n');
    return ExitCode.unusable;
  }
  const draft = draftOf(auditSource.redact(event).event, name, {
    date: new Date(),
    schemas: { rule: schemaPath(out, 'rule'), tests: schemaPath(out, 'tests') },
  });
  const files = [
    [join(out, `${draft.fileName}.toml`), draft.toml],
    [join(out, `${draft.fileName}.test.json`), draft.cases],
  ] as const;
  const [taken] = files.map(([path]) => path).filter((path) => existsSync(path));
  if (taken !== undefined) {
    process.stderr.write(`${shownPath(taken)} is there already; nothing was written\n`);
    return ExitCode.unusable;
  }
  try {
    mkdirSync(out, { recursive: true });
    for (const [path, text] of files) writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    process.stderr.write(`${shownPath(out)}: cannot be written: ${explainWriting(error)}\n`);
    return ExitCode.unusable;
  }
  const [toml = ''] = files.map(([path]) => shownPath(path));
  process.stdout.write(`${files.map(([path]) => `${shownPath(path)}\n`).join('')}`);
  process.stderr.write(`Say what is marked TODO, then: harrier test ${toml}\n`);
  return ExitCode.ran;
}

async function eventIn(paths: readonly string[], id: string | undefined): Promise<SourcedEvent | undefined> {
  const { inputs, problems } = findInputs(paths);
  const found = new AbortController();
  let first: SourcedEvent | undefined;
  const unusable = await readAll(
    inputs,
    {
      input: auditInput,
      period: { since: undefined, until: undefined },
      known: {},
      progress: noProgress,
      interrupt: found.signal,
    },
    async (batches) => {
      for await (const { events } of batches) {
        first ??= events.find(({ event }) => id === undefined || event.auditID === id);
        if (first !== undefined) found.abort();
      }
    },
  );
  process.stderr.write(renderInputProblems([...problems, ...unusable]));
  return first;
}

export const create: Command = {
  name: 'new',
  summary: 'a rule and its cases from an event of a log',
  help,
  run,
};
