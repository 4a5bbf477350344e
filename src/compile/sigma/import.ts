/** Files of Sigma rules to rules of Elastic's format: what can be said, and what cannot, each in its place. */
import type { LocatedProblem, Problem, SourceFile, Span } from '../problem.ts';
import type { TomlFile } from '../toml/parse.ts';
import { nearestPlace } from '../toml/places.ts';
import { parseYamlDocuments } from '../yaml/parse.ts';
import { type Base, importCorrelation } from './correlation.ts';
import { readDetection } from './detection.ts';
import { printCondition, toEql } from './eql.ts';
import { asRule, type Imported, type Said, textOf, textsOf } from './metadata.ts';
import type { Tree } from './tree.ts';

/** A rule, with where it is from. */
export interface ImportedRule extends Imported {
  readonly file: SourceFile;
  /** Of a rule that is about single events. */
  readonly tree?: Tree;
}

export interface ImportedRules {
  readonly rules: readonly ImportedRule[];
  /** Of an error, the rule it is in is not among them. */
  readonly problems: readonly LocatedProblem[];
}

interface Document {
  readonly toml: TomlFile;
  readonly said: Said;
  readonly fileName: string;
}

/** A document that may be imported; `tree` is what it detects, unless it is a correlation. */
interface Sound extends Document {
  readonly tree?: Tree;
}

export function importSigma(files: readonly SourceFile[]): ImportedRules {
  const problems: LocatedProblem[] = [];
  const documents = files.flatMap((file) => documentsOf(file, problems));
  const sound = documents.flatMap((document) => soundOf(document, problems));
  const correlated = correlationsIn(sound, problems);
  const events = sound
    .filter((document) => !correlated.counted.has(document))
    .flatMap((document) => eventRule(document, problems));
  return { rules: distinct([...correlated.rules, ...events], problems), problems };
}

/** @returns none, with what is wrong, if the document cannot be imported */
function soundOf(document: Document, problems: LocatedProblem[]): readonly Sound[] {
  const { said, toml } = document;
  const obstacle = obstacleTo(document);
  if (obstacle !== undefined) {
    problems.push({ ...obstacle, file: toml.file });
    return [];
  }
  if (said.detection === undefined) return [document];
  const { tree, problems: found } = readDetection(said.detection, toml.places);
  problems.push(...located(found, toml));
  if (tree !== undefined) return [{ ...document, tree }];
  return said.correlation === undefined ? [] : [document];
}

/** @returns `counted`: the documents that correlations are about, and that make no rule of their own */
function correlationsIn(
  sound: readonly Sound[],
  problems: LocatedProblem[],
): { readonly rules: readonly ImportedRule[]; readonly counted: ReadonlySet<Sound> } {
  const bases = basesIn(sound);
  const counted = new Set<Sound>();
  const rules = sound.flatMap(({ toml, said, fileName }) => {
    if (said.correlation === undefined) return [];
    const baseOf = (word: string) => bases.get(word);
    const found = importCorrelation(said, toml.places, baseOf, fileName, origin(toml.file));
    problems.push(...located(found.problems, toml));
    const correlation = said.correlation as Said;
    // Rules that are counted alert by themselves only if that is asked for.
    if (correlation.generate !== true && said.generate !== true) {
      const named = textsOf(correlation.rules).flatMap((word) => bases.get(word)?.document ?? []);
      for (const document of named) counted.add(document);
    }
    const isWhole = found.problems.every(({ severity }) => severity === 'warning');
    return isWhole ? found.rules.map((rule) => ({ ...rule, file: toml.file })) : [];
  });
  return { rules, counted };
}

/** What correlations can be about, by id and by name. */
function basesIn(sound: readonly Sound[]): ReadonlyMap<string, Base & { readonly document: Sound }> {
  return new Map(
    sound.flatMap((document) => {
      const { tree, said } = document;
      if (tree === undefined) return [];
      const words = [textOf(said.id), textOf(said.name)].filter(Boolean);
      return words.map((word) => [word, { tree, name: textOf(said.name), document }] as const);
    }),
  );
}

function eventRule(
  { toml, said, fileName, tree }: Sound,
  problems: LocatedProblem[],
): readonly ImportedRule[] {
  if (tree === undefined) return [];
  const { condition, problems: found } = toEql(tree);
  problems.push(...located(found, toml));
  if (condition === undefined) return [];
  const text = `any where\n  ${printCondition(condition)}`;
  return [{ ...asRule(said, { type: 'eql', text }, fileName, origin(toml.file)), file: toml.file, tree }];
}

function located(problems: readonly Problem[], { file }: TomlFile): readonly LocatedProblem[] {
  return problems.map((problem) => ({ ...problem, file }));
}

function documentsOf(file: SourceFile, problems: LocatedProblem[]): readonly Document[] {
  const all = parseYamlDocuments(file);
  if (all.length === 0) problems.push({ ...problem('the file is empty', 'a Sigma rule was expected'), file });
  return all.flatMap((toml, index) => {
    if ('problems' in toml) {
      problems.push(...toml.problems.map((each) => ({ ...each, file })));
      return [];
    }
    const fileName = slug(file.path.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/i, '')) || 'rule';
    if (typeof toml.value !== 'object' || toml.value === null || Array.isArray(toml.value)) {
      problems.push({
        ...problem(
          'the document is no Sigma rule',
          'a map with `title`, `logsource` and `detection` was expected',
        ),
        file,
      });
      return [];
    }
    const said = toml.value as Said;
    const own =
      all.length === 1
        ? fileName
        : `${fileName}_${slug(textOf(said.name) || textOf(said.title)) || index + 1}`;
    return [{ toml, said, fileName: own }];
  });
}

/** Why a document is not imported at all. */
function obstacleTo({ said, toml }: Document): Problem | undefined {
  const at = (...path: readonly string[]): { readonly span: Span } => ({
    span: nearestPlace(toml.places, path)?.value ?? toml.places.value,
  });
  if (said.action !== undefined)
    return {
      ...problem(
        '`action` belongs to a syntax that Sigma gave up',
        'write each rule as a document of its own',
      ),
      ...at('action'),
    };
  if (said.filter !== undefined)
    return {
      ...problem(
        'a filter is about many rules, which are files of their own here',
        'write it as an exception: docs/exceptions.md',
      ),
      ...at('filter'),
    };
  if (textOf(said.title).trim() === '')
    return { ...problem('the rule has no `title`', 'add one'), ...at('title') };
  const status = textOf(said.status);
  if (status === 'deprecated' || status === 'unsupported')
    return {
      ...problem(`the rule says of itself that it is ${status}`, 'look for the rule that took its place'),
      ...at('status'),
    };
  if (said.correlation !== undefined) return undefined;
  if (said.detection === undefined) return { ...problem('the rule has no `detection`', 'add one'), ...at() };
  return logsourceProblem(said, at);
}

function logsourceProblem(
  said: Said,
  at: (...path: readonly string[]) => { readonly span: Span },
): Problem | undefined {
  const { product, service, category } = (said.logsource ?? {}) as Said;
  const is = (value: unknown, ...of: readonly string[]) => of.includes(textOf(value).toLowerCase());
  if (is(product, 'kubernetes') && (is(service, 'audit', 'kube-audit') || is(category, 'audit')))
    return undefined;
  if (is(product, 'aws', 'eks') && is(service, 'audit', 'eks', 'eks-audit', 'eks_audit', 'kube-audit'))
    return undefined;
  if (is(product, 'aws') && is(service, 'cloudtrail'))
    return {
      ...problem(
        'the rule is about CloudTrail, which tells of calls to AWS and not to the cluster',
        'only audit logs of Kubernetes are read',
      ),
      ...at('logsource'),
    };
  const found = [product, service, category].map(textOf).filter(Boolean).join(', ') || 'nothing';
  return {
    ...problem(
      `the rule is about another source of logs: ${found}`,
      'only `product: kubernetes` with `service: audit` is read',
    ),
    ...at('logsource'),
  };
}

function problem(message: string, hint: string): Problem {
  return { severity: 'error', code: 'sigma-rule', message, hint };
}

/** Files and ids come once. */
function distinct(rules: readonly ImportedRule[], problems: LocatedProblem[]): readonly ImportedRule[] {
  const names = new Set<string>();
  const ids = new Map<string, ImportedRule>();
  return rules.flatMap((rule) => {
    const taken = ids.get(rule.id);
    if (taken !== undefined) {
      problems.push({
        ...problem(`the id ${rule.id} is that of ${taken.file.path}, too`, 'give each rule an id of its own'),
        file: rule.file,
      });
      return [];
    }
    ids.set(rule.id, rule);
    let fileName = rule.fileName;
    for (let number = 2; names.has(fileName); number++) fileName = `${rule.fileName}_${number}`;
    names.add(fileName);
    return [{ ...rule, fileName }];
  });
}

/** @returns empty if no letter or digit of the text can be in a file's name on every system */
function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 100);
}

function origin({ path }: SourceFile): string {
  return path.replace(/^.*[\\/]/, '');
}
