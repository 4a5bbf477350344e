/** Splits a predicate into conditions of single fields of the head, its gates, and the rest. */
import { type GateField, gateFields } from '../../match/narrow.ts';
import type { FieldAccess } from '../../schema/field.ts';
import { headField } from '../../schema/head.ts';
import type { Predicate } from '../predicate.ts';
import { needsClock } from '../value-test.ts';

export type GatePredicates = Readonly<Partial<Record<GateField, readonly Predicate[]>>>;

/**
 * @param predicate over raw audit events
 * @returns the gates, each of one field, and the rest. Gates and rest together are equivalent to the predicate
 */
export function gated(predicate: Predicate): {
  readonly gates: GatePredicates;
  readonly predicate: Predicate;
} {
  const conditions = predicate.kind === 'and' ? predicate.of : [predicate];
  const byField = Object.groupBy(conditions, (each) => fieldOf(each) ?? 'none');
  const { none = [], ...gates } = byField;
  return { gates, predicate: { kind: 'and', of: none } };
}

/** @returns the only field that a condition reads, if that field has gates */
function fieldOf(predicate: Predicate): GateField | undefined {
  switch (predicate.kind) {
    case 'constant':
    case 'element':
    case 'holds':
      return undefined;
    case 'not':
      return fieldOf(predicate.of);
    case 'some': {
      const { access } = predicate.field;
      const field = isBelow('impersonatedUser', access) ? 'impersonatedUser' : headField(access);
      return needsClock(predicate.test) ? undefined : gateFields.find((each) => each === field);
    }
    case 'and':
    case 'or': {
      const [first, ...others] = predicate.of.map(fieldOf);
      return others.every((each) => each === first) ? first : undefined;
    }
  }
}

/** Whether a field is read from within a member that the head has as a whole. */
function isBelow(member: GateField, access: FieldAccess): boolean {
  return access.from === 'path' && !access.dotted && access.steps[0] === member;
}
