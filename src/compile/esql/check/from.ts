/** `FROM`: the columns of events or documents, of which those are read that the query asks for. */
import type { EsqlType } from '../../../query/esql/value.ts';
import { suggest } from '../../suggest.ts';
import type { From } from '../ast.ts';
import type { Column, PlanCommand } from '../plan.ts';
import { Entry } from './columns.ts';
import type { Checked, Context } from './context.ts';
import { Scope } from './scope.ts';

type Fields = Extract<PlanCommand, { kind: 'from' }>['fields'];

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
  const asked: { readonly column: Column; readonly name: string }[] = [];
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
    asked.push({ column: entry.column(), name: text });
  }
  const scope = new Scope(listed, { find, known: schema.known() });
  const names = patterns.flatMap(({ text }) => text.split(',').map((each) => each.trim()));
  return { commands: [() => ({ kind: 'from', patterns: names, fields, metadata: asked, span })], scope };
}
