/** What people would have been told of alerts, had they come when their acts were done. */
import { type Arrived, emptyBoard, withAlerts } from './board.ts';
import { compose, nextDue } from './compose.ts';
import type { IncidentNews } from './incident.ts';
import { freeAt } from './pace.ts';

/** As Lambda gathers messages of a queue before it invokes, milliseconds. */
const gathering = 2000;
/** So that a year of alerts takes no longer than a day's: they are then taken in larger portions of time. */
const mostPortions = 2000;

/**
 * @param all in any order
 * @returns the news in the order in which it would have been sent
 */
export function rehearse(all: readonly Arrived[]): readonly IncidentNews[] {
  const byTime = all.toSorted((a, b) => a.alert.at - b.alert.at);
  const [first] = byTime;
  const last = byTime.at(-1);
  if (first === undefined || last === undefined) return [];
  const portion = Math.max(gathering, (last.alert.at - first.alert.at) / mostPortions);
  const sent: IncidentNews[] = [];
  let board = emptyBoard;

  /** Tells what is due until then. */
  function tell(until: number): void {
    for (;;) {
      const at = Math.max(nextDue(board), freeAt(board.pace, 0));
      if (at > until) return;
      const composed = compose(board, at, 0);
      if (composed === undefined) return;
      board = { ...composed.board, outbox: [] };
      if (composed.news.kind === 'incidents') sent.push(composed.news);
    }
  }

  for (let at = 0; at < byTime.length; ) {
    const begins = byTime[at]?.alert.at ?? 0;
    let end = at;
    while ((byTime[end]?.alert.at ?? Number.POSITIVE_INFINITY) <= begins + portion) end++;
    const some = byTime.slice(at, end);
    const now = Math.max(begins, some.at(-1)?.alert.at ?? begins);
    tell(now - 1);
    board = withAlerts(board, some, now);
    tell(now);
    at = end;
  }
  tell(Number.MAX_SAFE_INTEGER);
  return sent;
}
