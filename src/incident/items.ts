/** What is stored of incidents: the board, the news that is on its way, and which alerts people were told of. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Json, JsonObject } from '../schema/audit-event.ts';
import { keyOf } from '../state/key.ts';
import { type Item, type Key, StateShapeError, type StoredItem } from '../state/store.ts';
import type { Board } from './board.ts';
import type { News } from './compose.ts';
import { mostTelling } from './merged-lists.ts';
import { severityOf } from './open-incident.ts';
import { cut } from './read-alert.ts';

const day = 86_400_000;

/** SQS keeps an alert for at most 14 days: until then it may come again. */
const redeliveryHorizon = 15 * day;
/** A board that nobody has written for so long is of an incident that nobody remembers. */
const boardHorizon = 90 * day;

export const boardKey: Key = keyOf(['incidents'], ['board']);

export function newsKey(id: string): Key {
  return keyOf(['incident-news', id], ['news']);
}

/** @param id of an alert, or of a change of an alarm */
export function toldKey(id: string): Key {
  return keyOf(['told', id], ['alert']);
}

/** Bytes of what is packed: DynamoDB takes items of 400 KB. */
export const maxPackedBytes = 340_000;

/** Fewer and fewer, until it fits. */
const detailSteps = [40, 20, 10, 5, 2, 0];

/** @returns the item, and the news as it can be stored: with fewer alerts in full where there are too many */
export function newsItem(
  news: News,
  now: number,
  limit = maxPackedBytes,
): { readonly item: Item; readonly news: News } {
  const itemOf = (value: JsonObject) => ({
    key: newsKey(news.id),
    value,
    expiresAt: now + redeliveryHorizon,
  });
  if (news.kind === 'alarms') return { item: itemOf(packed('incident-news', news)), news };
  let stored = news;
  for (const details of detailSteps) {
    stored = {
      ...stored,
      incidents: stored.incidents.map((each) =>
        each.alerts.length <= details
          ? each
          : {
              ...each,
              alerts: each.alerts.slice(0, details),
              leftOut: { ...each.leftOut, alerts: each.alertCount - details },
            },
      ),
    };
    const value = packed('incident-news', stored);
    if (String(value.data).length <= limit || details === 0) return { item: itemOf(value), news: stored };
  }
  throw new TypeError('no news is without a last step');
}

export function newsOf(item: StoredItem): News {
  return unpacked(item, 'incident-news') as News;
}

export function toldItem(id: string, now: number): Item {
  return { key: toldKey(id), value: { kind: 'told', version: 1 }, expiresAt: now + redeliveryHorizon };
}

/** How many incidents are remembered. */
export const maxIncidents = 2000;

/** What had to give way so that the board fits. */
export interface Shed {
  /**
   * Incidents that people know and that are no longer remembered: what happens next of them will look like another one.
   */
  readonly incidents: number;
}

/**
 * What gives way, step by step: alerts in full of each incident, and the share of incidents that stay; where nothing else is
 * left, of those that stay lists, sightings, and texts that callers wrote.
 */
interface Step {
  readonly details: number;
  readonly share: number;
  readonly bare?: { readonly list: number; readonly sightings: number; readonly text: number };
}

const steps: readonly Step[] = [
  { details: 40, share: 1 },
  { details: 10, share: 1 },
  { details: 5, share: 1 },
  { details: 5, share: 0.75 },
  { details: 5, share: 0.5 },
  { details: 2, share: 0.25 },
  { details: 0, share: 0.1 },
  { details: 0, share: 0, bare: { list: 3, sightings: 64, text: 256 } },
  { details: 0, share: 0, bare: { list: 2, sightings: 16, text: 100 } },
  { details: 0, share: 0, bare: { list: 1, sightings: 6, text: 30 } },
];

/**
 * @returns the item, and what gave way so that it fits: what is told of alerts beside their ids, then incidents of building
 * blocks alone, then incidents that people know all of, the longest quiet first, then most of who and what an incident is
 * about. Alerts that people have to be told of stay, and where so much had to go, they are told of at once
 */
export function boardItem(board: Board, now: number, limit = maxPackedBytes): { item: Item; shed: Shed } {
  const { isCrowded: _, ...whole } = board;
  let kept: Board = whole;
  for (const [index, step] of steps.entries()) {
    kept = bounded(kept, Math.floor(Math.min(maxIncidents, board.incidents.length) * step.share), step);
    if (step.bare !== undefined) kept = { ...kept, isCrowded: true };
    const value = packed('incidents', kept);
    if (String(value.data).length > limit && index < steps.length - 1) continue;
    return {
      item: { key: boardKey, value, expiresAt: now + boardHorizon },
      shed: { incidents: knownIn(board) - knownIn(kept) },
    };
  }
  throw new TypeError('no board is without a last step');
}

/** @returns how many incidents there are that are not of building blocks alone */
function knownIn({ incidents }: Board): number {
  return incidents.filter((each) => severityOf(each) !== undefined).length;
}

function isNeeded({ due }: Board['incidents'][number]): boolean {
  return due !== undefined;
}

function bounded(board: Board, count: number, { details, bare }: Step): Board {
  const needed = board.incidents.filter(isNeeded);
  const others = board.incidents
    .filter((each) => !isNeeded(each))
    .toSorted((a, b) => rightToStay(b) - rightToStay(a) || b.arrived - a.arrived);
  const kept = [...needed, ...others.slice(0, Math.max(0, count - needed.length))];
  return {
    ...board,
    incidents: kept.map((each) => {
      // Nobody will be told of an alert in full that is not told.
      const room = severityOf(each) === undefined ? Math.min(details, 3) : details;
      const fewer = each.details.length <= room ? each : { ...each, details: each.details.slice(0, room) };
      return bare === undefined ? fewer : bared(fewer, bare);
    }),
    texts: board.texts.slice(0, details),
  };
}

function bared(
  incident: Board['incidents'][number],
  { list, sightings, text }: NonNullable<Step['bare']>,
): Board['incidents'][number] {
  const { actors, entities, rules, places, leftOut } = incident;
  return {
    ...incident,
    sightings: mostTelling(incident.sightings, sightings),
    places: texts(places.slice(0, list), text),
    actors: texts(actors.slice(0, list), text),
    entities: texts(entities.slice(0, list), text),
    rules: rules.slice(0, list),
    leftOut: {
      ...leftOut,
      actors: leftOut.actors + Math.max(0, actors.length - list),
      entities: leftOut.entities + Math.max(0, entities.length - list),
    },
  };
}

/** @returns the same, with every text in it cut in length */
function texts<Value extends Json>(value: Value, limit: number): Value {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? cut(each, limit) : each)),
  ) as Value;
}

/** Incidents of building blocks alone go first. */
function rightToStay(incident: Board['incidents'][number]): number {
  return severityOf(incident) === undefined ? 0 : 1;
}

export function boardOf(item: StoredItem): Board {
  return unpacked(item, 'incidents') as Board;
}

/** A board is mostly names that repeat themselves: deflated it takes a fifth. */
function packed(kind: string, value: Json): JsonObject {
  return { kind, version: 1, data: deflateRawSync(JSON.stringify(value)).toString('base64') };
}

function unpacked({ key, value }: StoredItem, kind: string): Json {
  if (value.kind !== kind || value.version !== 1 || typeof value.data !== 'string') {
    throw new StateShapeError(
      `the state item ${JSON.stringify([key.partition, key.sort])} has kind ${JSON.stringify(value.kind)}, version ${JSON.stringify(value.version)}; expected kind "${kind}", version 1. ` +
        'It was written by another version of Harrier or by something else: remove it, or run the version that wrote it',
    );
  }
  return JSON.parse(inflateRawSync(Buffer.from(value.data, 'base64')).toString()) as Json;
}
