/** The fields that a query names: what readers of its results look for first. */
import { fieldsIn } from '../../compile/expression.ts';
import type { Predicate } from '../../compile/predicate.ts';
import type { Field } from '../../schema/field.ts';

/** @returns each once, in the order of the query */
export function fieldsOf(predicates: readonly Predicate[]): readonly Field[] {
  const fields = predicates.flatMap(within);
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

function within(predicate: Predicate): readonly Field[] {
  switch (predicate.kind) {
    case 'constant':
      return [];
    case 'and':
    case 'or':
      return predicate.of.flatMap(within);
    case 'not':
      return within(predicate.of);
    case 'some':
      return predicate.field.access.from === 'matching' ? [] : [predicate.field];
    case 'element':
      return [predicate.field];
    case 'holds':
      return fieldsIn(predicate.of).map(({ field }) => field);
  }
}
