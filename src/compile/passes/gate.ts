/** Splits what a predicate asks of single fields of the head from what else it asks. */
import { type GateField, gateFields } from '../../match/narrow.ts';
import type { FieldAccess } from '../../schema/field.ts';
import { headField } from '../../schema/head.ts';
import type { Predicate, ValueTest } from '../predicate.ts';

export type GatePredicates = Readonly<Partial<Record<GateField, readonly Predicate[]>>>;

/**
 * @param predicate over raw audit events
 * @returns the conditions of one field each that every event must meet, and what is left; together they say the same
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

/** The one field that a condition reads, if it has gates. */
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
      return isTimeless(predicate.test) ? gateFields.find((each) => each === field) : undefined;
    }
    case 'and':
    case 'or': {
      const [first, ...others] = predicate.of.map(fieldOf);
      return others.every((each) => each === first) ? first : undefined;
    }
  }
}

/** Whether a place is within a member that the head has whole. */
function isBelow(member: GateField, access: FieldAccess): boolean {
  return access.from === 'path' && !access.dotted && access.steps[0] === member;
}

/** Dates may be compared with the clock, and then no outcome lasts. */
function isTimeless(test: ValueTest): boolean {
  return test.kind === 'either' ? test.of.every(isTimeless) : test.kind !== 'date';
}
