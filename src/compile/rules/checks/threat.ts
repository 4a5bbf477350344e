import type { Problem, Span } from '../../problem.ts';
import { suggest } from '../../suggest.ts';
import type { TomlFile } from '../../toml/parse.ts';
import { type Path, placeAt, valueAt } from '../../toml/places.ts';
import { listed } from '../schema/values.ts';
import { show } from '../show.ts';

/** A knowledge base that Elastic's rules refer to. */
interface Framework {
  readonly examples: Readonly<Record<Kind, string>>;
  readonly ids: Readonly<Record<Kind, RegExp>>;
  /** The page of an id. */
  url(id: string): string;
}

type Kind = 'tactic' | 'technique' | 'subtechnique';

const frameworks: Readonly<Record<string, Framework>> = {
  'MITRE ATT&CK': {
    examples: { tactic: 'TA0002', technique: 'T1609', subtechnique: 'T1552.007' },
    ids: { tactic: /^TA\d{4}$/, technique: /^T\d{4}$/, subtechnique: /^T\d{4}\.\d{3}$/ },
    url: (id) =>
      `https://attack.mitre.org/${id.startsWith('TA') ? 'tactics' : 'techniques'}/${id.replace('.', '/')}/`,
  },
  'MITRE ATLAS': {
    examples: { tactic: 'AML.TA0002', technique: 'AML.T0051', subtechnique: 'AML.T0051.000' },
    ids: { tactic: /^AML\.TA\d{4}$/, technique: /^AML\.T\d{4}$/, subtechnique: /^AML\.T\d{4}\.\d{3}$/ },
    url: (id) => `https://atlas.mitre.org/${id.startsWith('AML.TA') ? 'tactics' : 'techniques'}/${id}/`,
  },
};

/** A table with an id in `[[rule.threat]]`. */
interface Reference {
  readonly kind: Kind;
  readonly path: Path;
  readonly framework: Framework;
  /** Of a subtechnique: the table it is in. */
  readonly technique?: Path;
}

/** Reports ids that are none of their framework's, and references that lead elsewhere. */
export function checkThreat(toml: TomlFile): Problem[] {
  return entries(toml, ['rule', 'threat']).flatMap((threat) => {
    const name = textAt(toml, [...threat, 'framework']);
    if (name === undefined) return [];
    const framework = Object.hasOwn(frameworks, name) ? frameworks[name] : undefined;
    if (framework === undefined) return [unknownFramework(toml, [...threat, 'framework'], name)];
    return references(toml, threat, framework).flatMap((reference) => checkReference(toml, reference));
  });
}

function references(toml: TomlFile, threat: Path, framework: Framework): Reference[] {
  const techniques = entries(toml, [...threat, 'technique']);
  return [
    { kind: 'tactic', framework, path: [...threat, 'tactic'] },
    ...techniques.flatMap((technique): Reference[] => [
      { kind: 'technique', framework, path: technique },
      ...entries(toml, [...technique, 'subtechnique']).map(
        (path): Reference => ({ kind: 'subtechnique', framework, path, technique }),
      ),
    ]),
  ];
}

function checkReference(toml: TomlFile, { kind, path, framework, technique }: Reference): Problem[] {
  const id = textAt(toml, [...path, 'id']);
  if (id === undefined) return [];
  if (!framework.ids[kind].test(id)) {
    const message = `${show(id)} is not the id of a ${kind}, expected one like ${framework.examples[kind]}`;
    return [{ severity: 'error', code: 'invalid-threat-id', message, ...spanAt(toml, [...path, 'id']) }];
  }
  const parent = technique && textAt(toml, [...technique, 'id']);
  if (parent !== undefined && !id.startsWith(`${parent}.`)) {
    const message = `subtechnique ${id} stands under technique ${show(parent)}, to which it does not belong`;
    return [{ severity: 'error', code: 'foreign-subtechnique', message, ...spanAt(toml, [...path, 'id']) }];
  }
  const reference = textAt(toml, [...path, 'reference']);
  const page = framework.url(id);
  if (reference === undefined || reference === page || `${reference}/` === page) return [];
  return [
    {
      severity: 'warning',
      code: 'threat-reference',
      message: `the reference of ${kind} ${id} leads elsewhere`,
      hint: `its page is ${page}`,
      ...spanAt(toml, [...path, 'reference']),
    },
  ];
}

/** A warning: Kibana takes any name, and the ids of other frameworks are their own. */
function unknownFramework(toml: TomlFile, path: Path, name: string): Problem {
  const known = Object.keys(frameworks);
  const meant = suggest(name, known);
  return {
    severity: 'warning',
    code: 'unknown-framework',
    message: `ids of the framework ${show(name)} are not checked`,
    hint:
      meant === undefined
        ? `known are ${listed(known).replace(' or ', ' and ')}`
        : `did you mean ${show(meant)}?`,
    ...spanAt(toml, path),
  };
}

/** The paths of an array's entries; none where there is no array. */
function entries(toml: TomlFile, path: Path): Path[] {
  const array = valueAt(toml.value, path);
  return Array.isArray(array) ? array.map((_, index) => [...path, index]) : [];
}

function textAt(toml: TomlFile, path: Path): string | undefined {
  const value = valueAt(toml.value, path);
  return typeof value === 'string' ? value : undefined;
}

function spanAt(toml: TomlFile, path: Path): { span?: Span } {
  const span = placeAt(toml.places, path)?.value;
  return span === undefined ? {} : { span };
}
