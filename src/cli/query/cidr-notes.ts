/** What looks like an address in a query and is compared as text: fields' types may have to be given. */
import { parseBlock } from '../../compile/literals/address.ts';
import type { Predicate } from '../../compile/predicate.ts';

/** @returns a line for each such comparison */
export function cidrNotes(predicates: readonly Predicate[]): readonly string[] {
  return [...new Set(predicates.flatMap(within))];
}

function within(predicate: Predicate): readonly string[] {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.of.flatMap(within);
    case 'not':
    case 'element':
      return within(predicate.of);
    case 'some': {
      const { field, test } = predicate;
      if (test.kind !== 'keyword' || field.type !== 'keyword') return [];
      const blocks = test.values.filter((value) => parseBlock(value) !== undefined);
      return blocks.map(
        (block) =>
          `\`${field.name}\` is text to this query, so ${block} is no block of addresses: give the type, as {"${field.name}": "ip"}, in a file for \`--types\``,
      );
    }
    default:
      return [];
  }
}
