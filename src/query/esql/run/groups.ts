/** Which groups a row is in: `BY` takes each value of a list, and null is a group. */
import { isList } from '../order.ts';
import type { EsqlValue, Scalar } from '../value.ts';

/** One value of each grouping expression. */
export type GroupKey = readonly (Scalar | null)[];

/**
 * How many groups one row is put into. The lengths of lists multiply, and callers write them as long as they like; of
 * what audit events hold, a real request has a few.
 */
export const mostGroupsOfRow = 10_000;

/**
 * @param values of the grouping expressions, in a row
 * @returns a key for each choice of a value of each, each once; without expressions one, which is empty
 */
export function groupKeys(values: readonly EsqlValue[]): readonly GroupKey[] {
  if (!values.some(isList)) return [values as GroupKey];
  return values.reduce<readonly GroupKey[]>(
    (keys, value) => {
      if (!isList(value)) return keys.map((key) => [...key, value]);
      const each = [...new Set(value)].slice(0, mostGroupsOfRow);
      return keys.flatMap((key) => each.map((one) => [...key, one])).slice(0, mostGroupsOfRow);
    },
    [[]],
  );
}

/** Whether a row with these values is in more groups than it is put into. */
export function areTooMany(values: readonly EsqlValue[]): boolean {
  const groups = values.reduce<number>(
    (product, value) => product * (isList(value) ? new Set(value).size : 1),
    1,
  );
  return groups > mostGroupsOfRow;
}

/** Something for each group. */
export class Groups<Of> {
  readonly #groups = new Map<unknown, { readonly key: GroupKey; readonly of: Of }>();
  readonly #make: () => Of;

  /** @param make what a new group begins with */
  constructor(make: () => Of) {
    this.#make = make;
  }

  at(key: GroupKey): Of {
    const id = identityOf(key);
    const known = this.#groups.get(id);
    if (known !== undefined) return known.of;
    const of = this.#make();
    this.#groups.set(id, { key, of });
    return of;
  }

  /** In the order in which they were first met. */
  entries(): Iterable<{ readonly key: GroupKey; readonly of: Of }> {
    return this.#groups.values();
  }
}

/** Of one value the value itself, which a map tells apart as values are. */
function identityOf(key: GroupKey): unknown {
  if (key.length === 1) return key[0];
  return JSON.stringify(key.map((value) => (typeof value === 'bigint' ? [`${value}`] : value)));
}
