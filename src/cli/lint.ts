/** `harrier lint`: what is wrong with rules, and what they probably do not mean. */
import { compileRules } from '../compile/compile.ts';
import { lintException } from '../compile/lint/exceptions.ts';
import { lint as lintRule } from '../compile/lint/lint.ts';
import { type LocatedProblem, renderProblems } from '../compile/problem.ts';
import { chosenRules } from '../project/chosen-rules.ts';
import { runtimeUrl } from '../project/package-root.ts';
import { auditTarget } from '../source/audit/target.ts';
import { type Command, ExitCode } from './command.ts';
import { count } from './count.ts';
import { parse } from './usage.ts';

const help = `harrier lint: what is wrong with rules, and what they probably do not mean

Usage: harrier lint [OPTION…] [PATH…]

PATH is a file of a rule, or a folder of them (default: the rules that are deployed).

  --settings FILE  settings in place of harrier.yml and harrier.local.yml; repeatable
  --strict         a warning fails

Beside the errors that a build finds, it warns of what compiles and still is no use on EKS: values that no request has,
such as the verb exec; members that no object of the kind has; what EKS's audit policy does not record, such as core
events and the content of secrets; conditions that exclude one another; free text where a colon was forgotten; tactics
and techniques that do not belong together by ATT&CK's own data; and exclusions and exceptions that an attacker can
meet, because the caller writes what they ask for.
Example: harrier lint my-rules
Exit code: 0 no errors, 1 an error, or with --strict a warning; 2 wrong usage.
`;

const options = {
  settings: { type: 'string', multiple: true },
  strict: { type: 'boolean', default: false },
} as const;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse({ args: [...args], options, allowPositionals: true });
  const rules = positionals.length === 0 ? undefined : positionals;
  const loaded = chosenRules({ rules, settings: values.settings });
  const compiled = compileRules(loaded.rules, { target: auditTarget, runtime: runtimeUrl });
  const problems = [
    ...loaded.problems,
    ...compiled.problems,
    ...loaded.rules.flatMap(lintRule),
    ...loaded.exceptions.flatMap(lintException),
  ].toSorted(byPlace);
  if (problems.length > 0) process.stdout.write(`${renderProblems(problems)}\n`);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  process.stderr.write(
    `${count(loaded.rules.length, 'rule')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}\n`,
  );
  return errors > 0 || (values.strict && warnings > 0) ? ExitCode.unusable : ExitCode.ran;
}

function byPlace(a: LocatedProblem, b: LocatedProblem): number {
  if (a.file.path !== b.file.path) return a.file.path < b.file.path ? -1 : 1;
  return (a.span?.start ?? -1) - (b.span?.start ?? -1);
}

export const lint: Command = { name: 'lint', summary: 'what rules probably do not mean', help, run };
