/** The way of the data, on one screen: decode → match → correlate → alert → publish. */
import { renderAlert } from './alert/alert.ts';
import { alertId } from './alert/identity.ts';
import { summarising } from './alert/summary.ts';
import { begin, correlate, undecided } from './correlate/correlate.ts';
import type { Memory } from './correlate/memory.ts';
import { recordSent, unsent } from './correlate/sent.ts';
import type { Batch, SkipReason, UndecodableReason, UndecodableRecord } from './decode/batch.ts';
import { type Match, type MatchFailure, matchEvents, type RuleWarning, takeWarnings } from './match/match.ts';
import type { RuleSet } from './match/rule-set.ts';
import { type Publisher, publishedBeside } from './publish/publisher.ts';
import { type Signal, windowOf } from './signal.ts';
import type { Source } from './source/source.ts';

/** What the pipeline is given: everything outside it. A replay runs the same pipeline as Lambda, with other parts. */
export interface Parts {
  readonly ruleSet: RuleSet;
  /** What the events are of. */
  readonly source: Source;
  readonly publisher: Publisher;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** What was seen before and which alerts were sent. The deliveries of one process share it. */
  readonly memory: Memory;
  /** How many batches' matches are concluded from together, at most; 64 unless it is told. */
  readonly most?: number;
  /** Called for every record that could not be decoded. */
  readonly onUndecodable?: (record: UndecodableRecord) => void;
  /** Called for every rule that failed on an event. */
  readonly onFailure?: (failure: MatchFailure) => void;
  /** Called after a delivery for every place of a query, and reason, for which values could not be computed. */
  readonly onWarning?: (warning: RuleWarning) => void;
}

/** What became of a delivery. */
export interface Summary {
  events: number;
  /** Events that were cut at a size limit and matched by what was left of them. */
  partial: number;
  matches: number;
  /** Rules that failed on an event. */
  failures: number;
  /** Values that queries in ES|QL could not compute, and took for null. */
  queryWarnings: number;
  alerts: number;
  /** Acts of sequences that are not remembered, because there were too many of their kind. */
  sequenceActsCut: number;
  /** Events of groups of ES|QL rules that are not remembered as a whole, because there was too much of them. */
  groupEventsCut: number;
  undecodable: Partial<Record<UndecodableReason, number>>;
  skipped: Partial<Record<SkipReason, number>>;
}

export function emptySummary(): Summary {
  const counts = {
    events: 0,
    partial: 0,
    matches: 0,
    failures: 0,
    queryWarnings: 0,
    alerts: 0,
    sequenceActsCut: 0,
    groupEventsCut: 0,
  };
  return { ...counts, undecodable: {}, skipped: {} };
}

/**
 * What batches' matches are concluded from together, at most. A window is then written and read once for all of them, and
 * what is in memory does not grow with the delivery. Events that matched live until then, and what lives is copied whenever
 * garbage is collected: a thousand of them, of a rule that nearly every event matches, are 4 KB for each event.
 */
const together = { batches: 64, matches: 250 };

/**
 * Runs a delivery through the pipeline. Alerts are published before the end, of a long delivery every few batches.
 * @throws PoisonDeliveryError from decoding and PublishError from publishing; the delivery is then redelivered or
 * dead-lettered, and what was published is recognised by its alert ids. Before an error from decoding is thrown, what was
 * decoded before it is published
 */
export async function runDelivery(batches: AsyncIterable<Batch>, parts: Parts): Promise<Summary> {
  const { source, memory, ruleSet, most = together.batches } = parts;
  const summary = emptySummary();
  let fault: { readonly error: unknown } | undefined;
  const decoded = upToFault(batches, (error) => {
    fault = { error };
  });
  let pending: Match[] = [];
  let batchesPending = 0;
  for await (const batch of decoded) {
    count(batch, summary);
    for (const record of batch.undecodable) parts.onUndecodable?.(record);
    const now = parts.clock();
    const { matches, failures } = matchEvents(ruleSet, batch.events, now);
    for (const failure of failures) parts.onFailure?.(failure);
    summary.matches += matches.length;
    summary.failures += failures.length;
    const context = { source, now };
    await begin(ruleSet.rules, batch.events, context, memory);
    const left = undecided(matches, context, memory);
    if (left.length === 0) continue;
    for (const match of left) pending.push(match);
    batchesPending++;
    if (batchesPending < most && pending.length < together.matches) continue;
    summary.alerts += await conclude(pending, summary, parts);
    pending = [];
    batchesPending = 0;
  }
  summary.alerts += await conclude(pending, summary, parts);
  for (const warning of takeWarnings(ruleSet)) {
    summary.queryWarnings += warning.count;
    parts.onWarning?.(warning);
  }
  if (fault !== undefined) throw fault.error;
  return summary;
}

/** The batches before a fault, which is told apart from those of who asks for them. */
async function* upToFault(
  batches: AsyncIterable<Batch>,
  onFault: (error: unknown) => void,
): AsyncGenerator<Batch, void, undefined> {
  try {
    yield* batches;
  } catch (error) {
    onFault(error);
  }
}

/** @returns how many alerts were published */
async function conclude(matches: readonly Match[], summary: Summary, parts: Parts): Promise<number> {
  if (matches.length === 0) return 0;
  const { source } = parts;
  const now = parts.clock();
  const context = {
    source,
    now,
    summarise: summarising(source),
    onGroupCut: (events: number) => {
      summary.groupEventsCut += events;
    },
    onCut: (acts: number) => {
      summary.sequenceActsCut += acts;
    },
  };
  return publish(await correlate(matches, context, parts.memory), now, parts);
}

/** @returns how many alerts were published: those that had not been sent before */
async function publish(
  signals: readonly Signal[],
  now: number,
  { publisher, memory, source }: Parts,
): Promise<number> {
  // Several signals of one batch may have one id; the first of them is sent.
  const byId = new Map<string, Signal>();
  for (const signal of signals) {
    const id = alertId(signal, source);
    if (!byId.has(id)) byId.set(id, signal);
  }
  const missing = await unsent([...byId.keys()], memory);
  if (missing.size === 0) return 0;
  const wanted = [...byId].filter(([id]) => missing.has(id));
  const record = (out: typeof wanted) =>
    recordSent(
      out.map(([id, { identity }]) => ({ id, end: windowOf(identity)?.end })),
      memory,
    );
  const alerts = wanted.map(([, signal]) => renderAlert(signal, now, source));
  try {
    await publisher.publish(alerts);
  } catch (error) {
    // Record those that got out, so that the redelivery does not send them again.
    const out = new Set(publishedBeside(error, alerts).map(({ event }) => event.id));
    await record(wanted.filter(([id]) => out.has(id)));
    throw error;
  }
  await record(wanted);
  return missing.size;
}

function count({ events, undecodable, skipped }: Batch, summary: Summary): void {
  summary.events += events.length;
  for (const { partial } of events) if (partial) summary.partial++;
  for (const { reason } of undecodable) summary.undecodable[reason] = (summary.undecodable[reason] ?? 0) + 1;
  for (const [reason, records] of Object.entries(skipped) as [SkipReason, number][]) {
    summary.skipped[reason] = (summary.skipped[reason] ?? 0) + records;
  }
}
