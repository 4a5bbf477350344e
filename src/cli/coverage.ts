/** `harrier coverage`: which techniques of ATT&CK the rules are for. */
import { compileRules } from '../compile/compile.ts';
import { unexpired } from '../compile/exceptions/expire.ts';
import { renderProblems } from '../compile/problem.ts';
import { chosenRules } from '../project/chosen-rules.ts';
import { runtimeUrl } from '../project/package-root.ts';
import { auditTarget } from '../source/audit/target.ts';
import { type Coverage, coverageOf } from './attack/coverage.ts';
import { navigatorLayer } from './attack/navigator.ts';
import { coveragePage } from './attack/page.ts';
import { coverageSummary, coverageTable } from './attack/table.ts';
import { type Command, ExitCode } from './command.ts';
import { count } from './count.ts';
import { today } from './rules.ts';
import { oneOf, parse } from './usage.ts';
import { outputFile } from './whole-file.ts';

const help = `harrier coverage: which techniques of ATT&CK the rules are for

Usage: harrier coverage [OPTION…]

  --rules PATH      a file of a rule, or a folder of them; repeatable (default: the rules that are deployed)
  --settings FILE   settings in place of harrier.yml and harrier.local.yml; repeatable
  --names           the names of each technique's rules, not only how many there are
  --output FORMAT   table (default), or ndjson: one technique of a tactic a line
  --navigator FILE  also write a layer for the ATT&CK Navigator (JSON)
  --html FILE       also write a page for a browser, in one file that loads nothing from elsewhere

Rules that are off, or cannot run, are left out. A rule that names a subtechnique counts for its technique, too.
Example: harrier coverage --html coverage.html --navigator layer.json
Exit code: 0 ran, 1 a rule has an error (the others are counted) or a file could not be written, 2 wrong usage.
`;

const options = {
  rules: { type: 'string', multiple: true },
  settings: { type: 'string', multiple: true },
  names: { type: 'boolean', default: false },
  output: { type: 'string', default: 'table' },
  navigator: { type: 'string' },
  html: { type: 'string' },
} as const;

async function run(args: readonly string[]): Promise<number> {
  const { values } = parse({ args: [...args], options });
  const output = oneOf('output', values.output, ['table', 'ndjson'] as const);
  const layer = outputFile('navigator', values.navigator);
  const page = outputFile('html', values.html);
  const loaded = chosenRules(values);
  const { exceptions } = unexpired(loaded.exceptions, today());
  const compiled = compileRules(loaded.rules, { target: auditTarget, runtime: runtimeUrl, exceptions });
  const problems = [...loaded.problems, ...compiled.problems];
  const coverage = coverageOf([...compiled.rules, ...compiled.alertRules]);
  const notes = [
    ...(loaded.disabled.length > 0
      ? [`${count(loaded.disabled.length, 'more rule is', 'more rules are')} off`]
      : []),
    ...(compiled.skipped.length > 0
      ? [`${count(compiled.skipped.length, 'more rule', 'more rules')} cannot run; harrier build says why`]
      : []),
  ];
  process.stdout.write(output === 'ndjson' ? asLines(coverage) : coverageTable(coverage, values.names));
  process.stderr.write(renderProblems(problems));
  if (output === 'table') process.stderr.write(`\n${[...coverageSummary(coverage), ...notes].join('\n')}\n`);
  layer?.write(navigatorLayer(coverage, "Harrier's rules"));
  page?.write(coveragePage(coverage, notes));
  return problems.some(({ severity }) => severity === 'error') ? ExitCode.unusable : ExitCode.ran;
}

function asLines({ tactics }: Coverage): string {
  return tactics
    .flatMap(({ id, name, techniques }) =>
      techniques.map((technique) =>
        JSON.stringify({
          tactic: { id, name },
          technique: { id: technique.id, name: technique.name },
          rules: technique.rules.map((rule) => ({ id: rule.id, name: rule.name, severity: rule.severity })),
        }),
      ),
    )
    .map((line) => `${line}\n`)
    .join('');
}

export const coverage: Command = {
  name: 'coverage',
  summary: 'which techniques of ATT&CK the rules are for',
  help,
  run,
};
