/** The sample that `npm start` replays: it is what its generator writes, and gives the alerts that docs/sample.md tells of. */
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { sampleLearning } from '../../src/cli/replay.ts';
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import { createMemory } from '../../src/correlate/memory.ts';
import type { Batch } from '../../src/decode/batch.ts';
import { decode } from '../../src/decode/decode.ts';
import { decodeSubscription } from '../../src/decode/subscription.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { emptySummary, runDelivery, type Summary } from '../../src/pipeline.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { sampleFiles } from '../fixtures/sample/generate.ts';
import { loadModule, runtime } from '../load-module.ts';

const data = fileURLToPath(new URL('../fixtures/sample/data/', import.meta.url));
const generated = sampleFiles();
const stored = generated.map(({ path }) => ({ path, bytes: readFileSync(`${data}${path}.gz`) }));

const { rules } = loadRules([fileURLToPath(new URL('../../rules/', import.meta.url))]);
const { module } = compileRules(rules, { target: auditTarget, runtime });
const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };

/** What is left of a delivery after its compression; the subscription's as Lambda is invoked with it. */
function batches(path: string, bytes: Buffer): AsyncIterable<Batch> {
  if (!path.startsWith('3-subscription/')) return decode(bytes, { source: path });
  const payload = JSON.parse(gunzipSync(bytes).toString('utf8'));
  return only(decodeSubscription(payload));
}

async function* only<T>(value: T): AsyncGenerator<T> {
  yield value;
}

async function replay(): Promise<{
  alerts: readonly Alert[];
  summaries: readonly Summary[];
  partial: readonly unknown[];
}> {
  const alerts: Alert[] = [];
  const partial: unknown[] = [];
  const summaries: Summary[] = [];
  const sent = createMemory(memoryStore({ clock: Date.now }), Date.now, sampleLearning);
  for (const { path, bytes } of stored) {
    const summary = await runDelivery(batches(path, bytes), {
      ruleSet,
      source: auditSource,
      publisher: { publish: async (published) => void alerts.push(...published) },
      clock: () => Date.parse('2026-11-16T11:00:00Z'),
      memory: sent,
      most: 1,
      onUndecodable: (record) => partial.push(record),
      onFailure: (failure) => partial.push(failure),
    });
    summaries.push(summary);
  }
  return { alerts, summaries, partial };
}

const replayed = await replay();

describe('the data of the sample', () => {
  it.each(generated)('$path is what the generator writes', ({ path, content }) => {
    expect(gunzipSync(readFileSync(`${data}${path}.gz`)).toString('utf8') === content).toBe(true);
  });

  it('is about 2,000 events in less than a megabyte', () => {
    const bytes = generated.reduce((sum, { path }) => sum + statSync(`${data}${path}.gz`).size, 0);
    const events = replayed.summaries.reduce((sum, summary) => sum + summary.events, 0);
    expect(bytes).toBeLessThan(1_000_000);
    expect(events).toBeGreaterThan(1_800);
    expect(events).toBeLessThan(2_500);
  });

  it('is decoded without a remainder', () => {
    expect(replayed.partial).toEqual([]);
    const skipped = replayed.summaries.map((summary) => summary.skipped);
    expect(skipped).toEqual([emptySummary().skipped, { 'control-message': 1, 'not-an-audit-stream': 1 }, {}]);
  });
});

it('gives the alerts of the attack, and one for a colleague', async () => {
  const lines = replayed.alerts.map(
    (alert) =>
      `${alert['@timestamp']}  ${alert.harrier.severity.padEnd(8)}  ${alert.rule.name}\n    ${alert.harrier.reason}\n`,
  );
  await expect(lines.join('')).toMatchFileSnapshot('golden/sample-alerts.txt');
});
