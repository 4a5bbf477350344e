/** Which columns there are at one place of a query, in their order. */
import { matchesPattern } from '../../../schema/wildcard.ts';
import { suggest } from '../../suggest.ts';
import type { Entry } from './columns.ts';

/** What is below `FROM` and not listed: names are looked up as they are asked for. */
export interface ColumnSource {
  /** @returns undefined if there is no such column; that is not told */
  find(name: string): Entry | undefined;
  readonly known: readonly string[];
}

export class Scope {
  readonly #entries: Map<string, Entry>;
  /** Absent once a command has left only those columns that it names. */
  readonly #source: ColumnSource | undefined;
  /** Columns of the source that are gone. */
  readonly #gone: Set<string>;
  /** What was there before, and the command that left less of it. */
  readonly #before: { readonly scope: Scope; readonly command: string } | undefined;
  /** Whether each row is made of an event. */
  readonly hasEvents: boolean;
  /** A mistake before, or a command that Harrier does not have, may have made columns of any name. */
  isUncertain: boolean;

  constructor(
    entries: Iterable<Entry>,
    source?: ColumnSource,
    gone: ReadonlySet<string> = new Set(),
    before?: { readonly scope: Scope; readonly command: string },
  ) {
    this.#entries = new Map([...entries].map((entry) => [entry.name, entry]));
    this.#source = source;
    this.#gone = new Set(gone);
    this.#before = before;
    this.hasEvents =
      source !== undefined || (before !== undefined && before.command !== 'STATS' && before.scope.hasEvents);
    this.isUncertain = before?.scope.isUncertain ?? false;
  }

  entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  find(name: string): Entry | undefined {
    return this.#entries.get(name) ?? (this.#gone.has(name) ? undefined : this.#source?.find(name));
  }

  /** The last of its name is the one that is seen, in the last place. */
  define(entry: Entry): void {
    this.#entries.delete(entry.name);
    this.#entries.set(entry.name, entry);
  }

  /** In the place of the one of its name. */
  replace(entry: Entry): void {
    this.#entries.set(entry.name, entry);
  }

  /** Only what is listed is left. */
  closed(entries: Iterable<Entry>, command: string): Scope {
    return new Scope(entries, undefined, undefined, { scope: this, command });
  }

  without(names: ReadonlySet<string>): Scope {
    const left = this.entries().filter(({ name }) => !names.has(name));
    return new Scope(left, this.#source, this.#gone.union(names), { scope: this, command: 'DROP' });
  }

  /** @param renamed has the new name; one that was there is gone */
  rename(from: string, renamed: Entry): Scope {
    const isListed = this.#entries.has(from);
    const left = this.entries().flatMap((entry) => {
      if (entry.name === from) return [renamed];
      return entry.name === renamed.name ? [] : [entry];
    });
    const gone = new Set([...this.#gone, from]);
    const before = { scope: this, command: 'RENAME' };
    return new Scope(isListed ? left : [...left, renamed], this.#source, gone, before);
  }

  /** Whether the source has such columns, although it lists none: no event of the input has them. */
  isKnown(pattern: readonly string[]): boolean {
    return this.#source?.known.some((name) => matchesPattern(name, pattern)) ?? false;
  }

  /** Why there is no column of a name, or what was meant. */
  hintFor(name: string): string | undefined {
    const lost = this.#lostBy(name);
    if (lost !== undefined) {
      return lost === 'STATS'
        ? 'after `STATS` there are its own columns alone: name it in `BY`, or keep its values with `VALUES`'
        : `\`${lost}\` before has left it out`;
    }
    const names = [...this.#entries.keys(), ...(this.#source?.known ?? [])];
    const meant = nearest(name, names);
    if (meant !== undefined) return `did you mean \`${meant}\`?`;
    if (this.#source !== undefined || names.length > 12) return undefined;
    return names.length === 0 ? undefined : `there are ${names.map((each) => `\`${each}\``).join(', ')}`;
  }

  /** The command that a column of the name did not outlast. */
  #lostBy(name: string): string | undefined {
    for (let at = this.#before; at !== undefined; at = at.scope.#before) {
      if (at.scope.#entries.has(name) || at.scope.#source?.find(name) !== undefined) return at.command;
    }
    return undefined;
  }
}

/** The name with its root left out, as in `objectRef.name`; or a misspelt one. */
function nearest(name: string, names: readonly string[]): string | undefined {
  const shortest = names
    .filter((each) => each.toLowerCase().endsWith(`.${name.toLowerCase()}`))
    .sort((one, other) => one.length - other.length)[0];
  return shortest ?? suggest(name, names);
}
