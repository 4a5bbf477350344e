/** `FROM`: the columns of events or documents, of which those are read that the query asks for. */
import type { EsqlType } from '../../../query/esql/value.ts';
import { suggest } from '../../suggest.ts';
import type { From } from '../ast.ts';
import type { PlanCommand } from '../plan.ts';
import { Entry } from './columns.ts';
import type { Checked, Context } from './context.ts';
import { Scope } from './scope.ts';

type Plan = Extract<PlanCommand, { kind: 'from' }>;
type Fields = Plan['fields'];
type Asked = Plan['metadata'];

/**
 * Metadata that a query can ask for (https://www.elastic.co/docs/reference/query-languages/esql/esql-metadata-fields).
 */
const metadataTypes: Readonly<Record<string, EsqlType>> = {
  _id: 'keyword',
  _ignored: 'keyword',
  _index: 'keyword',
  _index_mode: 'keyword',
  _score: 'double',
  _source: 'keyword',
  _version: 'long',
};

export function checkFrom({ patterns, metadata, span }: From, context: Omit<Context, 'scope'>): Checked {
  const { columns, schema, report } = context;
  const fields: Fields[number][] = [];
  const found = new Map<string, Entry | undefined>();
  const find = (name: string): Entry | undefined => {
    if (!found.has(name)) found.set(name, make(name));
    return found.get(name);
  };
  const make = (name: string): Entry | undefined => {
    const column = schema.column(name);
    if (column === undefined || 'message' in column) return undefined;
    const { field, type } = column;
    const read = (as: EsqlType) => {
      const made = columns.make(name, as);
      fields.push({ column: made, field });
      return made;
    };
    const isNeverSet = field.access.from === 'nowhere';
    return new Entry(name, type, read, { isNeverSet, isDynamic: field.type === 'dynamic' && !isNeverSet });
  };
  const listed = schema.names().flatMap((name) => find(name) ?? []);
  const asked: Asked[number][] = [];
  for (const { text, span: at } of metadata) {
    const type = metadataTypes[text];
    if (type === undefined) {
      const meant = suggest(text, Object.keys(metadataTypes));
      const known = Object.keys(metadataTypes).map((name) => `\`${name}\``);
      const hint = meant === undefined ? `there are ${known.join(', ')}` : `did you mean \`${meant}\`?`;
      report.error('unknown-metadata', `there is no metadata field \`${text}\``, at, hint);
      continue;
    }
    if (asked.some(({ name }) => name === text)) continue;
    const entry = columns.entry(text, type);
    listed.push(entry);
    const isKnown = schema.metadata.has(text);
    if (!isKnown) {
      const message = `\`${text}\` is always null: it is what an index makes of events`;
      report.warning('field-never-set', message, at);
    }
    asked.push({ column: entry.column(), name: text, isKnown });
  }
  const scope = new Scope(listed, { find, known: schema.known() });
  const names = patterns.flatMap(({ text }) => text.split(',').map((each) => each.trim()));
  const index = schema.indexOf(names);
  return {
    commands: [() => ({ kind: 'from', patterns: names, index, fields, metadata: asked, span })],
    scope,
  };
}
