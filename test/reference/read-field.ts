/** Reading a field's values from an event, interpreted: what compiled code does inline. */
import { annotation } from '../../src/schema/annotation.ts';
import type { AuditEvent, Origin } from '../../src/schema/audit-event.ts';
import { derived } from '../../src/schema/derive.ts';
import type { Field, FieldAccess } from '../../src/schema/field.ts';
import { type Context, fromOrigin, hasLeaves, someMatching } from '../../src/schema/read.ts';
import {
  type At,
  member,
  type Scalar,
  someDotted,
  someLeaf,
  someValue,
  type Visit,
} from '../../src/schema/visit.ts';

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
  visitField(field.access, event, { origin, partial }, at);
  return found;
}

function visitField(
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

/** Follows exact keys, through arrays, and hands on what they lead to. */
function someAt(node: unknown, steps: readonly string[], at: At, index = 0): boolean {
  if (index === steps.length) return at(node);
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) {
    for (const element of node) if (someAt(element, steps, at, index)) return true;
    return false;
  }
  return someAt(member(node, steps[index] as string), steps, at, index + 1);
}
