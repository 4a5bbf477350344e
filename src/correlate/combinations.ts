import type { Scalar } from '../schema/visit.ts';

/** Elasticsearch's limit on the combinations of one document. */
const most = 100;

/**
 * Combinations of values, one of each field, as texts: a field has one type in an index, where the number 1 and the
 * text "1" are the same term.
 * @param values each field's; of a field without one there is no combination
 * @returns each once, at most 100; without fields one, which is empty
 */
export function combinations(values: readonly (readonly Scalar[])[]): readonly (readonly string[])[] {
  return values.reduce<readonly (readonly string[])[]>(
    (all, field) => {
      // No more than could be used: an attacker's array may be long.
      const texts = [...new Set(field.map(String))].slice(0, most);
      return all.flatMap((one) => texts.map((text) => [...one, text])).slice(0, most);
    },
    [[]],
  );
}
