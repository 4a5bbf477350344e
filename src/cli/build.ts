/** `harrier build`: the rules to the module that is bundled. */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { compileRules } from '../compile/compile.ts';
import { unexpired } from '../compile/exceptions/expire.ts';
import { lint } from '../compile/lint/lint.ts';
import { renderProblems } from '../compile/problem.ts';
import { type ChosenRules, chosenRules, isBundled } from '../project/chosen-rules.ts';
import { fromSource, packagePath } from '../project/package-root.ts';
import { auditTarget } from '../source/audit/target.ts';
import { type Command, ExitCode } from './command.ts';
import { count } from './count.ts';
import { skippedRuleLines } from './report.ts';
import { today } from './rules.ts';
import { explainWriting } from './trouble.ts';
import { instant, parse } from './usage.ts';
import { writeWhole } from './whole-file.ts';

const help = `harrier build: compile rules to the module that is bundled with the functions

Usage: harrier build [--rules PATH]… [--settings FILE]… [--strict] [--date DATE] [--out FILE]

  --rules PATH   a file of a rule or of exceptions, or a folder of them; repeatable (default: the bundled rules, and
                 what the settings say)
  --settings FILE
                 settings in place of harrier.yml and harrier.local.yml; repeatable
  --strict       a bundled rule, or one of --rules, that cannot run is an error (default: it is left out, and listed
                 with the reason, as those of the settings always are)
  --date DATE    exceptions that expired before this day are left out, as 2026-03-01 (default: today, UTC)
  --out FILE     where the module goes (default: .harrier/build/rules.js; in a clone of Harrier build/rules.js)

Rules that cannot run are those of kinds that Harrier does not run, such as machine learning, those that need
what its ES|QL lacks, and those that are disabled or read other data. A mistake in a rule is always an error.
Example: harrier build --rules rules --rules detection-rules/rules/integrations/kubernetes --out both.js
Exit code: 0 written, 1 nothing written: a rule has an error, none can run, or with --strict one cannot; 2 wrong usage.
`;

const declaration =
  "import type { RuleSet } from '../src/match/rule-set.ts';\n" +
  'export declare const ruleSet: RuleSet;\nexport declare const alertRuleSet: RuleSet;\n';

async function run(args: readonly string[]): Promise<number> {
  const { values } = parse({
    args: [...args],
    options: {
      rules: { type: 'string', multiple: true },
      settings: { type: 'string', multiple: true },
      strict: { type: 'boolean', default: false },
      date: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const out = resolve(values.out ?? (fromSource ? packagePath('build/rules.js') : '.harrier/build/rules.js'));
  const date = instant('date', values.date);
  const loaded = chosenRules(values);
  const current = unexpired(
    loaded.exceptions,
    date === undefined ? today() : new Date(date).toISOString().slice(0, 10),
  );
  const compiled = compileRules(loaded.rules, {
    target: auditTarget,
    runtime: '../src/match/runtime.ts',
    exceptions: current.exceptions,
  });
  const problems = [
    ...loaded.problems,
    ...current.problems,
    ...compiled.problems,
    ...loaded.rules.flatMap(lint),
  ];
  process.stderr.write(renderProblems(problems));
  const { skipped } = compiled;
  const rules = [...compiled.rules, ...compiled.alertRules];
  const needed = values.strict
    ? skipped.filter(({ path }) => values.rules !== undefined || isBundled(path))
    : [];
  const left = skipped.filter((each) => !needed.includes(each));
  // Whoever builds answers for what is missing, so none goes unnamed however many there are.
  const all = { limit: Infinity, by: 'path' } as const;
  for (const line of [
    ...skippedRuleLines(needed, { ...all, heading: 'cannot run, which `--strict` makes an error' }),
    ...skippedRuleLines(left, { ...all, heading: 'left out' }),
  ])
    process.stderr.write(`${line}\n`);
  const errors = problems.some(({ severity }) => severity === 'error');
  if (errors || rules.length === 0 || needed.length > 0) {
    if (!errors && rules.length === 0) process.stderr.write('There is no rule that can run.\n');
    process.stderr.write('No rule set was written.\n');
    return ExitCode.unusable;
  }
  try {
    mkdirSync(dirname(out), { recursive: true });
    writeWhole(out, compiled.module);
    writeWhole(out.replace(/\.js$/, '.d.ts'), declaration);
  } catch (error) {
    process.stderr.write(`${out}: cannot be written: ${explainWriting(error)}\n`);
    return ExitCode.unusable;
  }
  for (const line of tuningLines(loaded)) process.stderr.write(`${line}\n`);
  process.stderr.write(
    `${count(rules.length, 'rule')}${inWords(compiled.exceptions, current.expired.length)} compiled to ${out}` +
      `${skipped.length === 0 ? '' : `; ${count(skipped.length, 'rule')} left out`}\n`,
  );
  return ExitCode.ran;
}

/** What the settings make of the rules, by name: whoever builds should see it. */
function tuningLines({ disabled, overridden, replaced, on }: ChosenRules): readonly string[] {
  const line = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
  return [
    ...line('Off', disabled),
    ...line('Changed by the settings', overridden),
    ...line('Profiles that are on', [...on.keys()]),
    ...line('Bundled, but replaced by a rule of the same id', replaced),
  ];
}

function inWords(exceptions: number, expired: number): string {
  if (exceptions + expired === 0) return '';
  const left = expired === 0 ? '' : ` (${expired} more ${expired === 1 ? 'has' : 'have'} expired)`;
  return ` and ${count(exceptions, 'exception')}${left}`;
}

export const build: Command = {
  name: 'build',
  summary: 'compile rules to the module that is bundled',
  help,
  run,
};
