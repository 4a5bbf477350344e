/** `harrier list`: which rules there are, and which profiles of exceptions. */
import wrapAnsi from 'wrap-ansi';
import { compileRules } from '../compile/compile.ts';
import { renderProblems } from '../compile/problem.ts';
import type { LoadedRule } from '../compile/rules/loaded-rule.ts';
import { type ChosenRules, chosenRules } from '../project/chosen-rules.ts';
import { runtimeUrl } from '../project/package-root.ts';
import type { Severity } from '../rule.ts';
import { auditTarget } from '../source/audit/target.ts';
import { visible } from '../text/visible.ts';
import { type Command, ExitCode } from './command.ts';
import { count } from './count.ts';
import { oneOf, parse } from './usage.ts';

const help = `harrier list: which rules there are, and which profiles of exceptions

Usage: harrier list [OPTION…]

  --rules PATH     a file of a rule, or a folder of them; repeatable (default: the rules that are deployed)
  --settings FILE  settings in place of harrier.yml and harrier.local.yml; repeatable
  --tag TAG        only rules with this tag; repeatable: with all of them
  --severity S     only rules of this severity or above: low, medium, high or critical
  --tags           the tags instead of the rules, and how many rules have each
  --profiles       the profiles of exceptions instead of the rules, and which of them the settings have on
  --output FORMAT  table (default), or ndjson: one rule a line

Rules of the same severity are in the order of their names. "bb" marks building blocks, of whose alerts nobody is
notified.
Example: harrier list --severity high --tag "Tactic: Persistence"
Exit code: 0 ran, 1 a rule has an error (the others are listed), 2 wrong usage.
`;

const severities = ['low', 'medium', 'high', 'critical'] as const;

const options = {
  rules: { type: 'string', multiple: true },
  settings: { type: 'string', multiple: true },
  tag: { type: 'string', multiple: true },
  severity: { type: 'string', default: 'low' },
  tags: { type: 'boolean', default: false },
  profiles: { type: 'boolean', default: false },
  output: { type: 'string', default: 'table' },
} as const;

async function run(args: readonly string[]): Promise<number> {
  const { values } = parse({ args: [...args], options });
  const from = severities.indexOf(oneOf('severity', values.severity, severities));
  const output = oneOf('output', values.output, ['table', 'ndjson'] as const);
  const loaded = chosenRules(values);
  const compiled = compileRules(loaded.rules, { target: auditTarget, runtime: runtimeUrl });
  const problems = [...loaded.problems, ...compiled.problems];
  const reasons = new Map(compiled.skipped.map(({ path, reason }) => [path, reason]));
  const sound = new Set([...compiled.rules, ...compiled.alertRules].map(({ id }) => id));
  const found = loaded.rules
    .filter(({ metadata, file }) => sound.has(metadata.id) || reasons.has(file.path))
    .filter(({ metadata: { tags } }) => (values.tag ?? []).every((tag) => tags.includes(tag)))
    .filter(({ metadata: { severity } }) => severities.indexOf(severity) >= from)
    .toSorted((a, b) => rank(b) - rank(a) || (a.metadata.name < b.metadata.name ? -1 : 1));
  if (values.profiles) process.stdout.write(profileTable(loaded));
  else if (values.tags) process.stdout.write(tagTable(found));
  else if (output === 'ndjson') for (const rule of found) process.stdout.write(`${asJson(rule, reasons)}\n`);
  else process.stdout.write(table(found, reasons));
  process.stderr.write(renderProblems(problems));
  if (!values.tags && !values.profiles && output === 'table')
    process.stderr.write(`\n${footing(found, loaded, reasons)}\n`);
  return problems.some(({ severity }) => severity === 'error') ? ExitCode.unusable : ExitCode.ran;
}

type Reasons = ReadonlyMap<string, string>;

function rank({ metadata }: LoadedRule): number {
  return severities.indexOf(metadata.severity);
}

function kindOf(rule: LoadedRule): string {
  if (!('query' in rule) || rule.query === undefined) return rule.type;
  if (rule.type !== 'eql') return rule.type;
  return /^\s*(?:sequence|sample)\b/i.exec(rule.query.text)?.[0]?.trim().toLowerCase() ?? 'eql';
}

function table(rules: readonly LoadedRule[], reasons: Reasons): string {
  const rows = rules.map((rule) => {
    const { severity, buildingBlock, name } = rule.metadata;
    const mark = `${buildingBlock ? ' bb' : ''}${reasons.has(rule.file.path) ? ' (cannot run)' : ''}`;
    return `${severity.padEnd(9)}${kindOf(rule).padEnd(10)}${visible(name)}${mark}\n`;
  });
  return `${'SEVERITY'.padEnd(9)}${'TYPE'.padEnd(10)}NAME\n${rows.join('')}`;
}

function tagTable(rules: readonly LoadedRule[]): string {
  const counts = new Map<string, number>();
  for (const tag of rules.flatMap(({ metadata }) => metadata.tags))
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const rows = [...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return `${'RULES'.padEnd(7)}TAG\n${rows.map(([tag, rules]) => `${String(rules).padEnd(7)}${visible(tag)}\n`).join('')}`;
}

function profileTable({ profiles, on }: ChosenRules): string {
  const names = profiles.map(({ name }) => name);
  const width = Math.max('PROFILE'.length, ...names.map(({ length }) => length)) + 2;
  const indent = 5 + width;
  const rows = profiles.map(({ name, about, namespace }) => {
    const installed = on.get(name) ?? namespace;
    const where = installed === undefined ? '' : ` (in ${installed})`;
    const text = wrapAnsi(visible(`${about}${where}`), 80 - indent).replaceAll(
      '\n',
      `\n${' '.repeat(indent)}`,
    );
    return `${(on.has(name) ? 'on' : 'off').padEnd(5)}${name.padEnd(width)}${text}\n`;
  });
  return `${''.padEnd(5)}${'PROFILE'.padEnd(width)}WHAT IT EXCEPTS\n${rows.join('')}`;
}

function asJson(rule: LoadedRule, reasons: Reasons): string {
  const { id, name, severity, riskScore, buildingBlock, tags } = rule.metadata;
  const reason = reasons.get(rule.file.path);
  return JSON.stringify({
    id,
    name,
    severity,
    risk_score: riskScore,
    type: rule.type,
    building_block: buildingBlock,
    tags,
    path: rule.file.path,
    ...(reason !== undefined && { cannot_run: reason }),
  });
}

function footing(found: readonly LoadedRule[], { rules, disabled }: ChosenRules, reasons: Reasons): string {
  const by = Object.groupBy(found, ({ metadata }): Severity => metadata.severity);
  const parts = severities.toReversed().flatMap((each) => (by[each] ? [`${by[each].length} ${each}`] : []));
  const notes = [
    ...(found.length < rules.length ? [`of ${rules.length}`] : []),
    ...(disabled.length > 0 ? [`${disabled.length} more ${disabled.length === 1 ? 'is' : 'are'} off`] : []),
    ...(reasons.size > 0 ? [`${reasons.size} cannot run; harrier build says why`] : []),
  ];
  return [`${count(found.length, 'rule')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`, ...notes].join(
    '; ',
  );
}

export const list: Command = { name: 'list', summary: 'which rules there are', help, run };
