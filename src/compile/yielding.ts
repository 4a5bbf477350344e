/**
 * Rules that need not tell of an event, because another one that tells of it says more: `yields_to` of a general rule
 * names the special ones. What matches is decided at run time, exceptions and all, so an event that is excepted from
 * the special rule is told of by the general one.
 */
import type { Rule } from '../rule.ts';
import type { LoweredRule } from './codegen/emit-module.ts';
import type { LocatedProblem } from './problem.ts';
import type { LoadedRule, Located } from './rules/loaded-rule.ts';
import { severities } from './rules/schema/rule-keys.ts';
import { show } from './rules/show.ts';
import { suggest } from './suggest.ts';

/**
 * @param lowered the rules that run
 * @param loaded all rules that could be read, those that run among them
 * @returns the rules, with the ids of those that they yield to
 */
export function yielding(
  lowered: readonly LoweredRule[],
  loaded: readonly LoadedRule[],
): { readonly rules: readonly LoweredRule[]; readonly problems: readonly LocatedProblem[] } {
  const problems: LocatedProblem[] = [];
  const files = new Map(loaded.map((rule) => [rule.metadata.id, rule]));
  const names = loaded.map(({ metadata }) => metadata.name);
  const edges = new Map<string, readonly string[]>();
  for (const { rule } of lowered) {
    const file = files.get(rule.id);
    if (file?.type !== 'query' || file.yieldsTo === undefined) continue;
    const to = file.yieldsTo.flatMap((named) => {
      const others = lowered.filter(({ rule: { id, name } }) => id === named.value || name === named.value);
      if (others.length === 0) problems.push(...unknown(file, named, names));
      const outweighing = others.filter((other) => outweighs(other.rule, rule)).map((other) => other.rule.id);
      if (!outweighing.some((id) => leadsTo(edges, id, rule.id))) return outweighing;
      problems.push(circle(file, named));
      return [];
    });
    if (to.length > 0) edges.set(rule.id, [...new Set(to)]);
  }
  const rules = lowered.map((each) => {
    const yieldsTo = edges.get(each.rule.id);
    if (yieldsTo === undefined || each.rule.type !== 'query') return each;
    return { ...each, rule: { ...each.rule, yieldsTo } };
  });
  return { rules, problems };
}

/**
 * Whether nothing is lost if one rule is silent where the other matches: the other's match is an alert of its own, of
 * which somebody is told no later. Settings may say otherwise of either; then both tell.
 */
function outweighs(other: Rule, rule: Rule): boolean {
  if (other.type !== 'query' || rule.type !== 'query' || other.id === rule.id) return false;
  const isAlone = other.suppression === undefined;
  const isAlike = JSON.stringify(other.suppression) === JSON.stringify(rule.suppression);
  return (isAlone || isAlike) && weight(other) >= weight(rule);
}

function weight({ severity, buildingBlock }: Rule): number {
  return severities.indexOf(severity) + (buildingBlock ? 0 : severities.length);
}

function leadsTo(edges: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  return from === to || (edges.get(from) ?? []).some((next) => leadsTo(edges, next, to));
}

/** One or two wrong letters are a mistake; more are the name of a rule that was not chosen. */
const letters = 2;

function unknown(
  { file }: LoadedRule,
  { value, span }: Located<string>,
  names: readonly string[],
): LocatedProblem[] {
  const meant = names.includes(value) ? undefined : suggest(value, names, letters);
  if (meant === undefined) return [];
  const message = `no rule has the id or the name ${show(value)}`;
  const hint = `did you mean ${show(meant)}?`;
  return [{ file, severity: 'warning', code: 'unknown-rule', message, hint, span }];
}

function circle({ file }: LoadedRule, { value, span }: Located<string>): LocatedProblem {
  return {
    file,
    severity: 'error',
    code: 'yields-in-a-circle',
    message: `${show(value)} yields to this rule in turn: neither would tell of what both match`,
    hint: 'let the one that says less yield to the other',
    span,
  };
}
