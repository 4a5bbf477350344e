/** The way of the data, on one screen: decode → match → correlate → alert → publish. */
import { type Alert, renderAlert } from './alert/alert.ts';
import { signalsOf } from './correlate/matches.ts';
import type { RecentIds } from './correlate/recent-ids.ts';
import type { Batch, SkipReason, UndecodableReason, UndecodableRecord } from './decode/batch.ts';
import { type MatchFailure, matchEvents } from './match/match.ts';
import type { RuleSet } from './match/rule-set.ts';
import type { Publisher } from './publish/publisher.ts';
import type { EventFormat } from './signal.ts';

/** What the pipeline is given: everything outside it, so that a replay runs what Lambda runs. */
export interface Parts {
  readonly ruleSet: RuleSet;
  /** What the events are: raw audit events, or documents with Elastic's field names. */
  readonly format: EventFormat;
  readonly publisher: Publisher;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Ids of alerts that are out already; shared by the deliveries of one process. */
  readonly sent: RecentIds;
  /** Told of every record that could not be decoded; it keeps what is needed to look it up. */
  readonly onUndecodable?: (record: UndecodableRecord) => void;
  /** Told of every rule that failed on an event. */
  readonly onFailure?: (failure: MatchFailure) => void;
}

/** What became of a delivery. */
export interface Summary {
  events: number;
  /** Events that were cut at a size limit and matched by what was left of them. */
  partial: number;
  matches: number;
  /** Rules that failed on an event. */
  failures: number;
  alerts: number;
  undecodable: Partial<Record<UndecodableReason, number>>;
  skipped: Partial<Record<SkipReason, number>>;
}

export function emptySummary(): Summary {
  return { events: 0, partial: 0, matches: 0, failures: 0, alerts: 0, undecodable: {}, skipped: {} };
}

/**
 * Runs a delivery through the pipeline. Alerts are published before the next batch is read, so what is in memory
 * does not grow with the delivery.
 * @throws PoisonDeliveryError from decoding and PublishError from publishing; the delivery is then redelivered or
 * dead-lettered, and what was published is recognised by its alert ids
 */
export async function runDelivery(batches: AsyncIterable<Batch>, parts: Parts): Promise<Summary> {
  const summary = emptySummary();
  for await (const batch of batches) {
    count(batch, summary);
    for (const record of batch.undecodable) parts.onUndecodable?.(record);
    const now = parts.clock();
    const { matches, failures } = matchEvents(parts.ruleSet, batch.events, now);
    for (const failure of failures) parts.onFailure?.(failure);
    const alerts = signalsOf(matches, parts.format).map((signal) => renderAlert(signal, now, parts.format));
    const unsent = alerts.filter(({ event }) => !parts.sent.has(event.id));
    await publish(unsent, parts);
    summary.matches += matches.length;
    summary.failures += failures.length;
    summary.alerts += unsent.length;
  }
  return summary;
}

async function publish(alerts: readonly Alert[], { publisher, sent }: Parts): Promise<void> {
  if (alerts.length === 0) return;
  await publisher.publish(alerts);
  for (const { event } of alerts) sent.add(event.id);
}

function count({ events, undecodable, skipped }: Batch, summary: Summary): void {
  summary.events += events.length;
  for (const { partial } of events) if (partial) summary.partial++;
  for (const { reason } of undecodable) summary.undecodable[reason] = (summary.undecodable[reason] ?? 0) + 1;
  for (const [reason, records] of Object.entries(skipped) as [SkipReason, number][]) {
    summary.skipped[reason] = (summary.skipped[reason] ?? 0) + records;
  }
}
