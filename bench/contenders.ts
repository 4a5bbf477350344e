/** The two things that are compared. */
import { gunzipSync } from 'node:zlib';
import { createMemory, type Memory } from '../src/correlate/memory.ts';
import { decode } from '../src/decode/decode.ts';
import type { RuleSet } from '../src/match/rule-set.ts';
import { runDelivery } from '../src/pipeline.ts';
import { auditSource } from '../src/source/audit/source.ts';
import { memoryStore } from '../src/state/memory.ts';
import type { Corpus } from './corpus.ts';

/** The least that anything has to do which looks at every event. */
export async function runFloor({ objects }: Corpus): Promise<{ events: number; alerts: number }> {
  let events = 0;
  for (const object of objects) {
    for (const line of gunzipSync(object).toString().split('\n')) {
      if (line !== '' && JSON.parse(line).kind === 'Event') events++;
    }
  }
  return { events, alerts: 0 };
}

interface Objects {
  readonly objects: readonly (Uint8Array | AsyncIterable<Uint8Array>)[];
}

/** What a process that has been running for a while knows of new terms. */
export type Warm = Pick<Memory, 'histories' | 'knownTerms'>;

/**
 * The production pipeline, with a publisher that only counts.
 * @param warm what an earlier run of the same rules has left behind; without it every term is new
 */
export async function runPipeline(
  { objects }: Objects,
  ruleSet: RuleSet,
  warm?: Warm,
): Promise<{ events: number; alerts: number; warm: Warm }> {
  let events = 0;
  let alerts = 0;
  const remembered = { ...createMemory(memoryStore({ clock: Date.now }), Date.now), ...warm };
  const parts = {
    ruleSet,
    source: auditSource,
    publisher: {
      async publish(published: readonly unknown[]) {
        alerts += published.length;
      },
    },
    clock: Date.now,
    memory: remembered,
  };
  for (const object of objects)
    events += (await runDelivery(decode(object, { source: 'bench' }), parts)).events;
  // Nothing else: what windows remember of these events would make another run one of events that come again.
  const { histories, knownTerms } = remembered;
  return { events, alerts, warm: { histories, knownTerms } };
}
