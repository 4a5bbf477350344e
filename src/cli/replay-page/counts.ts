/** Numbers of alerts by severity. */
import type { Severity } from '../../rule.ts';

/** In the order of a page. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** In the order of `severities`. */
export type Counts = [critical: number, high: number, medium: number, low: number];

export function noCounts(): Counts {
  return [0, 0, 0, 0];
}

export function sum(counts: Counts): number {
  return counts[0] + counts[1] + counts[2] + counts[3];
}

/** The most severe first, then the most alerts. */
export function bySeverity(a: { readonly counts: Counts }, b: { readonly counts: Counts }): number {
  const worst = ({ counts }: { readonly counts: Counts }) => counts.findIndex((count) => count > 0);
  return worst(a) - worst(b) || sum(b.counts) - sum(a.counts);
}
