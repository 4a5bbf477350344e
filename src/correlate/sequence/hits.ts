import type { Json } from '../../schema/audit-event.ts';
import { isText } from '../item-value.ts';
import type { EntryCodec } from '../windows/entry.ts';

/** What a sequence remembers of an act: which of its stages it matched, and how it is ordered among acts of one time. */
export interface Hit {
  /** Ascending, each once. */
  readonly stages: readonly number[];
  /** What of its time is finer than milliseconds, as digits. */
  readonly tie: string;
}

export const hits: EntryCodec<Hit> = {
  rowsOf: ({ stages, tie }) => [[stages, tie]],
  dataOf: ([stages, tie, ...more]) =>
    isStages(stages) && isText(tie) && more.length === 0 ? { stages, tie } : undefined,
  union: (all) => ({
    stages: [...new Set(all.flatMap(({ stages }) => stages))].sort((a, b) => a - b),
    tie: all.map(({ tie }) => tie).sort()[0] ?? '',
  }),
  weightOf: ({ stages }) => 1 + stages.length,
};

function isStages(value: Json | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((stage) => Number.isInteger(stage));
}
