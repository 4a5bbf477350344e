/** Sequences: the hits of each join key, in the order of event time, searched in one pass (find-sequences.ts). */
import type { SearchFor } from '../../compile/eql/compile-search.ts';
import { findSequences } from '../../correlate/sequence/find-sequences.ts';
import type { Hit as StagesOfAct } from '../../correlate/sequence/hits.ts';
import type { Entry } from '../../correlate/windows/entry.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import { count } from '../count.ts';
import type { OrderKey } from './event-order.ts';
import { type Finder, type FinderParts, type KeptFound, untimed } from './finder.ts';
import { idOf, type Key } from './join-keys.ts';
import type { Handle } from './kept-events.ts';
import { KeysOfEvents } from './keys-of-events.ts';

type Sequence = Extract<SearchFor, { kind: 'sequence' }>;

/** All hits with it share one. */
interface KnownKey {
  readonly key: Key;
  readonly id: string;
}

/** An event that matched stages. */
interface Hit {
  readonly handle: Handle;
  readonly place: OrderKey;
  readonly stages: readonly { readonly stage: number; readonly keys: readonly KnownKey[] }[];
}

/** What is searched together. */
interface Group {
  readonly key: Key;
  /** By position among all hits. */
  readonly stages: Map<number, number[]>;
}

export class Sequences implements Finder {
  readonly #query: Sequence;
  readonly #parts: FinderParts;
  readonly #keysOf: KeysOfEvents;
  readonly #hits: Hit[] = [];
  readonly #keys = new Map<string, KnownKey>();
  #number = 0;
  #withoutTime = 0;

  constructor(query: Sequence, parts: FinderParts) {
    this.#query = query;
    this.#parts = parts;
    this.#keysOf = new KeysOfEvents(parts);
  }

  add(event: SourcedEvent): void {
    const { kept, matcher, order } = this.#parts;
    const number = this.#number++;
    const candidates = matcher.match(event);
    if (candidates.length === 0) return;
    const place = order.placeOf(event, number);
    if (order.hasTime && Number.isNaN(place.at)) {
      this.#withoutTime++;
      return;
    }
    const stages = candidates.flatMap((candidate) => {
      const keys = this.#keysOf.of(event, candidate).map((key) => this.#known(key));
      return keys.length === 0 ? [] : [{ stage: candidate.stage, keys }];
    });
    if (stages.length > 0) this.#hits.push({ handle: kept.keep(event), place, stages });
  }

  #known(key: Key): KnownKey {
    const id = idOf(key);
    const known = this.#keys.get(id) ?? { key, id };
    this.#keys.set(id, known);
    return known;
  }

  end(): readonly KeptFound[] {
    const hits = this.#hits;
    const { order } = this.#parts;
    hits.sort((one, other) => order.compare(one.place, other.place));
    return [...this.#groups().values()]
      .flatMap((group) => this.#search(group))
      .sort((one, other) => one.last - other.last)
      .map(({ found }) => found);
  }

  /** The keys in the order of their first hits, stage by stage. */
  #groups(): Map<string, Group> {
    const groups = new Map<string, Group>();
    const all = this.#parts.keys.map((_, stage) => stage);
    for (const wanted of all) {
      for (const [position, { stages }] of this.#hits.entries()) {
        for (const { stage, keys } of stages) {
          if (stage !== wanted) continue;
          for (const { key, id } of keys) {
            const group = groups.get(id) ?? { key, stages: new Map<number, number[]>() };
            groups.set(id, group);
            const known = group.stages.get(position);
            if (known === undefined) group.stages.set(position, [stage]);
            else known.push(stage);
          }
        }
      }
    }
    return groups;
  }

  #search({ key, stages }: Group): readonly { readonly last: number; readonly found: KeptFound }[] {
    const acts = [...stages].map(([position, of]): Entry<StagesOfAct> => {
      const at = this.#hits[position]?.place.at ?? 0;
      const id = String(position).padStart(12, '0');
      return { id, at: Number.isNaN(at) ? 0 : at, data: { stages: of, tie: '' } };
    });
    const { steps } = this.#query;
    const joinKeys = key.map((part) => part?.text ?? null);
    return findSequences(this.#query, acts).map((sequence) => {
      const positions = sequence.map(({ id }) => Number(id));
      const events = positions.map((position) => this.#hits[position]?.handle ?? null);
      const found = {
        events: steps.map(({ isMissing }) => (isMissing ? null : (events.shift() ?? null))),
        joinKeys,
      };
      return { last: positions.at(-1) ?? 0, found };
    });
  }

  notes(): readonly string[] {
    const { order, timestampField } = this.#parts;
    return [
      ...(order.hasTime ? [] : [untimed(timestampField)]),
      ...(this.#withoutTime > 0
        ? [
            `${count(this.#withoutTime, 'event')} without a \`${timestampField}\` left out: they have no place in a sequence`,
          ]
        : []),
      ...this.#keysOf.notes(),
    ];
  }
}
