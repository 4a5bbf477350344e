/** `KEEP`, `DROP` and `RENAME`: which columns are left, and in which order. */
import { matchesPattern } from '../../../schema/wildcard.ts';
import type { Span } from '../../problem.ts';
import type { Keep, NamePattern, Rename } from '../ast.ts';
import type { Entry } from './columns.ts';
import type { Checked, Context, Pending } from './context.ts';
import type { Scope } from './scope.ts';

export function checkKeep({ patterns, span }: Keep, context: Context): Checked {
  const kept = new Map<string, { readonly entry: Entry; readonly rank: number }>();
  for (const pattern of patterns) {
    const rank = rankOf(pattern);
    for (const entry of matching(pattern, context)) {
      const before = kept.get(entry.name);
      if (before !== undefined && before.rank < rank) continue;
      kept.delete(entry.name);
      kept.set(entry.name, { entry, rank });
    }
  }
  const scope = context.scope.closed(
    [...kept.values()].map(({ entry }) => entry),
    'KEEP',
  );
  return { commands: [project(scope, span)], scope };
}

/**
 * A name comes before a name with wildcards, that before `*`; of equals the last decides on the place
 * (https://www.elastic.co/docs/reference/query-languages/esql/commands/keep).
 */
function rankOf({ pieces }: NamePattern): number {
  if (pieces.length === 1) return 0;
  return pieces.some((piece) => piece !== '') ? 1 : 2;
}

export function checkDrop({ patterns, span }: Keep, context: Context): Checked {
  const names = new Set(patterns.flatMap((pattern) => matching(pattern, context).map(({ name }) => name)));
  const scope = context.scope.without(names);
  if (scope.entries().length === 0 && names.size > 0) {
    context.report.error(
      'no-columns',
      '`DROP` leaves no column',
      span,
      'name fewer; `KEEP` names those that stay',
    );
  }
  return { commands: [project(scope, span)], scope };
}

export function checkRename({ clauses, span }: Rename, context: Context): Checked {
  let { scope } = context;
  const renamed = new Set<Entry>();
  for (const { from, to } of clauses) {
    const entry = scope.find(from.text);
    if (entry === undefined) {
      context.checker.column(from.text, from.span, scope);
      continue;
    }
    const other = context.columns.renamed(to.text, entry);
    scope = scope.rename(from.text, other);
    renamed.add(other);
  }
  return { commands: [project(scope, span, renamed)], scope };
}

/** The columns that a pattern matches; that there is none is told. */
function matching({ pieces, span }: NamePattern, { scope, checker, report }: Context): readonly Entry[] {
  const [name = ''] = pieces;
  if (pieces.length === 1) {
    const entry = scope.find(name);
    if (entry === undefined) checker.column(name, span, scope);
    return entry === undefined ? [] : [entry];
  }
  const entries = scope.entries().filter((entry) => matchesPattern(entry.name, pieces));
  if (entries.length === 0 && !scope.isUncertain && !scope.isKnown(pieces)) {
    const message = `no column's name matches \`${pieces.join('*')}\``;
    report.error('unknown-column', message, span, scope.hintFor(name));
  }
  return entries;
}

/**
 * Only what is used behind it is looked at.
 * @param renamed those that have just been given their names
 */
export function project(scope: Scope, span: Span, renamed: ReadonlySet<Entry> = new Set()): Pending {
  const entries = scope.entries();
  return () => ({
    kind: 'project',
    of: entries.flatMap((entry) =>
      entry.used().map((to) => ({ from: origin(entry, renamed).column(to.type), to })),
    ),
    span,
  });
}

function origin(entry: Entry, renamed: ReadonlySet<Entry>): Entry {
  const { of } = entry.traits;
  return of !== undefined && renamed.has(entry) ? origin(of, renamed) : entry;
}
