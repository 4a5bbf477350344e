/**
 * Which incidents are one: those that a key joins, and those joined to them. All of it follows from the sightings, so it
 * depends neither on the order of arrival nor on repetition.
 */
import type { OpenIncident } from './open-incident.ts';

/** How much earlier what follows may be than what opens: clocks of API servers differ. Milliseconds. */
const slack = 60_000;

interface Span {
  readonly owner: number;
  readonly gap: number;
  readonly first: number;
  readonly last: number;
}

/** @returns the incidents in groups, each of which is one incident */
export function componentsOf(all: readonly OpenIncident[]): readonly (readonly OpenIncident[])[] {
  const parents = all.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] as number;
    for (let at = index; at !== root; ) {
      const next = parents[at] as number;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  const join = (a: number, b: number) => {
    parents[Math.max(rootOf(a), rootOf(b))] = Math.min(rootOf(a), rootOf(b));
  };
  const spans = spansOf(all);
  for (const [name, found] of spans) {
    if (name.startsWith('follows ')) continue;
    const chains = chained(found, join);
    if (name.startsWith('opens ')) {
      for (const follower of spans.get(`follows ${name.slice('opens '.length)}`) ?? []) {
        for (const { owner, first, last, gap } of chains)
          if (follower.last >= first - slack && follower.first <= last + gap) join(owner, follower.owner);
      }
    }
  }
  return [...Map.groupBy(all.keys(), rootOf).values()].map((indices) =>
    indices.map((index) => all[index] as OpenIncident),
  );
}

/** By side and key. */
function spansOf(all: readonly OpenIncident[]): ReadonlyMap<string, readonly Span[]> {
  const spans = new Map<string, Span[]>();
  for (const [owner, { sightings }] of all.entries()) {
    for (const [key, side, gap, first, last] of sightings) {
      const name = `${side} ${key}`;
      const found = spans.get(name);
      if (found === undefined) spans.set(name, [{ owner, gap, first, last }]);
      else found.push({ owner, gap, first, last });
    }
  }
  return spans;
}

/** Joins spans that are no further apart than the gap. @returns what they are together */
function chained(spans: readonly Span[], join: (a: number, b: number) => void): readonly Span[] {
  const chains: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.first - b.first)) {
    const before = chains.at(-1);
    if (before === undefined || span.first - before.last > before.gap) chains.push(span);
    else {
      join(before.owner, span.owner);
      chains[chains.length - 1] = { ...before, last: Math.max(before.last, span.last) };
    }
  }
  return chains;
}
