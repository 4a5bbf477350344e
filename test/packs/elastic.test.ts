/** Elastic's own rules, unmodified, over public audit events, through the production pipeline. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import { createMemory } from '../../src/correlate/memory.ts';
import { decode } from '../../src/decode/decode.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { runDelivery } from '../../src/pipeline.ts';
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { loadModule, runtime } from '../load-module.ts';
import { sharedData } from '../shared-data.ts';
import { type Finding, packFindings, seedFindings } from './elastic-findings.ts';

const pack = sharedData('elastic-rules/kubernetes');
const seed = sharedData('elastic-rules/seed');
const eventFile = sharedData('audit-events/events.ndjson');
const lines = eventFile === undefined ? [] : readFileSync(eventFile, 'utf8').trimEnd().split('\n');
const now = Date.UTC(2026, 10, 16, 12);

/** Of every rule that alerts on a text by itself, the name. */
type Replay = (text: string) => Promise<readonly string[]>;

async function queryRules(folder: string): Promise<{ names: readonly string[]; replay: Replay }> {
  const rules = loadRules([folder]).rules.filter(({ type }) => type === 'query');
  const compiled = compileRules(rules, { target: auditTarget, runtime });
  expect(compiled.skipped).toEqual([]);
  expect(compiled.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { ruleSet } = (await loadModule(compiled.module)) as { ruleSet: RuleSet };
  return { names: rules.map(({ metadata }) => metadata.name), replay: (text) => alertsOn(text, ruleSet) };
}

/** One delivery with a memory of its own: some of the events share their `auditID`, and would be one alert. */
async function alertsOn(text: string, ruleSet: RuleSet): Promise<readonly string[]> {
  const names: string[] = [];
  await runDelivery(decode(Buffer.from(text), { source: 'test' }), {
    ruleSet,
    source: auditSource,
    publisher: { publish: async (alerts) => void names.push(...alerts.map(({ rule }) => rule.name)) },
    clock: () => now,
    memory: createMemory(memoryStore({ clock: () => now }), () => now),
    onFailure: ({ rule, error }) => {
      throw new Error(`${rule.name} failed`, { cause: error });
    },
  });
  return names;
}

/** @returns by rule, the numbers of the lines it alerts on */
async function matchesByRule(replay: Replay): Promise<Record<string, number[]>> {
  const found: Record<string, number[]> = {};
  for (const [index, line] of lines.entries()) {
    for (const name of await replay(line)) found[name] = [...(found[name] ?? []), index + 1];
  }
  return found;
}

function expected(findings: Readonly<Record<string, Finding>>): Record<string, number[]> {
  const some = Object.entries(findings).filter(([, { matches }]) => Object.keys(matches).length > 0);
  return Object.fromEntries(some.map(([name, { matches }]) => [name, Object.keys(matches).map(Number)]));
}

function merged(event: Json | undefined, mend: Json): Json {
  if (!isObject(event) || !isObject(mend)) return mend;
  const entries = Object.entries(mend).map(([key, value]) => [key, merged(event[key], value)] as const);
  return { ...event, ...Object.fromEntries(entries) };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe.skipIf(pack === undefined || seed === undefined || eventFile === undefined).each([
  ["the query rules of Elastic's Kubernetes pack", pack ?? '', packFindings],
  ['the rule this project began with', seed ?? '', seedFindings],
])('%s', async (_, folder, findings) => {
  const { names, replay } =
    eventFile === undefined ? { names: [], replay: async () => [] } : await queryRules(folder);

  it('have all been read', () => {
    expect(names.toSorted()).toEqual(Object.keys(findings).toSorted());
  });

  it('match what they must, and nothing else', async () => {
    expect(await matchesByRule(replay)).toEqual(expected(findings));
  });

  const misses = Object.entries(findings).flatMap(([name, { nearMisses }]) =>
    nearMisses.map((miss) => ({ name, ...miss })),
  );
  it.each(misses)('$name: line $line, had it not been for this: $fails', async ({ name, line, mend }) => {
    const text = lines[line - 1] ?? '';
    expect(await replay(text)).not.toContain(name);
    expect(await replay(JSON.stringify(merged(JSON.parse(text), mend)))).toContain(name);
  });
});
