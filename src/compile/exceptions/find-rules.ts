/** The rules that exceptions name. */
import { basename } from 'node:path/posix';
import type { LocatedProblem } from '../problem.ts';
import type { Located } from '../rules/loaded-rule.ts';
import { show } from '../rules/show.ts';
import { suggest } from '../suggest.ts';
import type { LoadedException, NamedRule, WrittenException } from './loaded-exception.ts';

/** A rule of which at least the id is known; it need not be sound. */
export interface KnownRule extends NamedRule {
  /** As RuleMetadata has it. */
  readonly source: string;
}

/**
 * Finds the rules by id or by name. A name that is no rule's is an error; for a selection of rules it is not, unless
 * it was surely meant for one of them: of exceptions for other rules only the number is told.
 * @param selection whether the rules are some of those that the exceptions were written for
 * @returns the exceptions that concern at least one rule
 */
export function findRules(
  written: readonly WrittenException[],
  known: readonly KnownRule[],
  selection: boolean,
): { readonly exceptions: readonly LoadedException[]; readonly problems: readonly LocatedProblem[] } {
  const exceptions: LoadedException[] = [];
  const problems: LocatedProblem[] = [];
  const foreign = new Map<WrittenException['file'], number>();
  const byName = Map.groupBy(known, ({ name }) => name);
  const byId = new Map(known.map((rule) => [rule.id, rule]));
  for (const exception of written) {
    const { file, named } = exception;
    if (named === 'all') {
      exceptions.push({ ...exception, rules: named });
      continue;
    }
    const found = new Map<string, NamedRule>();
    const before = problems.length;
    for (const word of named) {
      const rules = byId.has(word.value) ? [byId.get(word.value)] : (byName.get(word.value) ?? []);
      const [rule] = rules;
      if (rules.length > 1) problems.push({ file, ...ambiguous(word, byName.get(word.value) ?? []) });
      else if (rule !== undefined) found.set(rule.id, { id: rule.id, name: rule.name });
      else problems.push(...unknown(word, known, selection).map((problem) => ({ ...problem, file })));
    }
    if (found.size > 0) exceptions.push({ ...exception, rules: [...found.values()] });
    else if (problems.length === before) foreign.set(file, (foreign.get(file) ?? 0) + 1);
  }
  for (const [file, count] of foreign) problems.push({ file, ...notLoaded(count) });
  return { exceptions, problems };
}

type Unplaced = Omit<LocatedProblem, 'file'>;

function unknown(
  { value, span }: Located<string>,
  known: readonly KnownRule[],
  selection: boolean,
): Unplaced[] {
  const hint = meantBy(value, known);
  if (selection && hint === undefined) return [];
  const severity = selection ? 'warning' : 'error';
  const message = `no rule has the id or the name ${show(value)}`;
  const anyHint =
    hint ??
    'rules are named by their rule_id or their whole name; "all" in place of the array is all of them';
  return [{ severity, code: 'unknown-rule', message, hint: anyHint, span }];
}

function meantBy(word: string, known: readonly KnownRule[]): string | undefined {
  const file = known.find(({ source }) => basename(source, '.toml') === basename(word, '.toml'));
  if (file !== undefined) return `a rule goes by its id or name, not by its file: write ${show(file.name)}`;
  const meant = suggest(
    word,
    known.flatMap(({ id, name }) => [id, name]),
  );
  return meant === undefined ? undefined : `did you mean ${show(meant)}?`;
}

function ambiguous({ value, span }: Located<string>, rules: readonly KnownRule[]): Unplaced {
  return {
    severity: 'error',
    code: 'ambiguous-rule',
    message: `${rules.length} rules have the name ${show(value)}: ${rules.map(({ source }) => source).join(', ')}`,
    hint: 'name the one that is meant by its rule_id',
    span,
  };
}

function notLoaded(count: number): Unplaced {
  return {
    severity: 'warning',
    code: 'rules-not-loaded',
    message: `${count === 1 ? 'an exception is' : `${count} exceptions are`} for rules that are not among those loaded`,
  };
}
