/** `harrier show`: all that a rule says. */

import { compileRules } from '../compile/compile.ts';
import { unexpired } from '../compile/exceptions/expire.ts';
import { locationOf } from '../compile/exceptions/loaded-exception.ts';
import type { LoadedRule } from '../compile/rules/loaded-rule.ts';
import { type ChosenRules, chosenRules } from '../project/chosen-rules.ts';
import { runtimeUrl } from '../project/package-root.ts';
import { auditTarget } from '../source/audit/target.ts';
import { visible } from '../text/visible.ts';
import { type Command, ExitCode, UsageError } from './command.ts';
import { findRule } from './find-rule.ts';
import { today } from './rules.ts';
import { shownPath } from './shown-path.ts';
import { parse } from './usage.ts';

const help = `harrier show: all that a rule says

Usage: harrier show [OPTION…] RULE

RULE is a rule's id, its name, or the name of its file.

  --rules PATH     a file of a rule, or a folder of them; repeatable (default: the rules that are deployed)
  --settings FILE  settings in place of harrier.yml and harrier.local.yml; repeatable

What the settings say otherwise of the rule is what is shown.
Example: harrier show "User Exec into a Pod"
Exit code: 0 shown, 2 wrong usage, or there is no such rule.
`;

const options = {
  rules: { type: 'string', multiple: true },
  settings: { type: 'string', multiple: true },
} as const;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse({ args: [...args], options, allowPositionals: true });
  const [word, ...others] = positionals;
  if (word === undefined || others.length > 0) throw new UsageError('which rule? Give one id, name or file');
  const loaded = chosenRules(values);
  process.stdout.write(`${shown(findRule(loaded.rules, word), loaded).join('\n')}\n`);
  return ExitCode.ran;
}

function shown(rule: LoadedRule, loaded: ChosenRules): readonly string[] {
  const { id, name, severity, riskScore, buildingBlock, tags, description, threat, references } =
    rule.metadata;
  const { falsePositives, note } = rule.metadata;
  const techniques = threat.flatMap(({ tactic, technique = [] }) => [
    `${tactic.name} (${tactic.id})`,
    ...technique.flatMap(({ id, name, subtechnique = [] }) => [
      `  ${name} (${id})`,
      ...subtechnique.map((each) => `    ${each.name} (${each.id})`),
    ]),
  ]);
  const [skipped] = compileRules([rule], { target: auditTarget, runtime: runtimeUrl }).skipped;
  return [
    visible(name),
    `${severity}, risk score ${riskScore}${buildingBlock ? ', a building block' : ''}; rules of type ${rule.type}`,
    `${id}, ${shownPath(rule.file.path)}`,
    ...(skipped === undefined ? [] : [`It cannot run: ${visible(skipped.reason)}`]),
    ...(loaded.overridden.includes(name) ? ['The settings change what it says.'] : []),
    ...section('', prose(description)),
    ...section('Query', 'query' in rule && rule.query ? indented(rule.query.text) : []),
    ...section('Is silent while somebody settles', settlingOf(rule)),
    ...section('Says nothing of what these tell of', yieldsTo(rule, loaded)),
    ...section('Exceptions', exceptionsOf(rule, loaded)),
    ...section('ATT&CK', techniques.map(visible)),
    ...section(
      'False positives',
      falsePositives.flatMap((each) => prose(each, '- ')),
    ),
    ...section('Guide', note === undefined ? [] : indented(note)),
    ...section('Tags', tags.map(visible)),
    ...section('References', references.map(visible)),
  ];
}

function settlingOf(rule: LoadedRule): readonly string[] {
  if (rule.type !== 'new_terms' || rule.settling === undefined) return [];
  const { field, value, duration, query } = rule.settling;
  return [
    `for ${duration.value.value}${duration.value.unit} after an event that has their ${visible(field.value)} as ${visible(value.value)}:`,
    ...indented(query.text),
  ];
}

/** Which of the rules that it names are yielded to depends on them, too, and on what the settings say of both. */
function yieldsTo(rule: LoadedRule, loaded: ChosenRules): readonly string[] {
  if (rule.type !== 'query' || rule.yieldsTo === undefined) return [];
  const { rules } = compileRules(loaded.rules, { target: auditTarget, runtime: runtimeUrl });
  const own = rules.find(({ id }) => id === rule.metadata.id);
  const ids = own?.type === 'query' ? (own.yieldsTo ?? []) : [];
  return rules.filter(({ id }) => ids.includes(id)).map(({ name }) => visible(name));
}

function exceptionsOf(rule: LoadedRule, loaded: ChosenRules): readonly string[] {
  const { exceptions } = unexpired(loaded.exceptions, today());
  return exceptions
    .filter(({ rules }) => rules === 'all' || rules.some(({ id }) => id === rule.metadata.id))
    .flatMap((each) => [`${locationOf(each)}: ${visible(each.reason)}`, ...indented(each.condition.text)]);
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return heading === '' ? ['', ...lines] : ['', heading, ...lines.map((line) => `  ${line}`.trimEnd())];
}

function indented(text: string): readonly string[] {
  return text.trim().split('\n').map(visible);
}

const width = 96;

/** Lines of at most so many columns. */
function prose(text: string, lead = ''): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of visible(paragraph).split(' ')) {
      if (line !== '' && line.length + word.length + 1 > width) {
        lines.push(line);
        line = '';
      }
      line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line].map((each, index) => `${index === 0 ? lead : ' '.repeat(lead.length)}${each}`);
  });
}

export const show: Command = { name: 'show', summary: 'all that a rule says', help, run };
