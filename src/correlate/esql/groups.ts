/**
 * Rules in ES|QL with `STATS`. What an event adds to each of its groups is remembered (windows.ts), as much of it as may
 * decide about a window (saturation.ts); then the query goes on from `STATS` over what a window has of the group. Of the
 * groups of one window none depends on another.
 *
 * A condition such as `COUNT(*) < 75` holds early and may not hold later. What is told is right for the moment: Elastic's
 * searches begin at any time, and one of them might have ended just then (docs/correlations.md).
 */
import type { GroupKey } from '../../query/esql/run/groups.ts';
import type { EsqlRule } from '../../rule.ts';
import type { Identity, Signal, Window } from '../../signal.ts';
import { Act, inOrder } from '../act.ts';
import { clusterKey } from '../cluster-key.ts';
import type { Conclusion } from '../conclusion.ts';
import type { DeliveryContext } from '../context.ts';
import { digest } from '../digest.ts';
import type { Memory } from '../memory.ts';
import type { Entry } from '../windows/entry.ts';
import { slotOf } from '../windows/grid.ts';
import { summariser } from '../windows/summariser.ts';
import { type Group, recordAndRead } from '../windows/windows.ts';
import { type EsqlMatch, rowsOf } from './match.ts';
import { EventBudget, type NumberedRow, type RememberedRows, rememberedRows } from './remembered-rows.ts';
import { saturating } from './saturation.ts';
import { fitsSheets, recordAndReadSheets } from './sheet/sheets.ts';
import { columnValues, groupValues } from './values.ts';

type RowEntry = Entry<RememberedRows>;

interface Aggregated extends Group<RememberedRows>, GroupAtHand {
  readonly entries: RowEntry[];
  readonly matches: EsqlMatch[];
}

/** A group that the delivery has something of. */
interface GroupAtHand {
  readonly rule: EsqlRule;
  readonly key: GroupKey;
  readonly entries: readonly RowEntry[];
  /** The matches that the entries are of. */
  readonly matches: readonly EsqlMatch[];
}

export async function concludeGroups(
  matches: readonly EsqlMatch[],
  context: DeliveryContext,
  memory: Memory,
): Promise<readonly Conclusion[]> {
  const inSheets: EsqlMatch[] = [];
  const apart: EsqlMatch[] = [];
  let last: EsqlMatch['query'] | undefined;
  let fits = false;
  for (const match of matches) {
    if (match.query !== last) {
      last = match.query;
      fits = fitsSheets(last);
    }
    (fits ? inSheets : apart).push(match);
  }
  return [
    ...(await concludeSheets(inSheets, context, memory)),
    ...(await concludeWindows(apart, context, memory)),
  ];
}

async function concludeSheets(
  matches: readonly EsqlMatch[],
  context: DeliveryContext,
  memory: Memory,
): Promise<readonly Conclusion[]> {
  if (matches.length === 0) return [];
  const cut = new Set<EsqlMatch['event']>();
  const found = await recordAndReadSheets(matches, context, memory, ({ event }) => cut.add(event));
  if (cut.size > 0) context.onGroupCut?.(cut.size);
  return found.flatMap((group) => concludeGroup(group, group.known, context));
}

async function concludeWindows(
  matches: readonly EsqlMatch[],
  context: DeliveryContext,
  memory: Memory,
): Promise<readonly Conclusion[]> {
  const cut = new Set<string>();
  const groups = [...groupsOf(matches, context, cut).values()];
  const remembered = await recordAndRead(groups, rememberedRows, memory);
  if (cut.size > 0) context.onGroupCut?.(cut.size);
  return groups.flatMap((group, index) => concludeGroup(group, remembered[index] ?? [], context));
}

/** @param cut gets the ids of events that are not remembered as a whole */
function groupsOf(
  matches: readonly EsqlMatch[],
  context: DeliveryContext,
  cut: Set<string>,
): Map<string, Aggregated> {
  const groups = new Map<string, Aggregated>();
  const redact = redactor(context);
  for (const match of matches) {
    const { rule, event } = match;
    for (const { id, at, key, data, isCut } of entriesOf(match, context, redact)) {
      if (isCut) cut.add(id);
      const name = ['esql', rule.id, ...clusterKey(event.origin), rule.revision, ...key.map(keyText)];
      const text = JSON.stringify(name);
      const known = groups.get(text);
      const group = known ?? emptyGroup(name, match, key, context, cut);
      if (known === undefined) groups.set(text, group);
      group.entries.push({ id, at, data });
      group.matches.push(match);
    }
  }
  return groups;
}

function emptyGroup(
  name: readonly string[],
  { rule, query }: EsqlMatch,
  key: GroupKey,
  context: DeliveryContext,
  cut: Set<string>,
): Aggregated {
  const entries: RowEntry[] = [];
  const matches: EsqlMatch[] = [];
  const { schedule } = rule;
  if (query.grouping === undefined) throw new Error(`rule ${rule.id} has no groups`);
  let isCut = false;
  const reduce = saturating(query.grouping, schedule, (id) => {
    cut.add(id);
    isCut = true;
  });
  const summarise = summariser(entries, matches, context);
  const readsFirst = query.grouping.firstSeen !== undefined;
  return {
    name,
    rule,
    key,
    schedule,
    entries,
    matches,
    reduce,
    summarise,
    readsFirst,
    get readsForAll() {
      return isCut;
    },
  };
}

interface GroupEntry extends RowEntry {
  readonly key: GroupKey;
  readonly isCut: boolean;
}

/** Elasticsearch's limit on the values of a document that it groups by. */
const mostGroups = 100;

/**
 * What an event adds to each of its groups. It is counted by itself: as in Elastic's index, the stages of a request are
 * documents of their own, and which of them a query counts is for the query to say.
 */
function entriesOf(
  match: EsqlMatch,
  context: DeliveryContext,
  redact: (text: string) => string,
): readonly GroupEntry[] {
  const { query, event } = match;
  const { id: act, at } = new Act(event, context);
  const id = digest(JSON.stringify([act, context.source.stageOf(event.event)]));
  const budget = new EventBudget(redact);
  const groups = new Map<string, { readonly key: GroupKey; readonly rows: NumberedRow[] }>();
  for (const [number, row] of rowsOf(match).entries()) {
    const [keys, values] = query.inputs(row);
    const bounded = budget.bounded(values, query.grouping?.asked ?? []);
    for (const key of keys) {
      const text = JSON.stringify(key.map(keyText));
      const known = groups.get(text);
      if (known === undefined && groups.size === mostGroups) {
        budget.isCut = true;
        break;
      }
      const group = known ?? { key, rows: [] };
      if (known === undefined) groups.set(text, group);
      group.rows.push({ number, values: bounded });
    }
  }
  return [...groups.values()].map(({ key, rows }) => ({ id, at, key, data: rows, isCut: budget.isCut }));
}

/** What is remembered is stored. Most texts of a delivery come again and again. */
function redactor({ source }: DeliveryContext): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const shown = source.redactField('text', text, {});
    if (known.size < mostKnown) known.set(text, shown);
    return shown;
  };
}

const mostKnown = 10_000;

/** Apart for values of different types, and for null. */
function keyText(value: GroupKey[number]): string {
  return value === null ? 'null' : `${typeof value === 'string' ? '=' : `${typeof value} `}${value}`;
}

/** @param entries by time */
function concludeGroup(
  group: GroupAtHand,
  entries: readonly RowEntry[],
  context: DeliveryContext,
): readonly Conclusion[] {
  const { every, lookback } = group.rule.schedule;
  // A window in whose newest part nothing happened has nothing that the one before has not.
  const slots = new Set(entries.map(({ at }) => slotOf(at, group.rule.schedule)));
  return [...slots].flatMap((slot) => {
    const end = (slot + 1) * every;
    return concludeWindow(group, entries, { start: end - lookback, end }, context);
  });
}

function concludeWindow(
  { rule, key, matches, entries: own }: GroupAtHand,
  entries: readonly RowEntry[],
  window: Window,
  context: DeliveryContext,
): readonly Conclusion[] {
  const isWithin = ({ at }: RowEntry) => at >= window.start && at < window.end;
  const [match, ...others] = matches.filter((_, index) => {
    const entry = own[index];
    return entry !== undefined && isWithin(entry);
  });
  if (match === undefined) return [];
  const { query } = match;
  const within = entries.filter(isWithin);
  const rows = within.flatMap(({ data }) => data.map(({ values }) => values));
  const left = query.evaluate(key, rows, window.end);
  if (left.length === 0) return [];
  const found = [match, ...others];
  const events = inOrder(
    found.map(({ event }) => event),
    context,
  );
  const { origin } = events.at(-1) ?? match.event;
  const atHand = new Set(own.map(({ id }) => id));
  const remembered = within
    .filter(({ id }) => !atHand.has(id))
    .map(({ id, at, summary }) => ({ id, at, ...(summary && { summary }) }));
  const { by = [], isBucket = false } = query.grouping ?? {};
  const group = groupValues(by, key);
  const identity: Identity = { kind: isBucket ? 'bucket' : 'window', group, ...window };
  const signal: Signal = {
    rule,
    origin,
    identity,
    events,
    ...(remembered.length > 0 && { remembered }),
    values: columnValues(query.columns, left),
  };
  const id = digest(JSON.stringify([key.map(keyText), ...(isBucket ? [] : [window.start])]));
  return [{ signal, matches: found, id, at: window.end - rule.schedule.every }];
}
