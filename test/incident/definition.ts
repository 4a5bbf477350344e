/** Incidents by their definition: two alerts are joined if a key joins them, and so on from alert to alert. */
import { type Key, keysOf } from '../../src/incident/keys.ts';
import type { ReadAlert } from '../../src/incident/read-alert.ts';

const minute = 60_000;

export function areJoined(a: ReadAlert, b: ReadAlert): boolean {
  return keysOf(a).some((one) =>
    keysOf(b).some((other) => one.id === other.id && meets(one, a.alert.at, other, b.alert.at)),
  );
}

function meets(one: Key, at: number, other: Key, otherAt: number): boolean {
  if (one.side === other.side && one.side !== 'follows') return Math.abs(at - otherAt) <= one.gap;
  const [opens, follows] = one.side === 'opens' ? [at, otherAt] : [otherAt, at];
  const sides = [one.side, other.side].toSorted().join();
  return sides === 'follows,opens' && follows >= opens - minute && follows <= opens + one.gap;
}

/** @returns the alerts of each incident */
export function byDefinition(all: readonly ReadAlert[]): readonly (readonly ReadAlert[])[] {
  const groups: ReadAlert[][] = [];
  for (const each of all) {
    const met = groups.filter((group) => group.some((other) => areJoined(each, other)));
    for (const group of met) groups.splice(groups.indexOf(group), 1);
    groups.push([each, ...met.flat()]);
  }
  return groups;
}

/** @returns a line of sorted ids for each group, sorted */
export function named(groups: readonly (readonly string[])[]): readonly string[] {
  return groups.map((ids) => ids.toSorted().join(' ')).toSorted();
}
