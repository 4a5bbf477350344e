/**
 * The fast path of new terms. Most matches have a combination of terms that this process has just seen, at a time
 * within the combination's generation. Such a match is not new, and nothing has to be written for it. To find that out
 * takes a few map look-ups here: no key, no act and no id is made.
 */
import { toEpochMs } from '../../match/date.ts';
import type { Match } from '../../match/match.ts';
import type { ReadField } from '../../match/rule-set.ts';
import type { NewTermsRule } from '../../rule.ts';
import type { Origin } from '../../schema/audit-event.ts';
import type { Context } from '../../schema/read.ts';
import { clusterKey } from '../cluster-key.ts';
import { getOrMake } from '../get-or-make.ts';
import type { Generation } from './generations.ts';

/**
 * How many combinations are kept, and how long their values may be. Both are bounded because callers choose the values.
 */
const limit = 50_000;
const longestValue = 256;

/** Values lead to values, one level a field; the last level has the generations. */
interface Level {
  readonly next: Map<string, Level>;
  /** The value that was asked for last and its level: the next event mostly has the same, and no hash is computed. */
  lastValue: string | undefined;
  lastLevel: Level | undefined;
  generation: Generation | undefined;
}

/** Where a rule's levels begin, and what reads the values that lead on from there. */
interface Root extends Level {
  readonly reads: readonly (ReadField | undefined)[];
}

/** The roots of each rule on one cluster. */
type Cluster = Map<NewTermsRule, Root>;

export class KnownTerms {
  #clusters = new Map<string, Cluster>();
  /** The cluster of an origin, of which each delivery makes another object. */
  #ofOrigin = new WeakMap<Origin, Cluster>();
  #last: { readonly context: Context; readonly cluster: Cluster } | undefined;
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
    const { rule, event, head } = match;
    const { context, cluster } = this.#of(event.origin);
    const root = cluster.get(rule) ?? (make ? begin(cluster, match) : undefined);
    if (root === undefined) return undefined;
    const textOf = (read: ReadField | undefined) => only(read?.(event.event, context, head));
    // No level is made for a combination that has none of its own.
    if (make && root.reads.some((read) => textOf(read) === undefined)) return undefined;
    let level: Level | undefined = root;
    for (const read of root.reads) {
      const value = textOf(read);
      if (value === undefined || level === undefined) return undefined;
      level = levelBelow(level, value, make);
    }
    return level;
  }

  #of(origin: Origin): { readonly context: Context; readonly cluster: Cluster } {
    if (this.#last?.context.origin === origin) return this.#last;
    let cluster = this.#ofOrigin.get(origin);
    if (cluster === undefined) {
      const text = JSON.stringify(clusterKey(origin));
      cluster = getOrMake(this.#clusters, text, () => new Map());
      this.#ofOrigin.set(origin, cluster);
    }
    this.#last = { context: { origin, now: 0 }, cluster };
    return this.#last;
  }
}

function begin(cluster: Cluster, { rule, fields }: Match<NewTermsRule>): Root {
  const root = { ...newLevel(), reads: rule.newTermsFields.map((field) => fields?.[field]) };
  cluster.set(rule, root);
  return root;
}

function newLevel(): Level {
  return { next: new Map(), lastValue: undefined, lastLevel: undefined, generation: undefined };
}

function levelBelow(level: Level, value: string, make: boolean): Level | undefined {
  if (level.lastValue === value) return level.lastLevel;
  let below = level.next.get(value);
  if (below === undefined) {
    if (!make) return undefined;
    below = newLevel();
    level.next.set(value, below);
  }
  level.lastValue = value;
  level.lastLevel = below;
  return below;
}

function only(value: unknown): string | undefined {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof single === 'string' && single !== '' && single.length <= longestValue ? single : undefined;
}
