/** What a process knows of sheets. All of it is in the store for good. */
import { LruCache } from '../../lru-cache.ts';
import type { Dictionary } from './dictionary.ts';
import type { Heading } from './heading.ts';
import type { KnownGroup } from './known-group.ts';
import { SettledGroups } from './settled-groups.ts';
import type { Showing } from './shown.ts';
import type { StoredEntries } from './stored-entries.ts';
import type { Table } from './table.ts';

export interface KnownSheets {
  readonly headings: LruCache<Heading>;
  readonly tables: LruCache<Table>;
  readonly groups: LruCache<KnownGroup>;
  readonly settled: SettledGroups;
  /** By group, of those that there was a reason to read. */
  readonly stored: LruCache<StoredEntries>;
  /** By the source of the events. */
  readonly showings: Map<object, Showing>;
  /** Of each rule, for each cell of its rows. */
  readonly dictionaries: Map<string, readonly Dictionary[]>;
}

export function knownSheets(): KnownSheets {
  return {
    headings: new LruCache(200_000),
    tables: new LruCache(200_000),
    groups: new LruCache(200_000),
    settled: new SettledGroups(),
    stored: new LruCache(200_000),
    showings: new Map(),
    dictionaries: new Map(),
  };
}
