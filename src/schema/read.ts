/** Reading a field's values from an event: what compiled code does inline, interpreted. */
import { annotation } from './annotation.ts';
import type { AuditEvent, Origin } from './audit-event.ts';
import { derived } from './derive.ts';
import type { Field, FieldAccess } from './field.ts';
import { auditRoot } from './table.ts';
import {
  type At,
  type Scalar,
  someAt,
  someDotted,
  someLeaf,
  somePath,
  someValue,
  type Visit,
} from './visit.ts';
import { matchesPattern } from './wildcard.ts';

/** What a predicate may know beside the event. */
export interface Context {
  readonly origin: Origin;
  /** The clock, epoch milliseconds: what `now` in a query means. */
  readonly now: number;
  /** Whether the event was cut, so that what is missing from it may only be missing from what is left. */
  readonly partial?: boolean;
}

/**
 * All values of a field, in the event's order.
 * @param partial whether the event was cut
 * @returns scalars; of a field of type `flattened`, `object` or `nested` all leaves
 */
export function valuesOf(
  field: Field,
  event: AuditEvent,
  origin: Origin,
  partial = false,
): readonly Scalar[] {
  const found: Scalar[] = [];
  const collect: Visit = (value) => {
    found.push(value);
    return false;
  };
  const at: At = (node) => (hasLeaves(field) ? someLeaf(node, collect) : someValue(node, collect));
  visitPlace(field.access, event, { origin, partial }, at);
  return found;
}

/** Whether all leaves below where a field is read count as its values, or only scalars there. */
export function hasLeaves({ type }: Field): boolean {
  return type === 'flattened' || type === 'object' || type === 'nested';
}

function visitPlace(
  access: FieldAccess,
  event: AuditEvent,
  { origin, partial }: Omit<Context, 'now'>,
  at: At,
): boolean {
  switch (access.from) {
    case 'path':
      return access.dotted ? someDotted(event, access.steps, at) : someAt(event, access.steps, at);
    case 'annotation':
      return at(annotation(event, access.key));
    case 'derived':
      return someDotted(derived[access.by](event, partial), access.steps, at);
    case 'origin':
      return at(fromOrigin(origin, access.key));
    case 'constant':
      return at(access.value);
    case 'matching':
      return someMatching(event, access.prefix, access.pattern, at);
    case 'nowhere':
      return false;
  }
}

export function fromOrigin(
  origin: Origin,
  key: 'cluster' | 'account' | 'region' | 'provider',
): string | undefined {
  if (key !== 'provider') return origin[key];
  return origin.account === undefined && origin.region === undefined ? undefined : 'aws';
}

/** Every value of a raw event or element whose dotted name matches a pattern. */
export function someMatching(node: unknown, prefix: string, pattern: readonly string[], at: At): boolean {
  const annotated = prefix === `${auditRoot}.`;
  return somePath(node, '', (path, value) => {
    const renamed =
      annotated && path.startsWith('annotations.')
        ? `annotations.${path.slice('annotations.'.length).replaceAll('.', '_')}`
        : path;
    return matchesPattern(prefix + renamed, pattern) && at(value);
  });
}
