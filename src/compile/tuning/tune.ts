/** Loaded rules as a user wants them: those that are off left out, the others with what is said otherwise of them. */
import { basename } from 'node:path/posix';
import type { Severity } from '../../rule.ts';
import type { LocatedProblem } from '../problem.ts';
import type { LoadedRule } from '../rules/loaded-rule.ts';
import { show } from '../rules/show.ts';
import { suggest } from '../suggest.ts';
import type { Change, Choice, Tuning } from './tuning.ts';

export interface Tuned {
  readonly rules: readonly LoadedRule[];
  /** Names of those that are off. */
  readonly disabled: readonly string[];
  /** Names of those of which something is said otherwise. */
  readonly overridden: readonly string[];
  readonly problems: readonly LocatedProblem[];
}

/** What goes with a severity where no risk score is given: https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule */
const riskScores: Readonly<Record<Severity, number>> = { low: 21, medium: 47, high: 73, critical: 99 };

/**
 * @param unread ids and names of rules that could not be loaded: to say something of them is no mistake
 * @returns the rules in their order; a choice that is no rule's is a problem
 */
export function tune(rules: readonly LoadedRule[], { disabled, overrides }: Tuning, unread = false): Tuned {
  const problems: LocatedProblem[] = [];
  const choose = (choices: readonly Choice[]): ReadonlySet<string> => {
    const ids = choices.flatMap((choice) => {
      const found = chosenBy(choice, rules);
      if (found.length === 0 && !unread) problems.push(chosenNone(choice, rules));
      if (found.length > 1 && choice.by === 'rule') problems.push(ambiguous(choice, found));
      return found.map(({ metadata }) => metadata.id);
    });
    return new Set(ids);
  };
  const off = choose(disabled);
  const changes = overrides.map(({ choices, change }) => ({ of: choose(choices), change }));
  const overridden: string[] = [];
  const tuned = rules
    .filter(({ metadata }) => !off.has(metadata.id))
    .map((rule) => {
      const own = changes.filter(({ of }) => of.has(rule.metadata.id)).map(({ change }) => change);
      if (own.length > 0) overridden.push(rule.metadata.name);
      return own.reduce(changed, rule);
    });
  const names = rules.filter(({ metadata }) => off.has(metadata.id)).map(({ metadata }) => metadata.name);
  return { rules: tuned, disabled: names, overridden, problems };
}

function changed(
  rule: LoadedRule,
  { severity, riskScore, buildingBlock, interval, suppression }: Change,
): LoadedRule {
  const { suppression: own, ...rest } = rule;
  const score = riskScore ?? (severity && riskScores[severity]);
  const kept = suppression === undefined ? own : suppression === 'none' ? undefined : suppression;
  return {
    ...rest,
    metadata: {
      ...rule.metadata,
      ...(severity !== undefined && { severity }),
      ...(score !== undefined && { riskScore: score }),
      ...(buildingBlock !== undefined && { buildingBlock }),
    },
    ...(interval !== undefined && { interval }),
    ...(kept && { suppression: kept }),
  } as LoadedRule;
}

function chosenBy({ by, named: { value } }: Choice, rules: readonly LoadedRule[]): readonly LoadedRule[] {
  if (by === 'tag') return rules.filter(({ metadata }) => metadata.tags.includes(value));
  const byId = rules.filter(({ metadata }) => metadata.id === value);
  return byId.length > 0 ? byId : rules.filter(({ metadata }) => metadata.name === value);
}

function chosenNone({ by, named, file }: Choice, rules: readonly LoadedRule[]): LocatedProblem {
  const { value, span } = named;
  const message =
    by === 'tag' ? `no rule has the tag ${show(value)}` : `no rule has the id or the name ${show(value)}`;
  const hint = by === 'tag' ? meantTag(value, rules) : meantRule(value, rules);
  return {
    file,
    severity: 'error',
    code: by === 'tag' ? 'unknown-tag' : 'unknown-rule',
    message,
    hint,
    span,
  };
}

function meantTag(value: string, rules: readonly LoadedRule[]): string {
  const tags = [...new Set(rules.flatMap(({ metadata }) => metadata.tags))];
  const meant = suggest(value, tags);
  return meant === undefined ? '`harrier list --tags` shows all tags' : `did you mean ${show(meant)}?`;
}

function meantRule(value: string, rules: readonly LoadedRule[]): string {
  const file = rules.find(({ metadata }) => basename(metadata.source, '.toml') === basename(value, '.toml'));
  if (file !== undefined)
    return `a rule goes by its id or name, not by its file: write ${show(file.metadata.name)}`;
  const meant = suggest(
    value,
    rules.flatMap(({ metadata: { id, name } }) => [id, name]),
  );
  return meant === undefined
    ? 'rules are named by their rule_id or their whole name; `harrier list` shows them'
    : `did you mean ${show(meant)}?`;
}

function ambiguous({ named, file }: Choice, rules: readonly LoadedRule[]): LocatedProblem {
  const sources = rules.map(({ metadata }) => metadata.source).join(', ');
  return {
    file,
    severity: 'error',
    code: 'ambiguous-rule',
    message: `${rules.length} rules have the name ${show(named.value)}: ${sources}`,
    hint: 'name the one that is meant by its rule_id',
    span: named.span,
  };
}
