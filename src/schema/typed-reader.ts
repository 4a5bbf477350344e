/** The reader of documents whose fields are known with their types: what an index of them would have. */
import { auditReader } from './audit-reader.ts';
import type { Field, FieldType } from './field.ts';
import type { Reader } from './reader.ts';
import { auditRoot, eksRoot } from './table.ts';
import { matchesPattern } from './wildcard.ts';

/**
 * @param types of every field that exists. Where audit events are among the documents, the fields that audit events
 * can have exist as well, whether or not one has them.
 */
export function typedReader(types: ReadonlyMap<string, FieldType>): Reader {
  const isOfAudit = types.has(auditRoot) || types.has(eksRoot);
  const audit = isOfAudit ? auditReader() : undefined;
  const typeOf = (name: string): FieldType | undefined => types.get(name) ?? audit?.resolve(name)?.type;
  return {
    keepsEmpty: true,
    resolve(name, parent) {
      const full = parent === undefined ? name : `${parent.name}.${name}`;
      const type = typeOf(full);
      return type && at(full, name, type);
    },
    expand(pattern, parent) {
      const prefix = parent === undefined ? '' : `${parent.name}.`;
      const isAny = pattern.every((piece) => piece === '');
      const named = [...types].filter(
        ([name, type]) =>
          type !== 'object' &&
          // As text, any value is found without its name.
          !(isAny && type === 'keyword') &&
          name.startsWith(prefix) &&
          matchesPattern(name.slice(prefix.length), pattern),
      );
      const fields = named.map(([name, type]) => at(name, name.slice(prefix.length), type));
      const everywhere: Field = {
        name: pattern.join('*'),
        type: 'dynamic',
        access: { from: 'matching', pattern, prefix: '' },
      };
      return isAny ? [...fields, everywhere] : fields;
    },
    names: () => [...types.keys(), ...(audit?.names() ?? [])],
  };
}

/** @param path from the document, or within nested syntax from the element */
function at(name: string, path: string, type: FieldType): Field {
  return { name, type, access: { from: 'path', steps: path.split('.'), dotted: true } };
}
