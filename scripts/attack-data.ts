/**
 * Makes src/compile/attack/data.ts of ATT&CK's own data: which tactics each technique belongs to, and which techniques are
 * no more.
 *
 * node scripts/attack-data.ts FOLDER VERSION
 *
 * FOLDER is `enterprise-attack` of a checkout of https://github.com/mitre/cti, whose LICENSE.txt asks for the notice that
 * is written into the file; VERSION is that of the checkout's last commit, such as 18.1.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface StixObject {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly revoked?: boolean;
  readonly x_mitre_deprecated?: boolean;
  readonly x_mitre_shortname?: string;
  readonly external_references?: readonly { readonly source_name: string; readonly external_id?: string }[];
  readonly kill_chain_phases?: readonly { readonly kill_chain_name: string; readonly phase_name: string }[];
  readonly relationship_type?: string;
  readonly source_ref?: string;
  readonly target_ref?: string;
}

const [folder, version] = process.argv.slice(2);
if (folder === undefined || version === undefined) throw new Error('usage: attack-data.ts FOLDER VERSION');

function objectsOf(kind: string): readonly StixObject[] {
  const path = join(folder as string, kind);
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(join(path, name), 'utf8')).objects as readonly StixObject[]);
}

function idOf({ external_references = [] }: StixObject): string {
  return external_references.find(({ source_name }) => source_name === 'mitre-attack')?.external_id ?? '';
}

const tactics = new Map(objectsOf('x-mitre-tactic').map((each) => [each.x_mitre_shortname ?? '', each]));
const techniques = objectsOf('attack-pattern');
const byId = new Map(techniques.map((each) => [each.id, each]));
const successors = new Map(
  objectsOf('relationship')
    .filter(({ relationship_type }) => relationship_type === 'revoked-by')
    .map(({ source_ref = '', target_ref = '' }) => [source_ref, byId.get(target_ref)]),
);

const lines = techniques
  .filter((each) => /^T\d{4}(\.\d{3})?$/.test(idOf(each)))
  .map((each) => {
    const successor = successors.get(each.id);
    if (each.revoked) return `${idOf(each)}|${each.name}|>${successor === undefined ? '' : idOf(successor)}`;
    if (each.x_mitre_deprecated) return `${idOf(each)}|${each.name}|-`;
    const phases = (each.kill_chain_phases ?? []).filter(
      ({ kill_chain_name }) => kill_chain_name === 'mitre-attack',
    );
    const of = phases.map(({ phase_name }) => idOf(tactics.get(phase_name) as StixObject));
    return `${idOf(each)}|${each.name}|${of.toSorted().join(' ')}`;
  })
  .toSorted();

// Of an id that was given anew, the technique that is in use counts.
const current = new Map(lines.map((line) => [line.slice(0, line.indexOf('|')), line] as const).toReversed());
for (const line of lines) if (/\|TA[\d TA]*$/.test(line)) current.set(line.slice(0, line.indexOf('|')), line);

writeFileSync(
  new URL('../src/compile/attack/data.ts', import.meta.url),
  `/**
 * Facts of MITRE ATT&CK for enterprises, made by scripts/attack-data.ts: id, name, and the tactics it belongs to; behind
 * \`>\` the technique that took its place; \`-\` if it is deprecated.
 *
 * © ${2007 + Math.trunc(Number(version))} The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE
 * Corporation. The MITRE Corporation (MITRE) hereby grants you a non-exclusive, royalty-free license to use ATT&CK® for
 * research, development, and commercial purposes. Any copy you make for such purposes is authorized provided that you
 * reproduce MITRE's copyright designation and this license in any such copy.
 */

export const version = '${version}';

export const techniques = \`
${[...current.values()].toSorted().join('\n')}
\`;
`,
);
