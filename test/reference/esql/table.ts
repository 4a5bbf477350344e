/** Tables: the names of columns in their order, and the rows' values by name. */
import type { NamePattern } from '../../../src/compile/esql/ast.ts';
import type { Environment } from './expression.ts';
import { nothing, type Value } from './value.ts';

export type Row = ReadonlyMap<string, Value>;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export function environmentOf(row: Row, now: number): Environment {
  return { column: (name) => row.get(name) ?? nothing, now };
}

/** New columns are the last; those of their names are gone. */
export function withColumns(columns: readonly string[], names: readonly string[]): readonly string[] {
  return [...columns, ...names].filter((name, index, all) => all.lastIndexOf(name) === index);
}

export function matches({ pieces }: NamePattern, name: string): boolean {
  return new RegExp(`^${pieces.map((piece) => RegExp.escape(piece)).join('.*')}$`, 's').test(name);
}

/**
 * A name comes before a name with wildcards, that before `*`; of equals the rightmost decides on the place.
 * https://www.elastic.co/docs/reference/query-languages/esql/commands/keep
 */
export function kept(columns: readonly string[], patterns: readonly NamePattern[]): readonly string[] {
  const rank = ({ pieces }: NamePattern) =>
    pieces.length === 1 ? 0 : pieces.some((each) => each !== '') ? 1 : 2;
  const placeOf = (name: string) => {
    const found = patterns
      .map((pattern, index) => ({ pattern, index }))
      .filter(({ pattern }) => matches(pattern, name));
    const best = Math.min(...found.map(({ pattern }) => rank(pattern)));
    return found.findLast(({ pattern }) => rank(pattern) === best)?.index;
  };
  return patterns.flatMap((_, index) => columns.filter((name) => placeOf(name) === index));
}
