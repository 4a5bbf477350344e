/** `harrier test`: rules against the cases beside them. */
import { existsSync, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { compileRules } from '../compile/compile.ts';
import { unexpired } from '../compile/exceptions/expire.ts';
import { type LocatedProblem, renderProblems } from '../compile/problem.ts';
import type { LoadedRule } from '../compile/rules/loaded-rule.ts';
import { readSource } from '../compile/rules/read.ts';
import type { RuleSets } from '../match/rule-set.ts';
import { type ChosenRules, chosenRules, isBundled } from '../project/chosen-rules.ts';
import { runtimeUrl } from '../project/package-root.ts';
import { settingsFiles } from '../project/settings.ts';
import { auditTarget } from '../source/audit/target.ts';
import { visible } from '../text/visible.ts';
import { casesIn, type ExceptionCase, exceptionCasesIn, type RuleCase } from './cases/case-file.ts';
import { alertsFor, caseOrigin, rulesOf } from './cases/run-cases.ts';
import { type Undecided, undecidedIn } from './cases/undecided.ts';
import { type Command, ExitCode } from './command.ts';
import { count } from './count.ts';
import { explainerFor } from './explain/explainer.ts';
import { renderExplained } from './explain/render.ts';
import { importRuleSets, today } from './rules.ts';
import { shownPath } from './shown-path.ts';
import { parse } from './usage.ts';

const help = `harrier test: run rules against the cases beside them

Usage: harrier test [OPTION…] [PATH…]

The cases of rule.toml are in rule.test.json, and those of a file of exceptions likewise: events, and how many alerts
the rule gives for them. rules/README.md and docs/exceptions.md describe the format.

PATH is a file of a rule or of exceptions, or a folder of them (default: the rules that are deployed: the bundled ones,
and what the settings say).

  --settings FILE  settings in place of harrier.yml and harrier.local.yml; repeatable
  --strict         a rule without cases, and a condition that no case decides, is a failure
  --watch          run again whenever a file changes, until Ctrl-C

A condition is decided by a case if the case would end otherwise without it; of bundled rules this is not asked where
there are others. Exceptions are left out where rules are tested, and are applied where exceptions are.
Example: harrier test my-rules --watch
Exit code: 0 all passed, 1 a case failed, or a rule or its cases have an error; 2 wrong usage.
`;

const options = {
  settings: { type: 'string', multiple: true },
  strict: { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
} as const;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse({ args: [...args], options, allowPositionals: true });
  const rules = positionals.length === 0 ? undefined : positionals;
  const load = () => chosenRules({ rules, settings: values.settings });
  if (!values.watch) return exitCode(await testOnce(load(), values.strict));
  for (;;) {
    const loaded = load();
    const folders = foldersOf(loaded, rules === undefined ? (values.settings ?? settingsFiles()) : []);
    // Begun before the tests run: what changes meanwhile is tested as well.
    const changed = change(folders);
    const passed = await testOnce(loaded, values.strict);
    if (folders.length === 0) return exitCode(passed);
    process.stderr.write('\nWaiting for changes; Ctrl-C ends.\n');
    await changed;
    process.stdout.write('\n');
  }
}

function exitCode(passed: boolean): number {
  return passed ? ExitCode.ran : ExitCode.unusable;
}

/** @returns the folders of all files that are there, also of those that are wrong */
function foldersOf(
  { rules, exceptions, problems }: ChosenRules,
  settings: readonly string[],
): readonly string[] {
  const read = [...rules, ...exceptions, ...problems].map(({ file }) => file.path);
  const folders = [...read, ...settings].flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    // In place of a file stands the folder that has none.
    return found === undefined ? [] : [found.isDirectory() ? path : dirname(path)];
  });
  return [...new Set(folders)];
}

/** @returns whether all passed */
async function testOnce(loaded: ChosenRules, strict: boolean): Promise<boolean> {
  const { exceptions } = unexpired(loaded.exceptions, today());
  const plain = compileRules(loaded.rules, { target: auditTarget, runtime: runtimeUrl });
  const excepted = compileRules(loaded.rules, { target: auditTarget, runtime: runtimeUrl, exceptions });
  const tally = new Tally();
  tally.problems(loaded.problems);
  tally.problems(excepted.problems);
  const running = new Set([...plain.rules, ...plain.alertRules].map(({ id }) => id));
  const ruleSets = await importRuleSets(plain.module);
  const tested = loaded.rules.filter(({ metadata }) => running.has(metadata.id));
  // Beside rules of one's own, what the cases of bundled ones leave open is nobody's to mend.
  const own = tested.filter(({ file }) => !isBundled(file.path));
  const decided = new Set(own.length > 0 ? own : tested);
  for (const rule of tested) await testRule(rule, ruleSets, tally, decided.has(rule));
  const withExceptions = await importRuleSets(excepted.module);
  for (const path of new Set(exceptions.map(({ file }) => file.path)))
    await testExceptions(path, withExceptions, tally);
  process.stdout.write(tally.summary(tested.length, plain.skipped.length));
  return tally.passed(strict);
}

/** @param decides whether conditions that no case decides are told */
async function testRule(rule: LoadedRule, ruleSets: RuleSets, tally: Tally, decides: boolean): Promise<void> {
  const path = casesOf(rule.file.path);
  if (!existsSync(path)) return tally.withoutCases(rule);
  const file = readSource(path);
  const { cases, problems } = 'problem' in file ? { cases: [], problems: [file.problem] } : casesIn(file);
  tally.problems(problems);
  let failed = false;
  for (const each of cases) {
    const alerts = await alertsFor(ruleSets, each.events, { partial: each.cut });
    const own = alerts.filter((alert) => alert.rule.id === rule.metadata.id);
    if (own.length === each.alerts) tally.pass();
    else {
      failed = true;
      tally.fail([
        `✗ ${visible(rule.metadata.name)}: ${visible(each.name)}`,
        `  ${shownPath(path)}:${each.line}: expected ${count(each.alerts, 'alert')}, found ${own.length}`,
        ...own.map(({ harrier }) => `  alerted: ${visible(harrier.reason)}`),
        ...(own.length < each.alerts ? await whyNot(rule, each) : []),
      ]);
    }
  }
  if (!failed && decides) tally.undecided(rule, await undecidedIn(rule, cases));
}

/** The conditions that do not hold for the last of the events. */
async function whyNot(rule: LoadedRule, { events, cut }: RuleCase): Promise<readonly string[]> {
  const event = events.at(-1);
  const explainer = event && (await explainerFor(rule));
  if (explainer === undefined || event === undefined) return [];
  const trees = explainer.explain({ event, origin: caseOrigin, position: 1, partial: cut });
  return [
    events.length > 1 ? '  what holds for the last of the events:' : '  what holds for the event:',
    ...trees.flatMap((tree) => renderExplained(tree, '    ')),
  ];
}

async function testExceptions(path: string, ruleSets: RuleSets, tally: Tally): Promise<void> {
  const cases = casesOf(path);
  if (!existsSync(cases)) return;
  const file = readSource(cases);
  const read = 'problem' in file ? { cases: [], problems: [file.problem] } : exceptionCasesIn(file);
  tally.problems(read.problems);
  for (const each of read.cases) await testException(each, cases, ruleSets, tally);
}

async function testException(
  each: ExceptionCase,
  path: string,
  ruleSets: RuleSets,
  tally: Tally,
): Promise<void> {
  const alerts = await alertsFor(ruleSets, each.events, { cluster: each.cluster, partial: each.cut });
  const own = alerts.filter(({ rule }) => rule.id === each.rule || rule.name === each.rule);
  const known = rulesOf(ruleSets).some(({ id, name }) => id === each.rule || name === each.rule);
  if (known && own.length === each.alerts) return tally.pass();
  tally.fail([
    `✗ ${visible(each.rule)}, with its exceptions: ${visible(each.name)}`,
    known
      ? `  ${shownPath(path)}:${each.line}: expected ${count(each.alerts, 'alert')}, found ${own.length}`
      : `  ${shownPath(path)}:${each.line}: no rule that runs has the id or the name ${JSON.stringify(each.rule)}`,
    ...own.map(({ harrier }) => `  alerted: ${visible(harrier.reason)}`),
  ]);
}

function casesOf(path: string): string {
  return path.replace(/(?:\.toml)?$/, '.test.json');
}

/** So many of a kind are named. */
const shown = 20;

/** What became of the cases. Failures are printed as they come. */
class Tally {
  #passed = 0;
  #failed = 0;
  #errors = 0;
  readonly #without: string[] = [];
  readonly #undecided: string[] = [];
  readonly #known = new Set<string>();

  pass(): void {
    this.#passed++;
  }

  fail(lines: readonly string[]): void {
    this.#failed++;
    process.stdout.write(`${lines.join('\n')}\n\n`);
  }

  problems(problems: readonly LocatedProblem[]): void {
    // The rules are compiled twice.
    const fresh = problems.map((each) => renderProblems([each])).filter((text) => !this.#known.has(text));
    for (const text of fresh) this.#known.add(text);
    if (fresh.length > 0) process.stdout.write(`${fresh.join('\n')}\n`);
    this.#errors += problems.filter(({ severity }) => severity === 'error').length;
  }

  withoutCases({ metadata }: LoadedRule): void {
    this.#without.push(visible(metadata.name));
  }

  undecided({ file }: LoadedRule, found: readonly Undecided[]): void {
    for (const { text, line } of found)
      this.#undecided.push(`${shownPath(file.path)}:${line}: ${visible(text)}`);
  }

  passed(strict: boolean): boolean {
    const open = this.#without.length + this.#undecided.length;
    return this.#failed === 0 && this.#errors === 0 && !(strict && open > 0);
  }

  summary(rules: number, skipped: number): string {
    const lines = [
      ...listed('No case decides these conditions:', this.#undecided),
      ...listed('Rules without cases:', this.#without),
      `${count(rules, 'rule')}${skipped > 0 ? ` (${skipped} more cannot run)` : ''}, ` +
        `${count(this.#passed + this.#failed, 'case')}: ${this.#passed} passed, ${this.#failed} failed` +
        `${this.#errors > 0 ? `, ${count(this.#errors, 'error')}` : ''}`,
    ];
    return `${lines.join('\n')}\n`;
  }
}

function listed(heading: string, all: readonly string[]): readonly string[] {
  if (all.length === 0) return [];
  const more = all.length - shown;
  return [
    heading,
    ...all.slice(0, shown).map((each) => `  ${each}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    '',
  ];
}

/** The names of what people write: rules, exceptions, cases, settings. */
const written = /\.(?:toml|json|ya?ml)$/;

/** Waits until something in the folders has changed, and a moment longer, in which editors write the rest. */
async function change(folders: readonly string[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const watchers = folders.map((folder) =>
    watch(folder, (_, name) => {
      // In a folder for temporary files a run would start the next.
      if (name === null || written.test(name)) resolve();
    }),
  );
  await promise;
  for (const watcher of watchers) watcher.close();
  await new Promise((wait) => setTimeout(wait, 100));
}

export const test: Command = {
  name: 'test',
  summary: 'run rules against the cases beside them',
  help,
  run,
};
