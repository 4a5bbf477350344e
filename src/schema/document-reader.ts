/** The reader of documents of any shape: fields are where their names say, with the types the table knows. */
import type { Field, FieldType } from './field.ts';
import type { Reader } from './reader.ts';
import { auditRoot, eksRoot, fieldTable } from './table.ts';
import { matchesPattern } from './wildcard.ts';

/** @param given types of fields by name, before those of the table */
export function documentReader(given: Readonly<Record<string, FieldType>> = {}): Reader {
  const table = fieldTable('kubernetes.audit_logs');
  const types = new Map([...table.map(({ name, type }) => [name, type] as const), ...Object.entries(given)]);
  const typeOf = (name: string) =>
    types.get(name.startsWith(`${eksRoot}.`) ? auditRoot + name.slice(eksRoot.length) : name) ?? 'dynamic';
  return {
    resolve: (name, parent): Field => ({
      name: parent === undefined ? name : `${parent.name}.${name}`,
      type: parent === undefined ? typeOf(name) : 'dynamic',
      access: { from: 'path', steps: name.split('.'), dotted: true },
    }),
    expand(pattern, parent): readonly Field[] {
      const typed = table.filter(
        ({ name, type }) => parent === undefined && type !== 'keyword' && matchesPattern(name, pattern),
      );
      return [
        ...typed.map(
          ({ name, type }): Field => ({
            name,
            type,
            access: { from: 'path', steps: name.split('.'), dotted: true },
          }),
        ),
        { name: pattern.join('*'), type: 'dynamic', access: { from: 'matching', pattern, prefix: '' } },
      ];
    },
    names: () => table.map(({ name }) => name),
  };
}
