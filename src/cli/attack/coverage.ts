/** Which techniques of ATT&CK rules refer to. */
import type { RuleMetadata, ThreatReference } from '../../rule.ts';
import { attack, byTactic } from './tactics.ts';

export interface CoveredTactic {
  readonly id: string;
  readonly name: string;
  /** All that name the tactic, with a technique or without. */
  readonly rules: readonly RuleMetadata[];
  /** By id, so that subtechniques stand behind their technique. */
  readonly techniques: readonly CoveredTechnique[];
}

export interface CoveredTechnique {
  readonly id: string;
  /** Of a subtechnique with that of its technique in front, as ATT&CK writes it. */
  readonly name: string;
  /** By name. A rule that names a subtechnique names its technique, too. */
  readonly rules: readonly RuleMetadata[];
}

export interface Coverage {
  /** In ATT&CK's order. */
  readonly tactics: readonly CoveredTactic[];
  /** How many rules there are, and how many name a technique. */
  readonly rules: number;
  readonly mapped: number;
}

export function coverageOf(rules: readonly RuleMetadata[]): Coverage {
  const references = rules.flatMap(referencesOf);
  const tactics = [...Map.groupBy(references, ({ tactic }) => tactic.id)]
    .toSorted(([a], [b]) => byTactic(a, b))
    .map(([id, of]) => ({
      id,
      name: of[0]?.tactic.name ?? id,
      rules: rulesOf(of),
      techniques: techniquesOf(of.filter(({ technique }) => technique !== undefined)),
    }));
  const mapped = new Set(references.flatMap(({ rule, technique }) => (technique ? [rule.id] : [])));
  return { tactics, rules: rules.length, mapped: mapped.size };
}

interface Reference {
  readonly rule: RuleMetadata;
  readonly tactic: ThreatReference;
  readonly technique?: { readonly id: string; readonly name: string };
}

function referencesOf(rule: RuleMetadata): readonly Reference[] {
  return rule.threat
    .filter(({ framework }) => framework === attack)
    .flatMap(({ tactic, technique = [] }): Reference[] => [
      { rule, tactic },
      ...technique.flatMap(({ id, name, subtechnique = [] }) => [
        { rule, tactic, technique: { id, name } },
        ...subtechnique.map((sub) => ({
          rule,
          tactic,
          technique: { id: sub.id, name: `${name}: ${sub.name}` },
        })),
      ]),
    ]);
}

function techniquesOf(references: readonly Reference[]): readonly CoveredTechnique[] {
  return [...Map.groupBy(references, ({ technique }) => technique?.id ?? '')]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, of]) => ({ id, name: of[0]?.technique?.name ?? id, rules: rulesOf(of) }));
}

function rulesOf(references: readonly Reference[]): readonly RuleMetadata[] {
  const rules = new Map(references.map(({ rule }) => [rule.id, rule]));
  return [...rules.values()].toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}
