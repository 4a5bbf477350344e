/** A layer for the ATT&CK Navigator. */
import type { Coverage } from './coverage.ts';

/**
 * One entry for each technique and tactic that rules refer to, scored by how many do.
 * https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md
 * @param name of the layer
 * @returns the text of the file
 */
export function navigatorLayer({ tactics }: Coverage, name: string): string {
  const techniques = tactics
    .flatMap((tactic) =>
      tactic.techniques.map(({ id, rules }) => ({
        techniqueID: id,
        tactic: tactic.name.toLowerCase().replaceAll(' ', '-'),
        score: rules.length,
        comment: rules.map((rule) => rule.name).join('; '),
      })),
    )
    .toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  const layer = {
    name,
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

function key(entry: { readonly techniqueID: string; readonly tactic: string }): string {
  return `${entry.techniqueID} ${entry.tactic}`;
}
