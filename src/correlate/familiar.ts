/**
 * The quick answer for new terms: most matches have a combination that this process saw a moment ago, at a time within
 * its generation. Of these nothing is new and nothing is written, and that is told without making a key, an act or an
 * id of them.
 */
import { toEpochMs } from '../match/date.ts';
import type { Match } from '../match/match.ts';
import type { Origin } from '../schema/audit-event.ts';
import type { Generation } from './generations.ts';
import { placeOf } from './place.ts';

/** Combinations a process remembers this way. */
const limit = 50_000;

export class Familiar {
  readonly #generations = new Map<string, Generation>();
  readonly #places = new WeakMap<Origin, string>();

  /** Whether a match is certainly within a generation as it is, and did not begin it. False if that is not plain. */
  knows(match: Match): boolean {
    const name = this.#nameOf(match);
    const generation = name === undefined ? undefined : this.#generations.get(name);
    if (generation === undefined) return false;
    const { requestReceivedTimestamp: time } = match.event.event;
    if (typeof time !== 'string') return false;
    const at = Math.trunc(toEpochMs(time));
    return at > generation.from && at < generation.last && at !== generation.begunBy.at;
  }

  /** @param generation that the match is within, as it is in the store */
  note(match: Match, generation: Generation): void {
    const name = this.#nameOf(match);
    if (name === undefined) return;
    if (this.#generations.size >= limit) this.#generations.clear();
    this.#generations.set(name, generation);
  }

  /** @returns undefined unless every field has just one value, a text */
  #nameOf({ rule, event, fields }: Match): string | undefined {
    if (rule.type !== 'new_terms') return undefined;
    const context = { origin: event.origin, now: 0 };
    let name = rule.id + this.#placeOf(event.origin);
    for (const field of rule.newTermsFields) {
      const value = only(fields?.[field]?.(event.event, context));
      if (value === undefined) return undefined;
      name += `\n${value.length} ${value}`;
    }
    return name;
  }

  #placeOf(origin: Origin): string {
    let place = this.#places.get(origin);
    if (place === undefined) {
      place = JSON.stringify(placeOf(origin));
      this.#places.set(origin, place);
    }
    return place;
  }
}

function only(value: unknown): string | undefined {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof single === 'string' && single !== '' ? single : undefined;
}
