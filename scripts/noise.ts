/** How many alerts our rules give where nothing happens. */
import { makeCorpus } from '../bench/corpus.ts';
import type { Alert } from '../src/alert/alert.ts';
import { createMemory, type Memory } from '../src/correlate/memory.ts';
import type { Batch } from '../src/decode/batch.ts';
import { decode } from '../src/decode/decode.ts';
import type { RuleSet } from '../src/match/rule-set.ts';
import { runDelivery } from '../src/pipeline.ts';
import type { AuditEvent, SourcedEvent } from '../src/schema/audit-event.ts';
import { auditSource } from '../src/source/audit/source.ts';
import { memoryStore } from '../src/state/memory.ts';

export interface RuleNoise {
  readonly rule: string;
  readonly severity: string;
  readonly buildingBlock: boolean;
  readonly alerts: number;
}

export interface Noise {
  readonly events: number;
  /** The noisiest first. */
  readonly rules: readonly RuleNoise[];
}

/**
 * Of a recording: rules for new terms learn for its first half.
 * @param events by their time
 */
export async function noiseOfRecording(ruleSet: RuleSet, events: readonly AuditEvent[]): Promise<Noise> {
  const [first, last] = [events[0], events.at(-1)].map((event) => Date.parse(String(event?.stageTimestamp)));
  const learning = ((last ?? 0) - (first ?? 0)) / 2;
  const memory = createMemory(memoryStore({ clock: Date.now }), Date.now, learning);
  return noiseOf(await alertsOn(ruleSet, chunks(events), memory), events.length);
}

/**
 * Of the corpus of the benchmarks, without the acts that are in it for rules to find. Rules for new terms have seen a
 * corpus of another seed before.
 * @param parts how many corpora
 * @param size events of each
 */
export async function noiseOfCorpus(ruleSet: RuleSet, parts: number, size: number): Promise<Noise> {
  let warm: Partial<Memory> = {};
  const alerts: Alert[] = [];
  for (let part = 0; part <= parts; part++) {
    const { objects } = makeCorpus(size, 10_000, part + 1);
    const memory = { ...createMemory(memoryStore({ clock: Date.now }), Date.now), ...warm };
    const found = await alertsOn(ruleSet, quiet(objects), memory);
    if (part > 0) alerts.push(...found);
    warm = { histories: memory.histories, knownTerms: memory.knownTerms };
  }
  return noiseOf(alerts, parts * size);
}

async function* quiet(objects: readonly Buffer[]): AsyncGenerator<Batch> {
  for (const object of objects) {
    for await (const batch of decode(object, { source: 'a corpus' }))
      yield { ...batch, events: batch.events.filter(isQuiet) };
  }
}

function isQuiet({ event }: SourcedEvent): boolean {
  const { resource, name, subresource } = (event.objectRef ?? {}) as Record<string, unknown>;
  return subresource !== 'exec' && resource !== 'secrets' && !(resource === 'pods' && name === 'debug');
}

async function* chunks(events: readonly AuditEvent[]): AsyncGenerator<Batch> {
  const origin = { source: 'a recording', cluster: 'recorded' };
  for (let from = 0; from < events.length; from += 500) {
    const part = events.slice(from, from + 500);
    const sourced = part.map((event, index) => ({ event, origin, position: from + index, partial: false }));
    yield { events: sourced, undecodable: [], skipped: {} };
  }
}

async function alertsOn(
  ruleSet: RuleSet,
  batches: AsyncIterable<Batch>,
  memory: Memory,
): Promise<readonly Alert[]> {
  const alerts: Alert[] = [];
  await runDelivery(batches, {
    ruleSet,
    source: auditSource,
    publisher: { publish: async (published) => void alerts.push(...published) },
    clock: Date.now,
    memory,
  });
  return alerts;
}

function noiseOf(alerts: readonly Alert[], events: number): Noise {
  const rules = [...Map.groupBy(alerts, ({ rule }) => rule.name)].map(([rule, of]) => ({
    rule,
    severity: of[0]?.harrier.severity ?? '',
    buildingBlock: of[0]?.harrier.building_block ?? false,
    alerts: of.length,
  }));
  return { events, rules: rules.toSorted((a, b) => b.alerts - a.alerts || (a.rule < b.rule ? -1 : 1)) };
}
