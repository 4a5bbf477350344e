/** The reader of alerts as rules over them read them: their own fields, and those of the event that they tell of. */
import { alertFields, alertFreeForm } from './alert-table.ts';
import type { Field, FieldType } from './field.ts';
import type { Reader } from './reader.ts';
import { auditRoot, fieldTable, ownRoot } from './table.ts';
import { matchesPattern } from './wildcard.ts';

/**
 * An alert is a document, so fields are where their names say. Harrier's own derived fields are not in it, and neither
 * is the data stream of its event.
 */
export function alertReader(): Reader {
  const ofEvents = fieldTable('kubernetes.audit_logs').filter(
    ({ name, access }) =>
      access.from !== 'nowhere' && !name.startsWith(`${ownRoot}.`) && !name.startsWith('data_stream.'),
  );
  const types = new Map<string, FieldType>([
    ...ofEvents.map(({ name, type }) => [name, type] as const),
    ...Object.entries(alertFields),
  ]);
  const isFree = (name: string) =>
    [auditRoot, ...alertFreeForm].some((parent) => name.startsWith(`${parent}.`));
  const field = (name: string, type: FieldType): Field => ({
    name,
    type,
    access: { from: 'path', steps: name.split('.'), dotted: true },
  });
  return {
    resolve(name, parent) {
      if (parent !== undefined) return field(`${parent.name}.${name}`, 'dynamic');
      const type = types.get(name);
      if (type !== undefined) return field(name, type);
      const isParent = [...types.keys()].some((each) => each.startsWith(`${name}.`));
      return isParent || isFree(name) ? field(name, isParent ? 'object' : 'dynamic') : undefined;
    },
    expand: (pattern, parent) =>
      parent === undefined
        ? [...types]
            .filter(([name]) => matchesPattern(name, pattern))
            .map(([name, type]) => field(name, type))
        : [],
    names: () => [...types.keys()],
  };
}
