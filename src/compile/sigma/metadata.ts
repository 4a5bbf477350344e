/** What a Sigma rule says about itself, as a rule of Elastic's does. */
import { createHash } from 'node:crypto';
import { stringify } from '@iarna/toml';
import { tactics, techniques } from '../attack/attack.ts';

/** A document's own words: any of them may be missing, or be of another type. */
export type Said = Readonly<Record<string, unknown>>;

export interface Imported {
  /** Of the file, without an ending. */
  readonly fileName: string;
  readonly id: string;
  readonly title: string;
  readonly toml: string;
}

const severities: Readonly<Record<string, readonly [severity: string, risk: number]>> = {
  informational: ['low', 21],
  low: ['low', 21],
  medium: ['medium', 47],
  high: ['high', 73],
  critical: ['critical', 99],
};

interface Query {
  readonly type: 'eql' | 'threshold';
  readonly text: string;
  /** Keys of `[rule]` beside it. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Tables below `[rule]`. */
  readonly tables?: string;
}

/** @param origin the file, for readers; @param suffix of one of several rules that are made of a document */
export function asRule(
  said: Said,
  query: Query,
  fileName: string,
  origin: string,
  suffix?: string,
): Imported {
  const title = `${oneLine(said.title)}${suffix === undefined ? '' : ` (${suffix})`}`;
  const own = textOf(said.id).toLowerCase();
  const id = isUuid(own) && suffix === undefined ? own : uuidOf(`${own} ${title}`);
  const level = textOf(said.level).toLowerCase();
  const [severity, risk] = severities[level] ?? ['medium', 47];
  const references = textsOf(said.references).filter((each) => /^https?:\/\//.test(each));
  const tags = textsOf(said.tags);
  const rule = {
    author: textOf(said.author)
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean),
    // Nobody is to be notified of them.
    ...(level === 'informational' && { building_block_type: 'default' }),
    description: textOf(said.description).trim() || title,
    ...unlessEmpty('false_positives', textsOf(said.falsepositives)),
    index: ['logs-kubernetes.audit_logs-*'],
    language: query.type === 'eql' ? 'eql' : 'kuery',
    ...(textOf(said.license) !== '' && { license: textOf(said.license) }),
    name: title,
    note: `Imported from Sigma: ${origin}${own === '' ? '' : `, ${own}`}${textOf(said.status) === '' ? '' : `, status ${textOf(said.status)}`}.`,
    ...unlessEmpty('references', references),
    risk_score: risk,
    rule_id: id,
    severity,
    tags: [
      'Domain: Kubernetes',
      'Data Source: Kubernetes',
      'Sigma',
      ...tags.filter((tag) => !/^attack\./i.test(tag)),
    ],
    type: query.type,
    ...query.keys,
  };
  const metadata = {
    ...dated('creation_date', said.date),
    maturity: 'production',
    ...dated('updated_date', said.modified ?? said.date),
  };
  const toml = `${stringify({ metadata })}
${stringify({ rule } as never)}query = ${quoted(query.text)}
${query.tables ?? ''}${threat(tags)}`;
  return { fileName, id, title, toml };
}

/** The tactics of the tags, each with those of the techniques that belong to it. */
function threat(tags: readonly string[]): string {
  const words = tags.flatMap((tag) => /^attack\.(.+)$/i.exec(tag)?.[1] ?? []);
  const chosen = [...tactics].filter(([, names]) =>
    names.some((name) => words.some((word) => slug(word) === slug(name))),
  );
  const ids = words.map((word) => word.toUpperCase()).filter((id) => techniques().has(id));
  const belongs = (id: string, tactic: string) => techniques().get(id)?.tactics.includes(tactic) === true;
  // A technique of no tactic that is tagged stands below its own.
  const more = ids
    .filter((id) => !chosen.some(([tactic]) => belongs(id, tactic)))
    .flatMap((id) => techniques().get(id)?.tactics.slice(0, 1) ?? []);
  const all = [...tactics].filter(([id]) => more.includes(id) || chosen.some(([tactic]) => tactic === id));
  return all
    .map(([id, [name = '']]) => {
      const of = ids.filter((each) => belongs(each, id));
      const parents = [...new Set(of.map((each) => each.slice(0, 5)))];
      const below = parents.map(
        (parent) =>
          block('rule.threat.technique', parent) +
          of
            .filter((each) => each.startsWith(`${parent}.`))
            .map((each) => block('rule.threat.technique.subtechnique', each))
            .join(''),
      );
      return `
[[rule.threat]]
framework = "MITRE ATT&CK"
${below.join('')}
[rule.threat.tactic]
id = "${id}"
name = "${name}"
reference = "https://attack.mitre.org/tactics/${id}/"
`;
    })
    .join('');
}

function block(path: string, id: string): string {
  const name = techniques().get(id)?.name ?? id;
  return `[[${path}]]
id = "${id}"
name = ${JSON.stringify(name)}
reference = "https://attack.mitre.org/techniques/${id.replace('.', '/')}/"
`;
}

function slug(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** A TOML string: as it is between three quotes, if that is possible. */
function quoted(text: string): string {
  if (!/'''|[^\P{Cc}\n\t]/u.test(text)) return `'''\n${text}\n'''`;
  const [, value = ''] = /^query = (.*)\n$/s.exec(stringify({ query: text })) ?? [];
  return value;
}

export function uuidOf(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text);
}

function dated(key: string, value: unknown): Readonly<Record<string, string>> {
  const day = /^\d{4}[-/]\d{2}[-/]\d{2}$/.exec(textOf(value))?.[0];
  return day === undefined ? {} : { [key]: day.replaceAll('-', '/') };
}

function unlessEmpty(key: string, list: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return list.length === 0 ? {} : { [key]: list };
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function oneLine(value: unknown): string {
  return textOf(value)
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

export function textsOf(value: unknown): readonly string[] {
  return [value].flat().filter((each): each is string => typeof each === 'string' && each.trim() !== '');
}
