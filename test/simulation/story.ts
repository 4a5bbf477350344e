/** What alerts tell: every act that was counted, whichever deliveries it came in, as the event itself says it. */
import type { Alert, AlertEvent } from '../../src/alert/alert.ts';
import { reason } from '../../src/alert/reason.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { auditSource } from '../../src/source/audit/source.ts';

/**
 * @param events all events there are
 * @returns what is wrong in the stories of thresholds; empty if nothing is
 */
export function falseStory(alerts: readonly Alert[], events: readonly JsonObject[]): string {
  return alerts.flatMap((alert) => faults(alert, events)).join('\n');
}

function faults({ event, harrier }: Alert, events: readonly JsonObject[]): readonly string[] {
  const { count, suppressed } = harrier.values ?? {};
  if (typeof count !== 'number') return [];
  const requests = new Set(harrier.events.map(({ id }) => id.split('/')[0]));
  const found = harrier.events.flatMap((told) => misquoted(told, events));
  const times = harrier.events.map((told) => told['@timestamp'] ?? '');
  if (times.join() !== times.toSorted().join()) found.push('is in no order of time');
  if (harrier.event_count !== harrier.events.length) found.push('does not list what it counts');
  // Of signals that are suppressed together the count is the first one's, and the story is of all.
  const isAll = suppressed === undefined ? requests.size === count : requests.size >= count;
  if (!isAll) found.push(`is of ${count} acts and tells of ${requests.size}`);
  if (!harrier.reason.includes(` of ${requests.size} requests within `))
    found.push(`does not say how often: ${harrier.reason}`);
  return found.map((what) => `the story of ${event.id} ${what}`);
}

function misquoted(told: AlertEvent, events: readonly JsonObject[]): readonly string[] {
  const event = events.find(({ auditID, stage }) => `${auditID}/${stage}` === told.id);
  if (event === undefined) return [`has ${told.id}, which nobody sent`];
  const origin = { source: told.source, cluster: 'prod' };
  const sentence = reason([{ event, origin, position: 1, partial: false }], auditSource);
  return told.reason === sentence && told['@timestamp'] === event.stageTimestamp
    ? []
    : [`has ${told.id} as "${told['@timestamp']} ${told.reason}"`];
}
