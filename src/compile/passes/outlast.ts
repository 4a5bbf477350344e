/** Whether a predicate that holds for a cut event holds for the whole event, too. */
import type { DerivedName } from '../../schema/derive.ts';
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
    // A field that is missing is null in an expression, which may hold because of that.
    case 'holds':
      return false;
    case 'element':
      return outlastsCut(predicate.of);
    case 'some': {
      const { access } = predicate.field;
      return access.from !== 'derived' || lasting.has(access.by);
    }
  }
}

/**
 * What is computed from one member, which a cut event has whole or not at all. The others fall back to another member,
 * say of what is missing that it is, or take a container that lost its end for one that was emptied.
 */
const lasting: ReadonlySet<DerivedName> = new Set(['outcome', 'relatedUser', 'path', 'query', 'command']);
