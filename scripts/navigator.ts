/** docs/coverage.navigator.json: a layer for the ATT&CK Navigator. */
import type { LoadedRule } from '../src/compile/rules/loaded-rule.ts';

/**
 * One entry for each technique and tactic that rules refer to, scored by how many do.
 * https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md
 */
export function navigatorLayer(rules: readonly LoadedRule[]): string {
  const found = new Map<string, { techniqueID: string; tactic: string; rules: string[] }>();
  for (const { metadata } of rules) {
    for (const { tactic, technique = [] } of metadata.threat) {
      for (const id of technique.flatMap((each) => [
        each.id,
        ...(each.subtechnique ?? []).map((sub) => sub.id),
      ])) {
        const key = `${id} ${tactic.name}`;
        const entry = found.get(key) ?? {
          techniqueID: id,
          tactic: tactic.name.toLowerCase().replaceAll(' ', '-'),
          rules: [],
        };
        found.set(key, entry);
        if (!entry.rules.includes(metadata.name)) entry.rules.push(metadata.name);
      }
    }
  }
  const entries = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  const techniques = entries.map(({ rules: names, ...entry }) => ({
    ...entry,
    score: names.length,
    comment: names.toSorted().join('; '),
  }));
  const layer = {
    name: "Harrier's rules",
    versions: { attack: '17', navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: 'How many rules for EKS audit logs refer to each technique',
    filters: { platforms: ['Containers', 'IaaS'] },
    gradient: {
      colors: ['#ffffff', '#66b1ff'],
      minValue: 0,
      maxValue: Math.max(0, ...techniques.map(({ score }) => score)),
    },
    techniques,
  };
  return `${JSON.stringify(layer, null, 2)}\n`;
}
