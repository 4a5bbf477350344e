/**
 * All open incidents, and what is on its way to people. It is one item of the store, written on condition: what an alert
 * changes, and what is decided to be told, happens as a whole or not at all. Functions here compute the next board and
 * touch nothing.
 */
import { type AlarmChange, gathering } from './alarms.ts';
import { componentsOf } from './components.ts';
import { scheduled } from './due.ts';
import { type IncidentAlert, type RuleText, severityRank } from './incident.ts';
import { type Key, keysOf, longestGap } from './keys.ts';
import { incidentOf, mergeIncidents, type OpenIncident } from './open-incident.ts';
import { type Pace, unhurried } from './pace.ts';
import type { ReadAlert } from './read-alert.ts';

export type Board = {
  readonly incidents: readonly OpenIncident[];
  /** Of rules whose alerts people are still to be told of. */
  readonly texts: readonly RuleText[];
  /** Changes of alarms that nobody was told of. */
  readonly alarms: readonly AlarmChange[];
  /** When people are to be told of these, epoch milliseconds. */
  readonly alarmsDue?: number;
  readonly pace: Pace;
  /** News that was made and of which it is not known yet that it is out. */
  readonly outbox: readonly Outgoing[];
  /** True if incidents were cut because the board was larger than an item may be. */
  readonly isCrowded?: boolean;
};

export type Outgoing = {
  /** Of the news, which is an item of its own. */
  readonly id: string;
  /** Until then whoever made it is sending it; from then on anybody may. Epoch milliseconds. */
  readonly until: number;
};

export const emptyBoard: Board = { incidents: [], texts: [], alarms: [], pace: unhurried, outbox: [] };

/** An alert as it joins incidents. */
export interface Arrived {
  readonly alert: IncidentAlert;
  readonly rule: RuleText;
  readonly keys: readonly Key[];
}

export function arrived(read: ReadAlert): Arrived {
  const { alert, rule } = read;
  return { alert, rule, keys: keysOf(read) };
}

/** How many texts of rules are kept. */
const textLimit = 40;

/**
 * @param all alerts that are not known to have been told; those that are pending already change nothing
 * @returns the board with them
 */
export function withAlerts(board: Board, all: readonly Arrived[], now: number): Board {
  const known = pendingIds(board);
  const fresh = new Map<string, Arrived>();
  for (const each of all) if (!known.has(each.alert.id)) fresh.set(each.alert.id, each);
  const singles = new Map<OpenIncident, IncidentAlert>();
  for (const { alert, keys } of fresh.values()) singles.set(incidentOf(alert, keys, now), alert);
  const incidents = componentsOf([...board.incidents, ...singles.keys()]).map((parts) => {
    const [only] = parts;
    const alerts = parts.flatMap((part) => singles.get(part) ?? []);
    // What no alert was added to may be two all the same: an alert before told of them.
    if (parts.length === 1 && only !== undefined && alerts.length === 0) return only;
    return scheduled(
      parts.filter((part) => !singles.has(part)),
      mergeIncidents(parts),
      alerts,
      now,
    );
  });
  return {
    ...board,
    incidents: incidents.filter((each) => !isOver(each, now)),
    texts: textsWith(board.texts, [...fresh.values()]),
  };
}

/** @param changes of alarms, of which none is known to have been told; those that are pending already change nothing */
export function withAlarms(board: Board, changes: readonly AlarmChange[], now: number): Board {
  if (changes.length === 0) return board;
  const all = new Map([...board.alarms, ...changes].map((change) => [change.id, change]));
  return { ...board, alarms: [...all.values()], alarmsDue: board.alarmsDue ?? now + gathering };
}

/** Nobody is to be told anything of it, and nothing joins it any more but what comes very late. */
function isOver(incident: OpenIncident, now: number): boolean {
  return incident.due === undefined && now - incident.arrived > longestGap + (incident.told ? longestGap : 0);
}

function textsWith(texts: readonly RuleText[], all: readonly Arrived[]): readonly RuleText[] {
  const found = new Map(texts.map((text) => [text.id, text]));
  for (const { alert, rule } of all) if (!alert.buildingBlock) found.set(rule.id, rule);
  return bySeverity([...found.values()]).slice(0, textLimit);
}

export function bySeverity(texts: readonly RuleText[]): readonly RuleText[] {
  return texts.toSorted(
    (a, b) => severityRank(b.severity) - severityRank(a.severity) || (a.id < b.id ? -1 : 1),
  );
}

/** From so many alerts or incidents on that people are to be told of, they are told, whatever the waits: an item has an end. */
const pressure = { alerts: 3000, incidents: 150 };

/** @returns whether more waits than can be remembered for long */
export function isPressed({ incidents, isCrowded = false }: Board): boolean {
  const waiting = incidents.filter(({ due }) => due !== undefined);
  const alerts = waiting.reduce((sum, { pending }) => sum + pending.length, 0);
  return alerts > pressure.alerts || waiting.length > pressure.incidents || (isCrowded && waiting.length > 0);
}

/** @returns ids of alerts and alarms that the board knows and people do not, building blocks of no incident included */
export function pendingIds({ incidents, alarms }: Board): ReadonlySet<string> {
  return new Set([...incidents.flatMap(({ pending }) => pending), ...alarms.map(({ id }) => id)]);
}
