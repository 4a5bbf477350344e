/** Samples: for each join key of which every stage has an event, the first choice of different events. */
import type { SearchFor } from '../../compile/eql/compile-search.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import type { OrderKey } from './event-order.ts';
import type { Finder, FinderParts, KeptFound } from './finder.ts';
import { compareKeys, idOf, type Key } from './join-keys.ts';
import type { Handle } from './kept-events.ts';
import { KeysOfEvents } from './keys-of-events.ts';

type Sample = Extract<SearchFor, { kind: 'sample' }>;

interface Hit {
  readonly handle: Handle;
  readonly place: OrderKey;
}

interface Group {
  readonly key: Key;
  /** Of each stage the first of its events, as many as there are stages: no more are needed to choose different ones. */
  readonly stages: readonly Hit[][];
}

export class Samples implements Finder {
  readonly #query: Sample;
  readonly #parts: FinderParts;
  readonly #keys: KeysOfEvents;
  readonly #groups = new Map<string, Group>();
  #number = 0;

  constructor(query: Sample, parts: FinderParts) {
    this.#query = query;
    this.#parts = parts;
    this.#keys = new KeysOfEvents(parts);
  }

  add(event: SourcedEvent): void {
    const { kept, matcher, order } = this.#parts;
    const number = this.#number++;
    const candidates = matcher.match(event);
    if (candidates.length === 0) return;
    const found = candidates.flatMap((candidate) =>
      this.#keys.of(event, candidate).map((key) => ({ key, stage: candidate.stage })),
    );
    const place = order.placeOf(event, number);
    const wanted = found.filter((each) => this.#isWanted(each.key, each.stage, place));
    if (wanted.length === 0) return;
    const hit = { handle: kept.keep(event), place };
    for (const { key, stage } of wanted) this.#insert(key, stage, hit);
  }

  /** Whether it is one of the first of its key and stage. */
  #isWanted(key: Key, stage: number, place: OrderKey): boolean {
    const hits = this.#groups.get(idOf(key))?.stages[stage] ?? [];
    const last = hits.at(-1);
    return (
      last === undefined ||
      hits.length < this.#query.stages.length ||
      this.#parts.order.compare(place, last.place) < 0
    );
  }

  #insert(key: Key, stage: number, hit: Hit): void {
    const { stages } = this.#query;
    const id = idOf(key);
    const group = this.#groups.get(id) ?? { key, stages: stages.map(() => []) };
    this.#groups.set(id, group);
    const hits = group.stages[stage] ?? [];
    const later = hits.findIndex(({ place }) => this.#parts.order.compare(hit.place, place) < 0);
    hits.splice(later < 0 ? hits.length : later, 0, hit);
    if (hits.length > stages.length) hits.pop();
  }

  end(): readonly KeptFound[] {
    const [first] = this.#parts.keys;
    const types = first?.by.map(({ field }) => first.fields.get(field)?.type) ?? [];
    return [...this.#groups.values()]
      .sort((one, other) => compareKeys(one.key, other.key, types))
      .flatMap(({ key, stages }) => {
        const chosen = choose(stages, []);
        if (chosen === undefined) return [];
        return [
          { events: chosen.map(({ handle }) => handle), joinKeys: key.map((part) => part?.text ?? null) },
        ];
      });
  }

  notes(): readonly string[] {
    return this.#keys.notes();
  }
}

/** One event of each list, none twice; the first such choice. */
function choose(
  [list, ...others]: readonly (readonly Hit[])[],
  chosen: readonly Hit[],
): readonly Hit[] | undefined {
  if (list === undefined) return chosen;
  for (const hit of list) {
    const rest = chosen.includes(hit) ? undefined : choose(others, [...chosen, hit]);
    if (rest !== undefined) return rest;
  }
  return undefined;
}
