/** What a process knows of sheets. All of it is in the store for good. */
import { LruCache } from '../../lru-cache.ts';
import type { Entry } from '../../windows/entry.ts';
import type { RememberedRows } from '../remembered-rows.ts';
import type { Dictionary } from './dictionary.ts';
import type { Heading } from './heading.ts';
import type { Showing } from './shown.ts';
import type { Table } from './table.ts';

export interface KnownSheets {
  readonly headings: LruCache<Heading>;
  readonly tables: LruCache<Table>;
  readonly groups: LruCache<KnownGroup>;
  /** By the source of the events. */
  readonly showings: Map<object, Showing>;
  /** Of each rule, for each cell of its rows. */
  readonly dictionaries: Map<string, readonly Dictionary[]>;
}

/** What is known of a group in a cell of time. */
export interface KnownGroup {
  /** Ids of entries that are stored. */
  readonly ids: Set<string>;
  /** Whether no window that holds the cell can have what the query wants. */
  isDead: boolean;
  /** What entries change, once there are many: of those that were stored since then. */
  cell?: CellTally;
}

export interface CellTally {
  readonly isDead: boolean;
  asks(entry: Entry<RememberedRows>): 'no' | 'no-room' | 'yes';
  add(entry: Entry<RememberedRows>): void;
}

export function knownSheets(): KnownSheets {
  return {
    headings: new LruCache(200_000),
    tables: new LruCache(200_000),
    groups: new LruCache(200_000),
    showings: new Map(),
    dictionaries: new Map(),
  };
}
