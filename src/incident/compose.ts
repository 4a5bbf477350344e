/** Makes news of what is due. */
import { hash } from 'node:crypto';
import { type AlarmNews, latestChanges } from './alarms.ts';
import { type Board, bySeverity, isPressed } from './board.ts';
import { type Incident, type IncidentNews, severityRank } from './incident.ts';
import { byTime, weight } from './merged-lists.ts';
import { knownEnds, type OpenIncident, severityOf } from './open-incident.ts';
import { freeAt, spent } from './pace.ts';

/** How many incidents one message is about. */
const incidentLimit = 1000;
/** How many alerts one message tells of for the first time: an id takes 33 bytes, and SNS takes 262,144. */
const idLimit = 4000;
/** How many of the alerts that people know are kept in full, to be told beside new ones. */
const keptDetails = 6;
const ruleLimit = 10;

/** @returns when there is something to tell, epoch milliseconds; infinity if never */
export function nextDue(board: Board): number {
  if (isPressed(board)) return 0;
  return board.incidents.reduce(
    (least, { due = Number.POSITIVE_INFINITY }) => Math.min(least, due),
    board.alarmsDue ?? Number.POSITIVE_INFINITY,
  );
}

/** A message to people. */
export type News = IncidentNews | AlarmNews;

/** @returns ids of the alerts or alarms that people are told of by it */
export function idsOf(news: News): readonly string[] {
  return news.kind === 'alarms' ? news.ids : news.incidents.flatMap(({ newIds }) => newIds);
}

export interface Composed {
  readonly news: News;
  /** The board once that is on its way. */
  readonly board: Board;
}

/**
 * @param lease how long the news counts as being sent by whoever composed it, milliseconds
 * @returns undefined if nothing is due, or the pace does not allow a message
 */
export function compose(board: Board, now: number, lease: number): Composed | undefined {
  const pressed = isPressed(board);
  if (freeAt(board.pace, now, pressed) > now || nextDue(board) > now) return undefined;
  const isIncidentDue = pressed || board.incidents.some(({ due = Number.POSITIVE_INFINITY }) => due <= now);
  return isIncidentDue ? ofIncidents(board, now, lease, pressed) : ofAlarms(board, now, lease);
}

function ofAlarms(board: Board, now: number, lease: number): Composed {
  const { alarmsDue: _, alarms, ...rest } = board;
  const ids = alarms.map(({ id }) => id).sort();
  const id = newsId(ids);
  return {
    news: { kind: 'alarms', id, at: now, changes: latestChanges(alarms), ids },
    board: {
      ...rest,
      alarms: [],
      pace: spent(board.pace, now),
      outbox: [...board.outbox, { id, until: now + lease }],
    },
  };
}

function newsId(identity: unknown): string {
  return hash('sha256', JSON.stringify(['news', identity]), 'hex').slice(0, 32);
}

function ofIncidents(board: Board, now: number, lease: number, pressed: boolean): Composed {
  const ripe = board.incidents
    .filter(({ due }) => due !== undefined && (due <= now || pressed))
    .toSorted(byImportance)
    .slice(0, incidentLimit);
  const told = new Map<OpenIncident, OpenIncident>();
  const incidents: Incident[] = [];
  let room = idLimit;
  for (const open of ripe) {
    if (room === 0) break;
    const ids = open.pending.slice(0, room);
    room -= ids.length;
    incidents.push(toldAs(open, ids));
    told.set(open, afterTelling(open, ids, now));
  }
  const identity = incidents.map(({ id, newIds, merged, severity }) => [id, severity, merged, newIds]);
  const id = newsId(identity);
  const rules = new Set(incidents.flatMap((each) => each.rules.map((rule) => rule.id)));
  const next = {
    ...board,
    incidents: board.incidents.map((each) => told.get(each) ?? each),
    pace: spent(board.pace, now),
    outbox: [...board.outbox, { id, until: now + lease }],
  };
  return {
    news: {
      kind: 'incidents',
      id,
      at: now,
      incidents,
      rules: bySeverity(board.texts.filter((text) => rules.has(text.id))).slice(0, ruleLimit),
    },
    board: { ...next, texts: textsNeeded(next) },
  };
}

function byImportance(a: OpenIncident, b: OpenIncident): number {
  const rank = (each: OpenIncident) => severityRank(severityOf(each) ?? 'low');
  return rank(b) - rank(a) || a.first - b.first || (a.id < b.id ? -1 : 1);
}

function toldAs(open: OpenIncident, newIds: readonly string[]): Incident {
  const isNew = new Set(newIds);
  return {
    id: open.id,
    severity: severityOf(open) ?? 'low',
    first: open.first,
    last: open.last,
    places: open.places,
    tactics: open.tactics.map(([, tactic]) => tactic),
    actors: open.actors.map(([, actor]) => actor),
    entities: open.entities.map(([, entity]) => entity),
    rules: open.rules,
    alerts: open.details.map((alert) => ({ ...alert, isNew: isNew.has(alert.id) })),
    alertCount: open.alertCount,
    ends: knownEnds(open),
    newIds,
    leftOut: {
      ...open.leftOut,
      alerts: open.alertCount - open.details.length,
    },
    ...(open.told !== undefined && { told: open.told }),
    merged: open.merged,
  };
}

function afterTelling(open: OpenIncident, ids: readonly string[], now: number): OpenIncident {
  const { due: _, ...rest } = open;
  const out = new Set(ids);
  const pending = open.pending.filter((id) => !out.has(id));
  const known = open.details.filter(({ id }) => out.has(id));
  const others = open.details.filter(({ id }) => !out.has(id));
  const waiting = new Set(pending);
  return {
    ...rest,
    details: [
      ...others.filter(({ id }) => waiting.has(id)),
      ...[...known, ...others.filter(({ id }) => !waiting.has(id))]
        .toSorted((a, b) => weight(b) - weight(a) || byTime(b, a))
        .slice(0, keptDetails),
    ].sort(byTime),
    pending,
    // What there was no room for is told next.
    ...(pending.length > 0 && { due: now }),
    told: {
      at: now,
      times: (open.told?.times ?? 0) + 1,
      severity: severityOf(open) ?? 'low',
      alerts: open.alertCount - pending.length,
    },
    isFresh: false,
    repeats: open.isFresh ? 0 : open.repeats + 1,
    merged: [],
  };
}

function textsNeeded(board: Board): Board['texts'] {
  const needed = new Set(
    board.incidents.filter(({ due }) => due !== undefined).flatMap(({ rules }) => rules.map(({ id }) => id)),
  );
  return board.texts.filter(({ id }) => needed.has(id));
}
