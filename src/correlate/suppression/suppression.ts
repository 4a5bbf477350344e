/**
 * Alert suppression: of the signals of a group in a span of time one is sent, and stands for the others. The
 * spans are multiples of the duration, so that which they are depends on no order of arrival; the first signal
 * is sent at once, and says how many were suppressed up to then, in its own span and in the one before. A rule may
 * have the first few sent each by itself, where each may be an act that nothing else tells of. A flood does
 * not go by unseen: when there are 100 signals, and at each tenfold of that, one more is sent, with the count.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/suppress-detection-alerts
 */
import type { Suppression } from '../../rule.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import type { GroupValues, RememberedAct, Signal, Window } from '../../signal.ts';
import { Act, type EventContext, inOrder } from '../act.ts';
import { clusterKey } from '../cluster-key.ts';
import type { Conclusion } from '../conclusion.ts';
import { getOrMake } from '../get-or-make.ts';
import { kindOf } from '../kinds.ts';
import type { Memory } from '../memory.ts';
import type { Entry } from '../windows/entry.ts';
import { slotOf } from '../windows/grid.ts';
import { type Group, recordAndRead } from '../windows/windows.ts';
import { noData } from './no-data.ts';
import { adding, type Count, countOf, numberOf } from './tally.ts';

interface Suppressed extends Group<null> {
  readonly conclusions: Conclusion[];
  readonly entries: Entry<null>[];
  /** The group's values. A field that its signals lack has none. */
  readonly values: GroupValues;
  readonly span: Window;
  /** How many signals are sent each by itself before the others are suppressed. */
  readonly after: number;
}

/** @returns the signals; of those that their rules suppress, the few that are sent for each group and span */
export async function suppress(
  conclusions: readonly Conclusion[],
  context: EventContext,
  memory: Memory,
): Promise<readonly Signal[]> {
  const groups = new Map<string, Suppressed>();
  const passing = new Set<Signal | Suppressed>();
  for (const conclusion of conclusions) {
    const { signal } = conclusion;
    const { suppression } = signal.rule;
    const found =
      suppression === undefined
        ? [undefined]
        : kindOf(signal.rule).suppressionGroups(conclusion, suppression);
    for (const values of found) {
      if (suppression === undefined || values === undefined) passing.add(signal);
      else passing.add(addTo(groups, conclusion, values, suppression));
    }
  }
  const all = [...groups.values()];
  const remembered = await recordAndRead(all, noData, memory);
  const entries = new Map(all.map((group, index) => [group, remembered[index] ?? []]));
  return [...passing].flatMap((each) =>
    'conclusions' in each ? signalsOf(each, entries.get(each) ?? [], context) : [each],
  );
}

function addTo(
  groups: Map<string, Suppressed>,
  conclusion: Conclusion,
  values: GroupValues,
  { duration, groupBy, after = 0 }: Suppression,
): Suppressed {
  const { id, at, signal } = conclusion;
  const schedule = { every: duration, lookback: duration };
  const slot = slotOf(at, schedule);
  const grouping = [groupBy, ...groupBy.map((field) => values[field] ?? [])].map((each) =>
    JSON.stringify(each),
  );
  const name = ['tally', signal.rule.id, ...clusterKey(signal.origin), ...grouping];
  const key = JSON.stringify([slot, ...name]);
  const span = { start: slot * duration, end: (slot + 1) * duration };
  const group = getOrMake(groups, key, () => ({
    name,
    schedule,
    conclusions: [],
    entries: [],
    reduce: adding,
    values,
    span,
    after,
  }));
  group.conclusions.push(conclusion);
  group.entries.push({ id: numberOf(id), at, data: null });
  return group;
}

/** One more signal is sent when a group has this many signals in a span, and at each tenfold of it. */
const firstMark = 100;

/** The signals that are sent each by itself, then those that stand for the others. */
function signalsOf(
  group: Suppressed,
  entries: readonly Entry<null>[],
  context: EventContext,
): readonly Signal[] {
  const { conclusions, after, span } = group;
  if (after === 0) return standIns(group, entries, context);
  const ofDelivery = new Set(conclusions.map(({ id }) => numberOf(id)));
  const others = entries.filter(({ id, at }) => isIn(span, at) && !ofDelivery.has(id));
  const room = Math.max(0, after - countOf(others).count);
  const distinct = [...new Map(conclusions.map((each) => [each.id, each])).values()];
  const rest = distinct.slice(room);
  const alone = distinct.slice(0, room).map(({ signal }) => signal);
  return rest.length === 0
    ? alone
    : [...alone, ...standIns({ ...group, conclusions: rest }, entries, context)];
}

function isIn({ start, end }: Window, at: number): boolean {
  return at >= start && at < end;
}

/**
 * The first signal of the span, and one for each mark that was reached: those that are out already have ids that are
 * known.
 * @param entries what is known of the group's signals, those of this delivery among them
 */
function standIns(
  { conclusions, values, span, after }: Suppressed,
  entries: readonly Entry<null>[],
  context: EventContext,
): readonly Signal[] {
  const [{ signal: first }] = conclusions as [Conclusion, ...Conclusion[]];
  const { start, end } = span;
  const identity = { kind: 'suppressed', group: values, ...span } as const;
  const events = inOrder([...new Set(conclusions.flatMap(({ signal }) => signal.events))], context);
  const remembered = rememberedBeside(events, conclusions, context);
  const own = countOf(entries.filter(({ at }) => isIn(span, at)));
  const before = countOf(entries.filter(({ at }) => at < start && at >= start - (end - start)));
  const signal = {
    ...first,
    origin: events.at(-1)?.origin ?? first.origin,
    identity,
    events,
    ...(remembered.length > 0 && { remembered }),
    values: {
      ...first.values,
      ...howMany('suppressed', own, after),
      ...(before.count > after + 1 && howMany('suppressed_before', before, after)),
    },
  };
  return [signal, ...marksUpTo(own).map((mark) => ({ ...signal, identity: { ...identity, mark } }))];
}

/** @returns the acts of the signals of which no event is at hand, each once */
function rememberedBeside(
  events: readonly SourcedEvent[],
  conclusions: readonly Conclusion[],
  context: EventContext,
): readonly RememberedAct[] {
  const acts = conclusions.flatMap(({ signal }) => signal.remembered ?? []);
  if (acts.length === 0) return acts;
  const atHand = new Set(events.map((event) => new Act(event, context).id));
  const others = new Map(acts.filter(({ id }) => !atHand.has(id)).map((act) => [act.id, act]));
  return [...others.values()].sort((a, b) => a.at - b.at);
}

function marksUpTo({ count }: Count): readonly number[] {
  const marks: number[] = [];
  for (let mark = firstMark; mark <= count; mark *= 10) marks.push(mark);
  return marks;
}

/** An estimate is given with two digits, because it is no more exact, and marked as one. */
function howMany(
  name: string,
  { count, isExact }: Count,
  after: number,
): Readonly<Record<string, number | boolean>> {
  return isExact
    ? { [name]: count - after - 1 }
    : { [name]: Number(count.toPrecision(2)), [`${name}_estimated`]: true };
}
