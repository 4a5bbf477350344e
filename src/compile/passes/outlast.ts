/** Whether what a predicate says of a cut event outlasts the cut. */
import type { Predicate } from '../predicate.ts';

/**
 * A cut event lacks whatever came after the cut. What is found in it is found in the whole event too; what is missing
 * from it need not be missing there.
 * @returns whether the predicate holds for every event of which it holds for the beginning
 */
export function outlastsCut(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'constant':
      return true;
    case 'and':
    case 'or':
      return predicate.of.every(outlastsCut);
    case 'not':
      return false;
    case 'element':
      return outlastsCut(predicate.of);
    case 'some': {
      // The one field whose value depends on what else there is: it falls back to an earlier time.
      const { place } = predicate.field;
      return !(place.from === 'derived' && place.by === 'timestamp');
    }
  }
}
