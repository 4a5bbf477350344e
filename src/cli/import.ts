/** `harrier import`: Sigma rules to rules of Elastic's format. */
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRules } from '../compile/compile.ts';
import { type LocatedProblem, renderProblems, type SourceFile } from '../compile/problem.ts';
import { loadRules } from '../compile/rules/load.ts';
import { readSource } from '../compile/rules/read.ts';
import { type ImportedRule, importSigma } from '../compile/sigma/import.ts';
import { runtimeUrl } from '../project/package-root.ts';
import { auditTarget } from '../source/audit/target.ts';
import { visible } from '../text/visible.ts';
import { type Command, ExitCode, UsageError } from './command.ts';
import { count } from './count.ts';
import { casesFor } from './import/cases.ts';
import { explain, type InputProblem, renderInputProblems } from './inputs.ts';
import { shownPath } from './shown-path.ts';
import { withTemporaryFolder } from './temporary.ts';
import { explainWriting } from './trouble.ts';
import { parse } from './usage.ts';

const help = `harrier import: Sigma rules to rules of Elastic's format

Usage: harrier import --output FOLDER PATH…

PATH is a file of Sigma rules (.yml, .yaml), or a folder of them. Rules about audit logs of Kubernetes are imported:
\`logsource\` with \`product: kubernetes\` and \`service: audit\`. What they say is said in EQL, which compares texts
without regard to case, as Sigma does; correlations become sequences and threshold rules. Beside a rule are its cases,
as far as an event that it reports could be made of it. What cannot be said is told, with its place, and the other rules
are imported.

  --output FOLDER  where the files go: name.toml, and name.test.json beside it
  --force          write over files that are there

The rules are their authors', who are named in them: look at their licence before you pass them on. \`harrier lint\` says
which of them cannot fire on EKS.
Example: harrier import --output rules/sigma sigma/rules/application/kubernetes
Exit code: 0 all were imported, 1 a rule was not, or nothing could be written; 2 wrong usage.
`;

const options = {
  output: { type: 'string' },
  force: { type: 'boolean', default: false },
} as const;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse({ args: [...args], options, allowPositionals: true });
  const { output, force } = values;
  if (output === undefined) throw new UsageError('where to? Give --output with a folder');
  if (positionals.length === 0) throw new UsageError('which rules? Give at least one PATH');
  const missing: InputProblem[] = [];
  const files = positionals.flatMap((path) => filesAt(path, missing));
  const sources: SourceFile[] = [];
  const problems: LocatedProblem[] = [];
  for (const path of files) {
    const source = readSource(path);
    if ('problem' in source) problems.push(source.problem);
    else sources.push({ ...source, path: shownPath(path) });
  }
  const imported = importSigma(sources);
  problems.push(...imported.problems);
  const built = await build(imported.rules);
  problems.push(...built.problems);
  process.stderr.write(renderInputProblems(missing));
  if (problems.length > 0) process.stdout.write(`${renderProblems(problems.toSorted(byPlace))}\n`);
  const texts = built.rules.flatMap(({ rule, cases }) => [
    [join(output, `${rule.fileName}.toml`), rule.toml] as const,
    ...(cases === undefined ? [] : [[join(output, `${rule.fileName}.test.json`), cases] as const]),
  ]);
  const taken = force ? [] : texts.map(([path]) => path).filter((path) => existsSync(path));
  if (taken.length > 0) {
    process.stderr.write(
      `${count(taken.length, 'file')} of these names are there already, the first of them ${shownPath(taken[0] ?? '')}; nothing was written (--force writes over them)\n`,
    );
    return ExitCode.unusable;
  }
  try {
    if (texts.length > 0) mkdirSync(output, { recursive: true });
    for (const [path, text] of texts) writeFileSync(path, text);
  } catch (error) {
    process.stderr.write(`${shownPath(output)}: cannot be written: ${explainWriting(error)}\n`);
    return ExitCode.unusable;
  }
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const tested = built.rules.filter(({ cases }) => cases !== undefined).length;
  process.stderr.write(
    `${count(built.rules.length, 'rule')} imported to ${shownPath(output)}, ${tested} of them with cases; ${count(errors, 'error')}\n`,
  );
  return errors + missing.length > 0 ? ExitCode.unusable : ExitCode.ran;
}

function byPlace(a: LocatedProblem, b: LocatedProblem): number {
  if (a.file.path !== b.file.path) return a.file.path < b.file.path ? -1 : 1;
  return (a.span?.start ?? -1) - (b.span?.start ?? -1);
}

/** @returns files of YAML below a folder, by name, hidden ones left out; and whatever file is named itself */
function filesAt(path: string, problems: InputProblem[]): readonly string[] {
  const below = (folder: string): readonly string[] =>
    readdirSync(folder, { withFileTypes: true })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        if (entry.name.startsWith('.')) return [];
        if (entry.isDirectory()) return below(join(folder, entry.name));
        return /\.ya?ml$/i.test(entry.name) ? [join(folder, entry.name)] : [];
      });
  try {
    if (!statSync(path).isDirectory()) return [path];
    const found = below(path);
    if (found.length === 0) problems.push({ path, message: 'the folder has no files of YAML' });
    return found;
  } catch (error) {
    problems.push({ path, message: explain(error) });
    return [];
  }
}

interface Built {
  readonly rules: readonly { readonly rule: ImportedRule; readonly cases: string | undefined }[];
  readonly problems: readonly LocatedProblem[];
}

const remedy = 'imported rules are built there; name another folder in TMPDIR';

/** Rules that a build takes, as it would find them; of the others it is told why it does not. */
async function build(rules: readonly ImportedRule[]): Promise<Built> {
  if (rules.length === 0) return { rules: [], problems: [] };
  return withTemporaryFolder(remedy, async (folder) => {
    for (const { fileName, toml } of rules) writeFileSync(join(folder, `${fileName}.toml`), toml);
    const loaded = loadRules([folder]);
    const compiled = compileRules(loaded.rules, { target: auditTarget, runtime: runtimeUrl });
    const faults = Map.groupBy(
      [...loaded.problems, ...compiled.problems].filter(({ severity }) => severity === 'error'),
      ({ file }) => file.path,
    );
    const problems: LocatedProblem[] = [];
    const built: { rule: ImportedRule; cases: string | undefined }[] = [];
    for (const rule of rules) {
      const path = join(folder, `${rule.fileName}.toml`);
      const [fault] = faults.get(path) ?? [];
      const skipped = compiled.skipped.find((each) => each.path === path)?.reason;
      if (fault !== undefined || skipped !== undefined) {
        const message = `the rule "${visible(rule.title)}" does not build: ${fault?.message ?? skipped}`;
        const hint = fault?.hint;
        problems.push({
          file: rule.file,
          severity: 'error',
          code: 'sigma-rule',
          message,
          ...(hint && { hint }),
        });
        continue;
      }
      const own = loaded.rules.find(({ file }) => file.path === path);
      const cases = own === undefined || rule.tree === undefined ? undefined : await casesFor(own, rule.tree);
      built.push({ rule, cases });
    }
    return { rules: built, problems };
  });
}

export const importRules: Command = {
  name: 'import',
  summary: "Sigma rules to rules of Elastic's format",
  help,
  run,
};
