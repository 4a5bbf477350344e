/** The profiles of exceptions that settings name. */
import type { Profile } from '../exceptions/loaded-exception.ts';
import type { LocatedProblem } from '../problem.ts';
import { show } from '../rules/show.ts';
import { suggest } from '../suggest.ts';
import type { ProfileChoice } from './tuning.ts';

/** @returns the profiles that are on, each with the namespace that settings give it */
export function namespacesOf(chosen: readonly ProfileChoice[]): ReadonlyMap<string, string | undefined> {
  return new Map(chosen.map(({ named, namespace }) => [named.value, namespace]));
}

/** @returns a problem for each choice that is no profile's, or gives a namespace to one that names none */
export function profileProblems(
  chosen: readonly ProfileChoice[],
  profiles: readonly Profile[],
): readonly LocatedProblem[] {
  return chosen.flatMap(({ file, named: { value, span }, namespace }): readonly LocatedProblem[] => {
    const own = profiles.filter(({ name }) => name === value);
    if (own.length === 0) {
      const meant = suggest(
        value,
        profiles.map(({ name }) => name),
      );
      const hint =
        meant === undefined ? '`harrier list --profiles` shows all of them' : `did you mean ${show(meant)}?`;
      const message = `no profile has the name ${show(value)}`;
      return [{ file, severity: 'error', code: 'unknown-profile', message, hint, span }];
    }
    if (namespace === undefined || own.some((profile) => profile.namespace !== undefined)) return [];
    const message = `the profile ${show(value)} names no namespace that ${show(namespace)} could take the place of`;
    return [{ file, severity: 'error', code: 'unknown-key', message, hint: 'leave the namespace out', span }];
  });
}
