/** Rule files, and the files of exceptions beside them -> what the compiler takes, or everything that is wrong. */
import { findRules, type KnownRule } from '../exceptions/find-rules.ts';
import type {
  ChosenProfiles,
  LoadedException,
  Profile,
  WrittenException,
} from '../exceptions/loaded-exception.ts';
import { holdsExceptions, readExceptions } from '../exceptions/read-exceptions.ts';
import type { LocatedProblem, Problem, SourceFile, Span } from '../problem.ts';
import { SourceLines } from '../source-lines.ts';
import { parseToml, type TomlFile } from '../toml/parse.ts';
import { placeAt, valueAt } from '../toml/places.ts';
import { assemble } from './assemble.ts';
import { checkExceptionsList } from './checks/exceptions-list.ts';
import { checkMaturity } from './checks/maturity.ts';
import { checkNewTerms } from './checks/new-terms.ts';
import { checkSearched } from './checks/searched.ts';
import { checkSeverity } from './checks/severity.ts';
import { checkThreat } from './checks/threat.ts';
import { findRuleFiles, noRules } from './find.ts';
import type { LoadedRule } from './loaded-rule.ts';
import { readSource } from './read.ts';
import { checkShape } from './shape.ts';

export interface LoadedRules {
  /** The rules without an error, by path. */
  readonly rules: readonly LoadedRule[];
  /** The exceptions without an error that concern at least one of the files' rules. */
  readonly exceptions: readonly LoadedException[];
  /** All problems of all files, by path and place. */
  readonly problems: readonly LocatedProblem[];
  /** Names of the rules whose place others have taken. */
  readonly replaced: readonly string[];
  /** The profiles that there are, on or off. */
  readonly profiles: readonly Profile[];
}

export interface LoadOptions {
  /** The rules are only some of those that the exceptions were written for: that others are missing is no error. */
  readonly selection?: boolean;
  /** One of the paths: a rule of another path that has the id of a rule in it takes that one's place. */
  readonly replaceable?: string;
  /** Which profiles of exceptions are on; none if it is left out. */
  readonly profiles?: ChosenProfiles;
}

/**
 * Loads rule files of Elastic's format, and files of exceptions to them (docs/exceptions.md). Of which types and
 * languages the rules are does not matter here: what can run is for the compiler to say.
 * @param paths files and folders; see findRuleFiles
 */
export function loadRules(
  paths: readonly string[],
  { selection = false, replaceable, profiles = new Map() }: LoadOptions = {},
): LoadedRules {
  const found = findRuleFiles(paths);
  const problems: LocatedProblem[] = [...found.problems];
  const files: LoadedFile[] = [];
  const ids: Ids = new Map();
  // Whose place may be taken comes last: it is only in place if nobody has taken it.
  const [replaceables, others] = partition(found.files, ({ root }) => root === replaceable);
  const replaced: string[] = [];
  for (const { path, source, root } of [...others, ...replaceables]) {
    const file = readSource(path);
    if ('problem' in file) {
      problems.push(file.problem);
      continue;
    }
    const loaded = loadFile(file, source, profiles);
    const holder = typeof loaded.id?.value === 'string' ? ids.get(loaded.id.value) : undefined;
    if (root === replaceable && holder !== undefined && holder.root !== replaceable) {
      replaced.push(loaded.known?.name ?? source);
      continue;
    }
    const taken = claimId(ids, file, root, loaded.id);
    files.push(taken === undefined ? loaded : { file, problems: [...loaded.problems, taken] });
  }
  const rules = files.flatMap(({ rule }) => rule ?? []);
  const known = files.flatMap((each) => each.known ?? []);
  const written = files.flatMap((each) => each.exceptions ?? []);
  // What could not be read may be the rule that an exception names.
  const incomplete =
    selection || known.length === 0 || problems.length > 0 || files.some(({ unread }) => unread);
  const excepted = findRules(written, known, incomplete);
  for (const { file, problems: own } of files) {
    const all = [...own, ...excepted.problems.filter((problem) => problem.file === file)];
    problems.push(...all.toSorted(byPlace).map((problem) => ({ ...problem, file })));
  }
  const [first] = paths;
  if (first !== undefined && rules.length === 0 && problems.every(isWarning)) problems.push(noRules(first));
  return {
    rules,
    exceptions: excepted.exceptions,
    problems,
    replaced,
    profiles: files.flatMap(({ profile }) => profile ?? []),
  };
}

interface LoadedFile {
  readonly file: SourceFile;
  readonly problems: readonly Problem[];
  readonly rule?: LoadedRule;
  readonly id?: { readonly value: unknown; readonly span: Span };
  readonly known?: KnownRule;
  readonly exceptions?: readonly WrittenException[];
  readonly profile?: Profile;
  /** What the file holds is not known. */
  readonly unread?: boolean;
}

function loadFile(file: SourceFile, source: string, profiles: ChosenProfiles): LoadedFile {
  const toml = parseToml(file);
  if ('problem' in toml) return { file, problems: [toml.problem], unread: true };
  if (valueAt(toml.value, ['rule']) !== undefined) return loadRule(toml, source);
  if (holdsExceptions(toml)) return { file, ...readExceptions(toml, source, profiles) };
  return { file, problems: [notARule(toml)] };
}

function loadRule(toml: TomlFile, source: string): LoadedFile {
  const shape = checkShape(toml);
  const problems = [
    ...shape.problems,
    ...checkSeverity(toml),
    ...checkSearched(toml),
    ...checkNewTerms(toml),
    ...checkThreat(toml),
    ...checkMaturity(toml),
    ...checkExceptionsList(toml),
  ];
  const id = placeAt(toml.places, ['rule', 'rule_id']);
  const usable = shape.checked !== undefined && problems.every(isWarning);
  const known = knownRule(toml, source);
  return {
    file: toml.file,
    problems,
    ...(id && { id: { value: valueAt(toml.value, ['rule', 'rule_id']), span: id.value } }),
    ...(known && { known }),
    ...(usable && { rule: assemble(toml, shape.checked, source) }),
  };
}

/** What exceptions may call the rule, even if something else is wrong with it. */
function knownRule({ value }: TomlFile, source: string): KnownRule | undefined {
  const [id, name] = [valueAt(value, ['rule', 'rule_id']), valueAt(value, ['rule', 'name'])];
  return typeof id === 'string' ? { id, name: typeof name === 'string' ? name : id, source } : undefined;
}

function notARule(toml: TomlFile): Problem {
  const exceptions = placeAt(toml.places, ['exceptions']);
  return {
    severity: 'error',
    code: 'not-a-rule',
    message: 'the file has no [rule]',
    hint:
      exceptions === undefined
        ? 'a rule file has its keys below a header [rule]'
        : 'exceptions go below headers [[exception]]; Elastic’s exception lists are not read',
    ...(exceptions && { span: exceptions.key }),
  };
}

type Ids = Map<string, { readonly file: SourceFile; readonly span: Span; readonly root: string }>;

function partition<T>(all: readonly T[], test: (each: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(test), all.filter((each) => !test(each))];
}

/** Alerts, state and exceptions know a rule by its id alone, so no two rules may share one. */
function claimId(ids: Ids, file: SourceFile, root: string, id: LoadedFile['id']): Problem | undefined {
  if (typeof id?.value !== 'string') return undefined;
  const first = ids.get(id.value);
  if (first === undefined) {
    ids.set(id.value, { file, span: id.span, root });
    return undefined;
  }
  const line = new SourceLines(first.file.text).lineOf(first.span.start);
  return {
    severity: 'error',
    code: 'duplicate-rule-id',
    message: `the id is also that of ${first.file.path}:${line}`,
    hint: 'each rule needs an id of its own; if it is the same rule, keep one of the files',
    span: id.span,
  };
}

function isWarning({ severity }: Problem): boolean {
  return severity === 'warning';
}

function byPlace(a: Problem, b: Problem): number {
  return (a.span?.start ?? -1) - (b.span?.start ?? -1);
}
