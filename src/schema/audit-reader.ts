/** The reader of raw audit events: the production one. */
import type { Field, FieldAccess } from './field.ts';
import type { Reader } from './reader.ts';
import { auditRoot, eksRoot, fieldTable, freeForm } from './table.ts';
import { matchesPattern } from './wildcard.ts';

/** Where audit events have what they are dispatched by. */
export const dispatch = {
  verb: ['verb'],
  resource: ['objectRef', 'resource'],
  subresource: ['objectRef', 'subresource'],
} as const;

const annotationRoot = `${auditRoot}.annotations.`;

/**
 * @param dataset the data stream the events are taken for; constants such as `data_stream.dataset` follow from it
 */
export function auditReader(dataset = 'kubernetes.audit_logs'): Reader {
  const table = fieldTable(dataset);
  const byName = new Map(table.map((field) => [field.name, field]));
  return {
    dispatch,
    resolve: (name, parent) => (parent === undefined ? resolve(canonical(name)) : relative(name, parent)),
    expand(written, parent) {
      const pattern = parent === undefined ? [canonical(written[0] ?? ''), ...written.slice(1)] : written;
      const inEvent: Field = {
        name: pattern.join('*'),
        type: 'dynamic',
        access: { from: 'matching', pattern, prefix: parent === undefined ? `${auditRoot}.` : '' },
      };
      if (parent !== undefined) return [inEvent];
      const listed = table.filter(
        ({ name, access }) =>
          access.from !== 'nowhere' && access.from !== 'path' && matchesPattern(name, pattern),
      );
      const aliases = table.filter(
        ({ name, access }) =>
          access.from === 'path' && !name.startsWith(auditRoot) && matchesPattern(name, pattern),
      );
      return [...listed, ...aliases, ...(reaches(pattern, `${auditRoot}.`) ? [inEvent] : [])];
    },
    names: () => table.map(({ name }) => name),
  };

  function resolve(name: string): Field | undefined {
    const listed = byName.get(name);
    if (listed !== undefined) return listed;
    const access = derivedPlace(name) ?? freeFormPlace(name);
    return access === undefined
      ? undefined
      : { name, type: belowFlattened(name) ? 'keyword' : 'dynamic', access };
  }

  /** Within a derived object any name is possible. */
  function derivedPlace(name: string): FieldAccess | undefined {
    for (const { name: root, type, access } of table) {
      if (access.from !== 'derived' || (type !== 'object' && type !== 'flattened')) continue;
      if (name.startsWith(`${root}.`)) return { ...access, steps: steps(name.slice(root.length + 1)) };
    }
    return undefined;
  }

  function belowFlattened(name: string): boolean {
    return table.some((field) => field.type === 'flattened' && name.startsWith(`${field.name}.`));
  }
}

/** Whether a pattern can match any name that begins with the prefix. */
function reaches([head = '']: readonly string[], prefix: string): boolean {
  return head.startsWith(prefix) || prefix.startsWith(head);
}

function canonical(name: string): string {
  return name.startsWith(`${eksRoot}.`) ? auditRoot + name.slice(eksRoot.length) : name;
}

function freeFormPlace(name: string): FieldAccess | undefined {
  if (name.startsWith(annotationRoot)) {
    const key = name.slice(annotationRoot.length);
    return key === '' || key.includes('.') ? undefined : { from: 'annotation', key };
  }
  const raw = name.startsWith(`${auditRoot}.`) ? name.slice(auditRoot.length + 1) : undefined;
  if (raw === undefined) return undefined;
  if (raw === 'annotations') return { from: 'path', steps: ['annotations'], dotted: false };
  if (raw === 'user' || raw === 'impersonatedUser' || raw === 'objectRef' || raw === 'responseStatus') {
    return { from: 'path', steps: [raw], dotted: false };
  }
  const free = freeForm.some((root) => raw === root || raw.startsWith(`${root}.`));
  return free ? { from: 'path', steps: steps(raw), dotted: true } : undefined;
}

/** A field of the elements that nested syntax ranges over. */
function relative(name: string, parent: Field): Field {
  return {
    name: `${parent.name}.${name}`,
    type: 'dynamic',
    access: { from: 'path', steps: steps(name), dotted: true },
  };
}

function steps(path: string): readonly string[] {
  return path.split('.');
}
