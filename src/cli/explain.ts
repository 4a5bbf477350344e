/** `harrier explain`: why a rule alerts on an event, or why not. */

import { summarise } from '../alert/summary.ts';
import { renderProblems } from '../compile/problem.ts';
import type { LoadedRule } from '../compile/rules/loaded-rule.ts';
import { chosenRules } from '../project/chosen-rules.ts';
import type { SourcedEvent } from '../schema/audit-event.ts';
import { auditSource } from '../source/audit/source.ts';
import { auditTarget } from '../source/audit/target.ts';
import { visible } from '../text/visible.ts';
import { type Command, ExitCode, UsageError } from './command.ts';
import { count } from './count.ts';
import { dependsOnOthers } from './explain/esql-explainer.ts';
import { exceptionFor } from './explain/exception.ts';
import { explainerFor, settlingExplainerFor } from './explain/explainer.ts';
import { renderExplained } from './explain/render.ts';
import { findRule } from './find-rule.ts';
import { findInputs, renderInputProblems } from './inputs.ts';
import { noProgress } from './progress.ts';
import { readAll } from './read.ts';
import { shownPath } from './shown-path.ts';
import { auditInput } from './sources.ts';
import { parse } from './usage.ts';

const help = `harrier explain: why a rule matches an event, or why not

Usage: harrier explain --rule RULE [OPTION…] PATH…

Each condition of the rule's query is shown, whether it holds (✓) or not (✗), and what its fields have in the event.

PATH is a file, a folder, or - for standard input, as for harrier replay.

  --rule RULE      its id, its name, or the name of its file
  --rules PATH     a file of a rule, or a folder of them; repeatable (default: the rules that are deployed)
  --settings FILE  settings in place of harrier.yml and harrier.local.yml; repeatable
  --audit-id ID    only events with this auditID
  --all            all events (default: the first 5)

Of a rule in ES|QL the filters are shown that stand before the first STATS, SORT or LIMIT.

Of a rule with settling periods it is shown as well whether the event begins one.

What happens between a match and an alert, such as counting, sequences, new terms and suppression, is not shown, and
neither are exceptions: docs/correlations.md and docs/exceptions.md tell of them. For an event that matches, an
exception is proposed to paste, of fields that the API server vouches for; whether it is harmless is for you to decide.
Values are shown as they are: look for secrets before you pass them on.
Example: harrier explain --rule "User Exec into a Pod" --audit-id 5a1c0f00-0000-4000-8000-000000000001 events.json
Exit code: 0 explained, 1 an input could not be used or no event was found, 2 wrong usage.
`;

const options = {
  rule: { type: 'string' },
  rules: { type: 'string', multiple: true },
  settings: { type: 'string', multiple: true },
  'audit-id': { type: 'string' },
  all: { type: 'boolean', default: false },
} as const;

const few = 5;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse({ args: [...args], options, allowPositionals: true });
  if (values.rule === undefined) throw new UsageError('which rule? Give --rule with an id, a name or a file');
  if (positionals.length === 0)
    throw new UsageError('which events? Give at least one PATH, or - for standard input');
  const loaded = chosenRules(values);
  const rule = findRule(loaded.rules, values.rule);
  process.stderr.write(renderProblems(loaded.problems.filter(({ file }) => file.path === rule.file.path)));
  const explainer = await explainerFor(rule);
  if (explainer === undefined) throw new UsageError(inexplicable(rule));
  const settling = await settlingExplainerFor(rule);
  const { inputs, problems } = findInputs(positionals);
  process.stdout.write(`${visible(rule.metadata.name)} (${shownPath(rule.file.path)})\n`);
  let found = 0;
  const unusable = await readAll(
    inputs,
    { input: auditInput, period: { since: undefined, until: undefined }, known: {}, progress: noProgress },
    async (batches) => {
      for await (const { events } of batches) {
        for (const event of events) {
          if (values['audit-id'] !== undefined && event.event.auditID !== values['audit-id']) continue;
          found++;
          if (!values.all && found > few) continue;
          const lines = [
            ...explained(event, rule, explainer.explain(event)),
            ...(settling?.explain(event).flatMap((tree) => beginning(tree, event)) ?? []),
          ];
          process.stdout.write(`\n${lines.join('\n')}\n`);
        }
      }
    },
  );
  process.stderr.write(renderInputProblems([...problems, ...unusable]));
  if (found === 0) process.stderr.write('There is no such event.\n');
  if (!values.all && found > few)
    process.stdout.write(`\n${count(found - few, 'more event')}; --all shows all\n`);
  return found === 0 || problems.length + unusable.length > 0 ? ExitCode.unusable : ExitCode.ran;
}

function inexplicable(rule: LoadedRule): string {
  if (isOverAlerts(rule)) return 'rules over alerts cannot be explained';
  if (rule.type === 'esql')
    return 'no filter of the rule stands before what counts rows: every event goes into it';
  return `rules of type ${rule.type} cannot be explained`;
}

function isOverAlerts({ index }: LoadedRule): boolean {
  return (auditTarget.overAlerts?.readersOf(index).length ?? 0) > 0;
}

type Explained = ReturnType<NonNullable<Awaited<ReturnType<typeof explainerFor>>>['explain']>;

function explained(event: SourcedEvent, rule: LoadedRule, trees: Explained): readonly string[] {
  const { time, source, position, reason } = summarise(event, auditSource);
  const matches = trees.some(({ holds }) => holds);
  const several = trees.length > 1;
  return [
    `${time ?? 'no time'}  ${shownPath(source)}:${position}`,
    `${visible(reason)}`,
    ...trees.flatMap((tree, index) => [
      ...(several ? [`${index + 1}. ${tree.holds ? 'matches' : 'does not match'}`] : []),
      ...renderExplained(tree, several ? '  ' : ''),
    ]),
    verdict(rule, matches),
    ...(matches ? ['', 'An exception, if this is harmless:', ...exceptionFor(event.event, rule)] : []),
  ];
}

function beginning(tree: Explained[number], { partial }: SourcedEvent): readonly string[] {
  const begins = partial ? '=> begins none, for the event was cut' : '=> begins one';
  return [
    '',
    'Whether it begins a settling period:',
    ...renderExplained(tree),
    tree.holds ? begins : '=> begins none',
  ];
}

function verdict(rule: LoadedRule, matches: boolean): string {
  if (!dependsOnOthers(rule)) return matches ? '=> matches' : '=> does not match';
  return matches
    ? '=> passes the filters; what is made of it depends on other events'
    : '=> does not pass the filters';
}

export const explain: Command = {
  name: 'explain',
  summary: 'why a rule matches an event, or why not',
  help,
  run,
};
