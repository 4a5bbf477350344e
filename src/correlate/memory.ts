/** Where correlations remember: the store, which all processes share, and caches of what this process knows of it. */
import type { Rule } from '../rule.ts';
import type { StateStore } from '../state/store.ts';
import { type KnownSheets, knownSheets } from './esql/sheet/known.ts';
import { LruCache } from './lru-cache.ts';
import type { History } from './new-terms/generations.ts';
import { KnownTerms } from './new-terms/known-terms.ts';
import type { Entry } from './windows/entry.ts';

export interface Memory {
  readonly store: StateStore;
  /** Epoch milliseconds; items expire by it. */
  readonly clock: () => number;
  /** How long a new rule, or a rule on a new cluster, learns its terms in silence, milliseconds of event time. */
  readonly learning: number;
  /** Histories of new terms as last read. They may lag behind the store, but what they hold stays true. */
  readonly histories: LruCache<History>;
  /** Combinations of terms that were seen a moment ago. */
  readonly knownTerms: KnownTerms;
  /** Entries of windows as last read. They may lag behind the store, but what they hold stays true. */
  readonly windows: LruCache<readonly Entry<unknown>[]>;
  readonly sheets: KnownSheets;
  /** Since when a rule has been watching a cluster. */
  readonly watchedSince: LruCache<number>;
  /** Clusters that all rules of a list are known to be watching: the first look of every delivery, so a short one. */
  readonly watching: WeakMap<readonly Rule[], Set<string>>;
  /** Ids of alerts that are known to be out. */
  readonly sent: LruCache<true>;
}

const day = 86_400_000;

/**
 * How long a delivery may come again. Of all that redelivers, SQS keeps messages longest: for at most 14 days. What a
 * retry needs to decide as the first try did is kept for as long.
 */
export const redeliveryHorizon = 15 * day;

export function createMemory(store: StateStore, clock: () => number, learning = 0): Memory {
  return {
    store,
    clock,
    learning,
    histories: new LruCache(50_000),
    knownTerms: new KnownTerms(),
    windows: new LruCache(200_000),
    sheets: knownSheets(),
    watchedSince: new LruCache(10_000),
    watching: new WeakMap(),
    sent: new LruCache(100_000),
  };
}
