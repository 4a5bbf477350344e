/** What happened, act by act, where an alert is of several: for people. */
import type { Alert } from './fields.ts';

/**
 * @param limit how many events are told of
 * @returns a line for each of the newest events, oldest first, as `2026-03-01T10:00:02Z alice read secret shop/token`;
 * none for an alert on a single request, whose reason says it all. Whoever shows them makes them visible
 */
export function storyOf({ harrier }: Alert, limit: number): readonly string[] {
  const told = harrier.events.filter(({ reason }) => reason !== undefined).slice(-limit);
  const others = harrier.event_count - told.length;
  return told.length === 0
    ? []
    : [
        ...told.map((event) => [toSecond(event['@timestamp']), event.reason].filter(Boolean).join(' ')),
        ...(others > 0 ? [`and ${others} more`] : []),
      ];
}

/** RFC 3339 without the fraction of the second. */
function toSecond(time: string | undefined): string | undefined {
  return time?.replace(/\.\d+Z$/, 'Z');
}
