/** The groups in which signals are suppressed, by the values of their matches. */
import { type Match, valuesOf } from '../../match/match.ts';
import type { Suppression } from '../../rule.ts';
import type { Scalar } from '../../schema/visit.ts';
import type { GroupValues } from '../../signal.ts';
import { combinations } from '../combinations.ts';
import type { Kind } from '../kind.ts';

type SuppressionGroups = Kind<never>['suppressionGroups'];

/** A match with several values of a field is in a group for each, as in Elastic's product. */
export const groupsByValue: SuppressionGroups = ({ matches }, suppression) =>
  matches.flatMap((match) => groupsOfMatch(match, suppression, oneOfEach));

/** A match is in one group, by all values of each field together, as new terms are in Elastic's product. */
export const groupsByArray: SuppressionGroups = ({ matches }, suppression) =>
  matches.flatMap((match) => groupsOfMatch(match, suppression, (fields) => [fields.map(asSet)]));

/**
 * By the columns of a query's result, which a signal has, and by fields of its events; by all values of each together, as
 * signals of ES|QL are in Elastic's product.
 */
export const groupsByColumn: SuppressionGroups = ({ signal, matches }, { groupBy, missingFields }) => {
  const { values = {} } = signal;
  const group = groupBy.map((name): readonly [string, readonly string[]] => {
    const of = Object.hasOwn(values, name)
      ? [values[name] ?? []].flat().map(String)
      : matches.flatMap((match) => valuesOf(match, name)).map(String);
    return [name, asSet(of)];
  });
  const isMissing = group.some(([, of]) => of.length === 0);
  return [missingFields === 'doNotSuppress' && isMissing ? undefined : Object.fromEntries(group)];
};

/** The values of each field. */
type Values<Value> = readonly (readonly Value[])[];

function groupsOfMatch(
  match: Match,
  { groupBy, missingFields }: Suppression,
  groupsOf: (fields: Values<Scalar>) => readonly Values<string>[],
): readonly (GroupValues | undefined)[] {
  const fields = groupBy.map((field) => valuesOf(match, field));
  if (missingFields === 'doNotSuppress' && fields.some(({ length }) => length === 0)) return [undefined];
  return groupsOf(fields).map((values) =>
    Object.fromEntries(groupBy.map((field, index) => [field, values[index] ?? []])),
  );
}

function asSet(values: readonly Scalar[]): readonly string[] {
  return [...new Set(values.map(String))].sort();
}

/** For a missing field its missing. */
function oneOfEach(fields: Values<Scalar>): readonly Values<string>[] {
  const present = fields.filter(({ length }) => length > 0);
  return combinations(present).map((values) => {
    const left = [...values];
    return fields.map(({ length }) => (length === 0 ? [] : left.splice(0, 1)));
  });
}
