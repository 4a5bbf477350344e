/** Objects of which some members may have no value. */
import type { Json, JsonObject } from '../../schema/audit-event.ts';

export type Members = Readonly<Record<string, Json | undefined>>;

/** @returns the members that have a value; an empty list or object is none, and an empty text neither */
export function filled(members: Members): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(has));
}

/** @returns as `filled`; undefined where no member has a value */
export function filledOrNone(members: Members): JsonObject | undefined {
  const object = filled(members);
  return Object.keys(object).length === 0 ? undefined : object;
}

function has(entry: [string, Json | undefined]): entry is [string, Json] {
  const [, value] = entry;
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** OCSF has times in whole milliseconds. @returns undefined where the text is no date */
export function milliseconds(time: string | undefined): number | undefined {
  const instant = Date.parse(time ?? '');
  return Number.isNaN(instant) ? undefined : instant;
}

/** @returns the texts in what should be a list of them */
export function textsOf(value: Json | undefined): readonly string[] {
  const all: readonly Json[] = Array.isArray(value) ? value : [];
  return all.filter((one): one is string => typeof one === 'string' && one !== '');
}
