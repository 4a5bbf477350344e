/** Coverage for a terminal. */
import { visible } from '../../text/visible.ts';
import { count } from '../count.ts';
import type { Coverage, CoveredTactic } from './coverage.ts';
import { tactics as all } from './tactics.ts';

/** @param names whether each technique's rules are listed below it */
export function coverageTable({ tactics }: Coverage, names: boolean): string {
  return tactics.map((tactic) => section(tactic, names)).join('\n');
}

function section({ id, name, rules, techniques }: CoveredTactic, names: boolean): string {
  const rows = techniques.flatMap((technique) => [
    `  ${technique.id.padEnd(10)}${String(technique.rules.length).padStart(4)}  ${visible(technique.name)}\n`,
    ...(names ? technique.rules.map((rule) => `${' '.repeat(18)}${visible(rule.name)}\n`) : []),
  ]);
  return `${visible(name)} (${visible(id)}): ${count(rules.length, 'rule')}\n${rows.join('')}`;
}

/** What the rules refer to altogether, in sentences. */
export function coverageSummary({ tactics, rules, mapped }: Coverage): readonly string[] {
  const ids = new Set(tactics.flatMap(({ techniques }) => techniques.map(({ id }) => id)));
  const subtechniques = [...ids].filter((id) => id.includes('.')).length;
  const without = [...all].filter(([id]) => !tactics.some((tactic) => tactic.id === id));
  const of = count(subtechniques, 'of them a subtechnique', 'of them subtechniques');
  return [
    `${count(rules, 'rule')}, ${count(ids.size, 'technique')}${subtechniques === 0 ? '' : ` (${of})`}, ` +
      count(tactics.length, 'tactic'),
    ...(mapped === rules
      ? []
      : [`${count(rules - mapped, 'rule names', 'rules name')} no technique of ATT&CK`]),
    ...(rules === 0 || without.length === 0
      ? []
      : [`No rule is for ${without.map(([, name]) => name).join(', ')}`]),
  ];
}
