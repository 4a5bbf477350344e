/** Values of items: each says what it is and of which version, so that nothing else is taken for it. */
import type { JsonObject } from '../schema/audit-event.ts';
import { StateShapeError, type StoredItem } from '../state/store.ts';

/** A member's check. */
export type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);
export const isText = (value: unknown): value is string => typeof value === 'string';

/** A value of a kind, at version 1. */
export function itemValue(kind: string, members: JsonObject): JsonObject {
  return { kind, version: 1, ...members };
}

/**
 * @returns the members of an item's value
 * @throws StateShapeError, which names the key, if the value is of another kind, version or shape: alerting by what
 * is misunderstood would be worse than a delivery that fails and is redelivered
 */
export function membersOf({ key, value }: StoredItem, kind: string, shape: Shape): JsonObject {
  const wrong = Object.entries(shape).find(([name, fits]) => !fits(value[name]));
  const found =
    value.kind !== kind || value.version !== 1
      ? `kind ${JSON.stringify(value.kind)}, version ${JSON.stringify(value.version)}`
      : wrong && `a member \`${wrong[0]}\` that does not fit`;
  if (found === undefined) return value;
  throw new StateShapeError(
    `the state item ${JSON.stringify([key.partition, key.sort])} has ${found}; expected kind "${kind}", version 1. ` +
      'It was written by another version of Harrier or by something else: remove it, or run the version that wrote it',
  );
}
