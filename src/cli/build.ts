/** `harrier build`: the rules to the module that is bundled. */
import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { compileRules } from '../compile/compile.ts';
import { unexpired } from '../compile/exceptions/expire.ts';
import { renderProblems } from '../compile/problem.ts';
import { loadRules } from '../compile/rules/load.ts';
import { type Command, ExitCode } from './command.ts';
import { count } from './count.ts';
import { explain } from './inputs.ts';
import { packagePath } from './package-root.ts';
import { bundledRules, today } from './rules.ts';
import { instant, parse } from './usage.ts';

const help = `harrier build: compile rules to the module that is bundled with the functions

Usage: harrier build [--rules PATH]… [--date DATE] [--out FILE]

  --rules PATH   a file of a rule or of exceptions, or a folder of them; repeatable (default: the bundled rules)
  --date DATE    exceptions that expired before this day are left out, as 2026-03-01 (default: today, UTC)
  --out FILE     where the module goes (default: build/rules.js)

Exit code: 0 written, 1 a rule has an error or cannot run (nothing is written), 2 wrong usage.
`;

const declaration =
  "import type { RuleSet } from '../src/match/rule-set.ts';\nexport declare const ruleSet: RuleSet;\n";

async function run(args: readonly string[]): Promise<number> {
  const { values } = parse({
    args: [...args],
    options: { rules: { type: 'string', multiple: true }, date: { type: 'string' }, out: { type: 'string' } },
  });
  const out = resolve(values.out ?? packagePath('build/rules.js'));
  const date = instant('date', values.date);
  const loaded = loadRules(values.rules ?? [bundledRules]);
  const current = unexpired(
    loaded.exceptions,
    date === undefined ? today() : new Date(date).toISOString().slice(0, 10),
  );
  const compiled = compileRules(loaded.rules, {
    reader: 'audit',
    runtime: '../src/match/runtime.ts',
    exceptions: current.exceptions,
  });
  const problems = [...loaded.problems, ...current.problems, ...compiled.problems];
  process.stderr.write(renderProblems(problems));
  for (const { path, reason } of compiled.skipped)
    process.stderr.write(`${path}: cannot be built: ${reason}\n`);
  if (problems.some(({ severity }) => severity === 'error') || compiled.skipped.length > 0) {
    process.stderr.write('No rule set was written.\n');
    return ExitCode.unusable;
  }
  try {
    mkdirSync(dirname(out), { recursive: true });
    writeWhole(out, compiled.module);
    writeWhole(out.replace(/\.js$/, '.d.ts'), declaration);
  } catch (error) {
    process.stderr.write(`${out}: cannot be written: ${explain(error)}\n`);
    return ExitCode.unusable;
  }
  process.stderr.write(
    `${count(compiled.rules.length, 'rule')}${inWords(compiled.exceptions, current.expired.length)} compiled to ${out}\n`,
  );
  return ExitCode.ran;
}

/** Writes a file whole or not at all: half a module in the place of one that worked would be bundled. */
function writeWhole(path: string, text: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  // What is no file, such as /dev/stdout, is not to be replaced by one.
  if (found?.isFile() === false) {
    writeFileSync(path, text);
    return;
  }
  const target = found === undefined ? path : realpathSync(path);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
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
