/**
 * Alert suppression: of the signals of a group in a stretch of time one is sent, and stands for the others. The
 * stretches are multiples of the duration, so that which they are depends on no order of arrival; the first signal
 * is sent at once, and says how many were suppressed up to then, in its own stretch and in the one before.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/suppress-detection-alerts
 */
import { valuesOf } from '../match/match.ts';
import type { Suppression } from '../rule.ts';
import type { EventFormat, Signal } from '../signal.ts';
import { actOf, inOrder } from './act.ts';
import type { Conclusion } from './conclusion.ts';
import type { Memory } from './memory.ts';
import { placeOf } from './place.ts';
import { digest, type Group, remember } from './windows.ts';

interface Suppressed extends Group {
  readonly conclusions: Conclusion[];
  readonly entries: { readonly id: string; readonly at: number; readonly data: readonly string[] }[];
  readonly group: Readonly<Record<string, readonly string[]>>;
  /** The number of the stretch. */
  readonly stretch: number;
  readonly duration: number;
}

/** @returns signals as they came, but one for each group and stretch of rules that suppress */
export async function suppress(
  conclusions: readonly Conclusion[],
  format: EventFormat,
  memory: Memory,
): Promise<readonly Signal[]> {
  const groups = new Map<string, Suppressed>();
  const passing: (Signal | Suppressed)[] = [];
  for (const conclusion of conclusions) {
    const group = groupOf(conclusion, format);
    if (group === undefined) {
      passing.push(conclusion.signal);
      continue;
    }
    const key = JSON.stringify([group.name, group.stretch]);
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, group);
      passing.push(group);
    } else {
      known.conclusions.push(...group.conclusions);
      known.entries.push(...group.entries);
    }
  }
  if (groups.size === 0) return conclusions.map(({ signal }) => signal);
  const all = [...groups.values()];
  const remembered = await remember(memory.store, memory.clock(), all);
  const counts = new Map(all.map((group, index) => [group, countsOf(group, remembered[index]?.entries ?? [])]));
  return passing.map((each) => {
    if (!('conclusions' in each)) return each;
    return standIn(each, counts.get(each) ?? { suppressed: 0, before: 0 }, format);
  });
}

/** @returns undefined if the signal is not suppressed with others */
function groupOf(conclusion: Conclusion, format: EventFormat): Suppressed | undefined {
  const { signal, match } = conclusion;
  const { rule } = signal;
  const { suppression } = rule;
  if (suppression === undefined) return undefined;
  const { duration } = suppression;
  const group = rule.type === 'threshold' ? (signal.group ?? {}) : fieldsOf(conclusion, suppression);
  if (group === undefined) return undefined;
  const at = signal.window?.start ?? actOf(match.event, format).at;
  const values = Object.entries(group).flatMap(([field, found]) => [field, ...found, '']);
  return {
    name: ['suppression', rule.id, ...placeOf(signal.origin), ...values],
    schedule: { every: duration, lookback: duration },
    conclusions: [conclusion],
    entries: [{ id: digest(signalId(conclusion, format)), at, data: [] }],
    group,
    stretch: Math.floor(at / duration),
    duration,
  };
}

/** @returns undefined if a field is missing and the rule sends such signals each by itself */
function fieldsOf({ match }: Conclusion, { groupBy, missingFields }: Suppression): Suppressed['group'] | undefined {
  const group = Object.fromEntries(groupBy.map((field) => [field, valuesOf(match, field).map(String)]));
  const missing = Object.values(group).some((values) => values.length === 0);
  return missing && missingFields === 'doNotSuppress' ? undefined : group;
}

/** What tells signals of one rule apart. */
function signalId({ signal, match }: Conclusion, format: EventFormat): string {
  return JSON.stringify([actOf(match.event, format).id, signal.group ?? null, signal.window ?? null, signal.episode ?? null]);
}

interface Counts {
  readonly suppressed: number;
  readonly before: number;
}

function countsOf({ stretch, duration }: Suppressed, entries: readonly { readonly at: number }[]): Counts {
  const inStretch = (wanted: number) => entries.filter(({ at }) => Math.floor(at / duration) === wanted).length;
  return { suppressed: Math.max(0, inStretch(stretch) - 1), before: Math.max(0, inStretch(stretch - 1) - 1) };
}

function standIn({ conclusions, group, stretch, duration }: Suppressed, { suppressed, before }: Counts, format: EventFormat): Signal {
  const [{ signal: first }] = conclusions as [Conclusion, ...Conclusion[]];
  const events = inOrder([...new Set(conclusions.flatMap(({ signal }) => signal.events))], format);
  return {
    ...first,
    origin: events.at(-1)?.origin ?? first.origin,
    events,
    group,
    window: { start: stretch * duration, end: (stretch + 1) * duration },
    episode: `suppressed for ${duration} from ${stretch * duration}`,
    values: { ...first.values, suppressed, ...(before > 0 && { suppressed_before: before }) },
  };
}
