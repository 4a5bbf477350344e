/** What a signal stands for beside the events it shows: counts, in a few words. */
import type { Signal } from '../signal.ts';
import { named } from '../text/visible.ts';

/** A sentence has room for few. */
const mostColumns = 3;

/**
 * @param values what correlations counted, by name: `count` by thresholds; `suppressed` and `suppressed_before` by
 * suppression, each perhaps an estimate
 * @param shown how many requests the sentence mentions
 * @param columns of a query's result that say how many
 * @returns phrases for its end, of what is more than that
 */
export function counted(
  values: Signal['values'] = {},
  shown: number,
  columns: readonly string[] = [],
): readonly string[] {
  const { count, suppressed, suppressed_before: before } = values;
  const told: string[] = columns.slice(0, mostColumns).flatMap((name) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof value === 'number' ? [`${named(name, 60)} ${inDigits(value)}`] : [];
  });
  if (typeof count === 'number' && !columns.includes('count')) {
    if (count > shown) told.push(`${inDigits(count)} in all`);
    if (isSome(suppressed)) told.push(`${inDigits(suppressed)} alerts like it suppressed`);
  } else if (typeof suppressed === 'number') {
    const isEstimate = values.suppressed_estimated === true;
    const all = isEstimate ? suppressed : suppressed + 1;
    if (all > shown) told.push(`${about(isEstimate)}${inDigits(all)} in all`);
  }
  if (isSome(before)) {
    told.push(
      `${about(values.suppressed_before_estimated)}${inDigits(before)} suppressed in the time before`,
    );
  }
  return told;
}

function isSome(value: unknown): value is number {
  return typeof value === 'number' && value > 0;
}

function about(isEstimate: unknown): string {
  return isEstimate === true ? 'about ' : '';
}

function inDigits(value: number): string {
  return value.toLocaleString('en');
}
