/** Whether what a rule says of ATT&CK is so, by ATT&CK's own data. */
import { isOfVersion, tactics, techniques, version } from '../attack/attack.ts';
import type { LocatedProblem } from '../problem.ts';
import type { LoadedRule } from '../rules/loaded-rule.ts';
import type { Path } from '../toml/places.ts';

interface Finding {
  readonly code: 'unknown-tactic' | 'wrong-technique';
  readonly at: Path;
  readonly message: string;
  readonly hint?: string;
}

export function threatProblems({ metadata, file, spanOf }: LoadedRule): readonly LocatedProblem[] {
  return metadata.threat
    .flatMap((threat, index): readonly Finding[] => {
      if (threat.framework !== 'MITRE ATT&CK') return [];
      const named = threat.technique?.flatMap((technique, position) => [
        { ...technique, at: ['technique', position] },
        ...(technique.subtechnique ?? []).map((each, below) => ({
          ...each,
          at: ['technique', position, 'subtechnique', below],
        })),
      ]);
      return [
        ...tacticFindings(threat.tactic),
        ...(named ?? []).flatMap((each) => techniqueFindings(each, threat.tactic)),
      ].map((finding) => ({ ...finding, at: ['threat', index, ...finding.at] }));
    })
    .map(({ code, at, message, hint }) => {
      const span = spanOf(...at);
      return { file, severity: 'warning', code, message, ...(hint && { hint }), ...(span && { span }) };
    });
}

interface Named {
  readonly id: string;
  readonly name: string;
}

function tacticFindings({ id, name }: Named): readonly Finding[] {
  const names = tactics.get(id);
  if (names?.includes(name)) return [];
  const [right] = [...tactics].find(([, each]) => each.includes(name)) ?? [];
  const hint = right === undefined ? {} : { hint: `${name} is ${right}` };
  return [
    names === undefined
      ? { code: 'unknown-tactic', at: ['tactic', 'id'], message: `ATT&CK has no tactic ${id}`, ...hint }
      : {
          code: 'unknown-tactic',
          at: ['tactic', 'name'],
          message: `${id} is ${names[0]}, and not ${name}`,
          ...hint,
        },
  ];
}

function techniqueFindings(
  { id, name, at }: Named & { readonly at: Path },
  tactic: Named,
): readonly Finding[] {
  const known = techniques().get(id);
  const finding = (member: string, message: string, hint?: string): Finding => ({
    code: 'wrong-technique',
    at: [...at, member],
    message,
    ...(hint && { hint }),
  });
  if (known === undefined) {
    // What a later version has is not known here.
    return isOfVersion(id) && !id.includes('.')
      ? [finding('id', `ATT&CK ${version} has no technique ${id}`)]
      : [];
  }
  if (known.isGone) {
    const { successor } = known;
    const hint =
      successor === undefined
        ? undefined
        : `${successor}, ${techniques().get(successor)?.name}, took its place`;
    return [finding('id', `${id} is a technique of ATT&CK no more`, hint)];
  }
  const found: Finding[] = [];
  const namesakes = [...techniques().values()].filter((each) => each.name === name && !each.isGone);
  if (name !== known.name && namesakes.length > 0)
    found.push(
      finding(
        'name',
        `${id} is ${known.name}, and not ${name}`,
        `${name} is ${namesakes.map((each) => each.id).join(' or ')}`,
      ),
    );
  // Which techniques went where when a tactic was split, the version of the table does not say.
  const isSplit = tactic.id === 'TA0112' || tactic.name === 'Stealth';
  if (!isSplit && tactics.has(tactic.id) && !known.tactics.includes(tactic.id)) {
    const own = known.tactics.map((each) => `${tactics.get(each)?.[0]} (${each})`).join(', ');
    found.push(
      finding(
        'id',
        `${id}, ${known.name}, does not belong to ${tactics.get(tactic.id)?.[0]}`,
        `by ATT&CK ${version} it belongs to ${own}`,
      ),
    );
  }
  return found;
}
