/** What compiled code calls to read fields that it cannot read inline, and what it may know beside the event. */
import type { Origin } from './audit-event.ts';
import type { Field } from './field.ts';
import { auditRoot } from './table.ts';
import { type At, somePath } from './visit.ts';
import { matchesPattern } from './wildcard.ts';

/** What a predicate may know beside the event. */
export interface Context {
  readonly origin: Origin;
  /** The clock, epoch milliseconds: what `now` in a query means. */
  readonly now: number;
  /** Whether the event was cut, so that what is missing from it may only be missing from what is left. */
  readonly partial?: boolean;
}

/** Whether all leaves below where a field is read count as its values, or only scalars there. */
export function hasLeaves({ type }: Field): boolean {
  return type === 'flattened' || type === 'object' || type === 'nested';
}

export function fromOrigin(
  origin: Origin,
  key: 'cluster' | 'account' | 'region' | 'provider',
): string | undefined {
  if (key !== 'provider') return origin[key];
  return origin.account === undefined && origin.region === undefined ? undefined : 'aws';
}

/** Every value of a raw event or element whose dotted name matches a pattern. */
export function someMatching(node: unknown, prefix: string, pattern: readonly string[], at: At): boolean {
  const annotated = prefix === `${auditRoot}.`;
  return somePath(node, '', (path, value) => {
    const renamed =
      annotated && path.startsWith('annotations.')
        ? `annotations.${path.slice('annotations.'.length).replaceAll('.', '_')}`
        : path;
    return matchesPattern(prefix + renamed, pattern) && at(value);
  });
}
