/** The way of the data, on one screen: decode → match → correlate → alert → publish. */
import { type Alert, renderAlert } from './alert/alert.ts';
import { correlate } from './correlate/correlate.ts';
import type { Memory } from './correlate/memory.ts';
import { recordSent, unsent } from './correlate/sent.ts';
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
  /** What was seen before, and which alerts are out; shared by the deliveries of one process. */
  readonly memory: Memory;
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
    const signals = await correlate(matches, parts.format, parts.memory);
    const alerts = signals.map((signal) => renderAlert(signal, now, parts.format));
    summary.matches += matches.length;
    summary.failures += failures.length;
    summary.alerts += await publish(alerts, parts);
  }
  return summary;
}

/** @returns how many alerts were not out yet */
async function publish(alerts: readonly Alert[], { publisher, memory }: Parts): Promise<number> {
  const missing = await unsent(
    alerts.map(({ event }) => event.id),
    memory,
  );
  if (missing.size === 0) return 0;
  await publisher.publish(onePerId(alerts, missing));
  await recordSent([...missing], memory);
  return missing.size;
}

/** Several signals of one batch may have one id; the first alert of it is sent. */
function onePerId(alerts: readonly Alert[], wanted: ReadonlySet<string>): readonly Alert[] {
  const byId = new Map<string, Alert>();
  for (const alert of alerts)
    if (wanted.has(alert.event.id) && !byId.has(alert.event.id)) byId.set(alert.event.id, alert);
  return [...byId.values()];
}

function count({ events, undecodable, skipped }: Batch, summary: Summary): void {
  summary.events += events.length;
  for (const { partial } of events) if (partial) summary.partial++;
  for (const { reason } of undecodable) summary.undecodable[reason] = (summary.undecodable[reason] ?? 0) + 1;
  for (const [reason, records] of Object.entries(skipped) as [SkipReason, number][]) {
    summary.skipped[reason] = (summary.skipped[reason] ?? 0) + records;
  }
}
