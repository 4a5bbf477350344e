/**
 * Takes alerts and tells people of incidents, over a store that other invocations use at the same time.
 *
 * The board is written on condition, so of two that change it at once one does it again. News is stored, then it is on the
 * board as outgoing, then it is sent, then its alerts are recorded as told, then it is off the board: an alert is at every
 * moment pending, or in outgoing news, or recorded. What crashes on the way leaves outgoing news, which is sent again with
 * the same id once its sender can no longer be alive.
 */
import type { Item, StateStore, StoredItem } from '../state/store.ts';
import type { AlarmChange } from './alarms.ts';
import { arrived, type Board, emptyBoard, isPressed, pendingIds, withAlarms, withAlerts } from './board.ts';
import { compose, idsOf, type News, nextDue } from './compose.ts';
import { boardItem, boardKey, boardOf, newsItem, newsKey, newsOf, toldItem, toldKey } from './items.ts';
import { freeAt, spent } from './pace.ts';
import type { ReadAlert } from './read-alert.ts';
import { withoutWrongTimes } from './wrong-clock.ts';

/** Where news goes. */
export interface NewsPublisher {
  /** News may be given again, with the same id. @throws if it may not have reached everybody */
  publish(news: News): Promise<void>;
}

export interface NotifierParts {
  readonly store: StateStore;
  readonly publisher: NewsPublisher;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** From 0 to 1. */
  readonly random: () => number;
  /**
   * How long after it was made news may still be being sent, milliseconds: longer than an invocation can live.
   */
  readonly lease: number;
}

/** What came of alerts. */
export interface Received {
  /** Alerts that were not known. */
  readonly alerts: number;
  /** Incidents that are open now. */
  readonly incidents: number;
  /** Incidents that were given up, because there were too many. */
  readonly shed: number;
}

export interface Notifier {
  /**
   * Takes alerts, and changes of alarms. When it resolves, they will be told of, whatever happens.
   * @throws StateUnavailableError if the store cannot be used; they may be given again
   */
  receive(reads: readonly ReadAlert[], changes?: readonly AlarmChange[]): Promise<Received>;
  /**
   * Tells what is due, and what becomes due, at the pace that people can bear.
   * @param until when to stop waiting for what is due later, epoch milliseconds
   * @returns the news that was sent
   * @throws what the publisher throws; the news is sent again later
   */
  tell(until: number): Promise<readonly News[]>;
}

/** Whoever has lost so often has found a fault. */
const mostTries = 200;

export function createNotifier({ store, publisher, clock, sleep, random, lease }: NotifierParts): Notifier {
  async function load(): Promise<{ board: Board; version: string | undefined }> {
    const [item] = await store.get([boardKey]);
    return item === undefined
      ? { board: emptyBoard, version: undefined }
      : { board: withoutWrongTimes(boardOf(item), clock(), lease), version: item.version };
  }

  /** @param change of the board as it is; undefined if there is nothing to write */
  async function change<Result>(
    decide: (board: Board) => Promise<{ board?: Board; result: (shed: number) => Result }>,
  ): Promise<Result> {
    for (let tries = 1; tries <= mostTries; tries++) {
      const { board, version } = await load();
      const { board: next, result } = await decide(board);
      if (next === undefined) return result(0);
      const { item, shed } = boardItem(next, clock());
      if (await store.putIf(item, version)) return result(shed.incidents);
      await sleep(Math.ceil(random() * Math.min(20 * tries, 500)));
    }
    throw new Error(`the board of incidents was written by others ${mostTries} times in a row`);
  }

  /** @returns ids of alerts that are in outgoing news, or recorded as told */
  async function toldOf(board: Board, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const told = new Set((await outgoing(board)).flatMap(idsOf));
    const unknown = ids.filter((id) => !told.has(id));
    const items = unknown.length === 0 ? [] : await store.get(unknown.map(toldKey));
    for (const [index, id] of unknown.entries()) if (items[index] !== undefined) told.add(id);
    return told;
  }

  async function outgoing({ outbox }: Board): Promise<readonly News[]> {
    if (outbox.length === 0) return [];
    const items = await store.get(outbox.map(({ id }) => newsKey(id)));
    return items.filter((item): item is StoredItem => item !== undefined).map(newsOf);
  }

  async function receive(
    reads: readonly ReadAlert[],
    changes: readonly AlarmChange[] = [],
  ): Promise<Received> {
    const ids = [...new Set([...reads.map(({ alert }) => alert.id), ...changes.map(({ id }) => id)])];
    return change(async (board) => {
      // After the board was read: what was told since then has changed it.
      const told = await toldOf(board, ids);
      const pending = pendingIds(board);
      const fresh = ids.filter((id) => !told.has(id) && !pending.has(id));
      if (fresh.length === 0)
        return { result: () => ({ alerts: 0, incidents: board.incidents.length, shed: 0 }) };
      const isFresh = new Set(fresh);
      const now = clock();
      const alerts = reads.filter(({ alert }) => isFresh.has(alert.id));
      const alarms = changes.filter(({ id }) => isFresh.has(id));
      const next = withAlarms(
        alerts.length === 0 ? board : withAlerts(board, alerts.map(arrived), now),
        alarms,
        now,
      );
      return {
        board: next,
        result: (shed) => ({ alerts: fresh.length, incidents: next.incidents.length - shed, shed }),
      };
    });
  }

  /** @returns the news to send now, or when to look again */
  async function next(): Promise<News | number> {
    return change<News | number>(async (board) => {
      const now = clock();
      const free = freeAt(board.pace, now, isPressed(board));
      const left = board.outbox.find(({ until }) => until <= now);
      if (left !== undefined && free <= now) {
        const [item] = await store.get([newsKey(left.id)]);
        const outbox = board.outbox.flatMap((each) =>
          each !== left ? [each] : item === undefined ? [] : [{ ...left, until: now + lease }],
        );
        const news = item === undefined ? now : newsOf(item);
        return { board: { ...board, outbox, pace: spent(board.pace, now) }, result: () => news };
      }
      const composed = left === undefined ? compose(board, now, lease) : undefined;
      if (composed !== undefined) {
        const { item, news } = newsItem(composed.news, now);
        await store.put([item]);
        return { board: composed.board, result: () => news };
      }
      const untils = board.outbox.map(({ until }) => until);
      const due = Math.min(nextDue(board), ...untils);
      return { result: () => Math.max(due, free) };
    });
  }

  async function send(news: News): Promise<void> {
    await publisher.publish(news);
    const now = clock();
    const told: Item[] = idsOf(news).map((id) => toldItem(id, now));
    await store.put(told);
    await change(async (board) => ({
      board: { ...board, outbox: board.outbox.filter(({ id }) => id !== news.id) },
      result: () => undefined,
    }));
  }

  async function tell(until: number): Promise<readonly News[]> {
    const sent: News[] = [];
    for (;;) {
      const found = await next();
      if (typeof found !== 'number') {
        await send(found);
        sent.push(found);
        continue;
      }
      const now = clock();
      if (found > until || now >= until) return sent;
      await sleep(Math.max(1, found - now));
    }
  }

  return { receive, tell };
}
