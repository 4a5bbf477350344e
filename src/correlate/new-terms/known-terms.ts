/**
 * The fast path of new terms. Most matches have a combination of terms that this process has just seen, at a time
 * within the combination's generation. Such a match is not new, and nothing has to be written for it. To find that out
 * takes a few map look-ups here: no key, no act and no id is made.
 */
import { toEpochMs } from '../../match/date.ts';
import type { Match } from '../../match/match.ts';
import type { NewTermsRule } from '../../rule.ts';
import type { Origin } from '../../schema/audit-event.ts';
import { clusterKey } from '../cluster-key.ts';
import type { Generation } from './generations.ts';

/**
 * How many combinations are kept, and how long their values may be. Both are bounded because callers choose the values.
 */
const limit = 50_000;
const longestValue = 256;

/** Values lead to values, one level a field; the last level has the generations. */
interface Level {
  readonly next: Map<string, Level>;
  generation?: Generation;
}

/** The levels of each rule, by its id, on one cluster. */
type Cluster = Map<string, Level>;

export class KnownTerms {
  #clusters = new Map<string, Cluster>();
  /** The cluster of an origin, of which each delivery makes another object. */
  #ofOrigin = new WeakMap<Origin, Cluster>();
  #last: { readonly origin: Origin; readonly cluster: Cluster } | undefined;
  #size = 0;

  /** @returns true only if the match certainly lies within its generation and did not begin it; false if in doubt */
  knows(match: Match<NewTermsRule>): boolean {
    const generation = this.#find(match, false)?.generation;
    if (generation === undefined) return false;
    const { requestReceivedTimestamp: time } = match.event.event;
    if (typeof time !== 'string') return false;
    const at = Math.trunc(toEpochMs(time));
    return at > generation.from && at < generation.last && at !== generation.begunBy.at;
  }

  /** @param generation that the match is within, as it is in the store */
  note(match: Match<NewTermsRule>, generation: Generation): void {
    if (this.#size >= limit) this.#forget();
    const level = this.#find(match, true);
    if (level === undefined) return;
    if (level.generation === undefined) this.#size++;
    level.generation = generation;
  }

  #forget(): void {
    this.#clusters = new Map();
    this.#ofOrigin = new WeakMap();
    this.#last = undefined;
    this.#size = 0;
  }

  /** @returns undefined if there is no level, or unless every field has just one value, a text */
  #find(match: Match<NewTermsRule>, make: boolean): Level | undefined {
    const { rule, event } = match;
    // No level is made for a combination that has none of its own.
    if (make && rule.newTermsFields.some((field) => textOf(match, field) === undefined)) return undefined;
    let level = levelIn(this.#clusterOf(event.origin), rule.id, make);
    for (const field of rule.newTermsFields) {
      const value = textOf(match, field);
      if (value === undefined || level === undefined) return undefined;
      level = levelIn(level.next, value, make);
    }
    return level;
  }

  #clusterOf(origin: Origin): Cluster {
    if (this.#last?.origin === origin) return this.#last.cluster;
    let cluster = this.#ofOrigin.get(origin);
    if (cluster === undefined) {
      const text = JSON.stringify(clusterKey(origin));
      cluster = this.#clusters.get(text) ?? new Map();
      this.#clusters.set(text, cluster);
      this.#ofOrigin.set(origin, cluster);
    }
    this.#last = { origin, cluster };
    return cluster;
  }
}

function levelIn(levels: Map<string, Level>, key: string, make: boolean): Level | undefined {
  const known = levels.get(key);
  if (known !== undefined || !make) return known;
  const made: Level = { next: new Map() };
  levels.set(key, made);
  return made;
}

function textOf({ event, fields, head }: Match<NewTermsRule>, field: string): string | undefined {
  return only(fields?.[field]?.(event.event, { origin: event.origin, now: 0 }, head));
}

function only(value: unknown): string | undefined {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof single === 'string' && single !== '' && single.length <= longestValue ? single : undefined;
}
