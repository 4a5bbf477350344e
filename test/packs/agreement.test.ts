/**
 * Real rules on real events: what compiled code finds in the raw event is what the reference evaluator finds in the
 * document that is rendered from it.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../src/compile/compile.ts';
import { parseKql } from '../../src/compile/kql/parse.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { LoadedRule } from '../../src/compile/rules/loaded-rule.ts';
import { decode } from '../../src/decode/decode.ts';
import { decodeSubscription } from '../../src/decode/subscription.ts';
import { matchEvents } from '../../src/match/match.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import type { SourcedEvent } from '../../src/schema/audit-event.ts';
import { auditReader } from '../../src/schema/audit-reader.ts';
import { renderDocument } from '../../src/schema/document.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { sampleFiles } from '../fixtures/sample/generate.ts';
import { loadModule, runtime } from '../load-module.ts';
import { matchesKql } from '../reference/kql.ts';
import { sharedData } from '../shared-data.ts';

const now = Date.UTC(2026, 10, 16, 12);
const reader = auditReader();

const ours = filters(loadRules([fileURLToPath(new URL('../../rules/', import.meta.url))]).rules);
const elastic = ['elastic-rules/kubernetes', 'elastic-rules/seed'].flatMap((path) => {
  const folder = sharedData(path);
  return folder === undefined ? [] : filters(loadRules([folder]).rules);
});
const publicEvents = sharedData('audit-events/events.ndjson');

type Filter = Extract<LoadedRule, { type: 'query' | 'new_terms' | 'threshold' }>;

/** Rules whose query is KQL; its matches are compared, whatever the rule concludes from them. */
function filters(rules: readonly LoadedRule[]): readonly Filter[] {
  return rules.filter(
    (rule): rule is Filter => rule.type === 'query' || rule.type === 'new_terms' || rule.type === 'threshold',
  );
}

async function eventsOf(text: string, source: string): Promise<readonly SourcedEvent[]> {
  const found: SourcedEvent[] = [];
  for await (const { events } of decode(Buffer.from(text), { source })) found.push(...events);
  return found;
}

async function sampleEvents(): Promise<readonly SourcedEvent[]> {
  const found = await Promise.all(
    sampleFiles().map(({ path, content }) =>
      path.startsWith('3-subscription/')
        ? decodeSubscription(JSON.parse(content)).events
        : eventsOf(content, path),
    ),
  );
  return found.flat();
}

type Matches = ReadonlySet<string>;

async function compiledMatches(rules: readonly Filter[], events: readonly SourcedEvent[]): Promise<Matches> {
  const { ruleSet } = (await loadModule(compileRules(rules, { target: auditTarget, runtime }).module)) as {
    ruleSet: RuleSet;
  };
  const { matches, failures } = matchEvents(ruleSet, events, now);
  expect(failures).toEqual([]);
  return new Set(matches.map(({ rule, stage, event }) => named(nameOfStage(rule.name, stage), event)));
}

function referenceMatches(rules: readonly Filter[], events: readonly SourcedEvent[]): Matches {
  const documents = events.map((sourced) => ({
    sourced,
    document: renderDocument(sourced.event, sourced.origin),
  }));
  const found = rules.flatMap((rule) =>
    queriesOf(rule).map(({ text }, stage) => {
      const { name } = rule.metadata;
      const parsed = parseKql(text);
      if ('problems' in parsed) throw new Error(`${name} does not parse`);
      return documents
        .filter(({ document }) => matchesKql(parsed.ast, document, reader, now))
        .map(({ sourced }) => named(nameOfStage(name, stage), sourced));
    }),
  );
  const all = new Set(found.flat());
  return new Set(rules.flatMap((rule) => events.flatMap((event) => toldOf(rule, event, all))));
}

/** A rule tells of an event that it matches, but for those that one of the rules that it yields to matches, too. */
function toldOf(rule: Filter, event: SourcedEvent, all: Matches): readonly string[] {
  const own = queriesOf(rule).map((_, stage) => named(nameOfStage(rule.metadata.name, stage), event));
  const others = rule.type === 'query' ? (rule.yieldsTo ?? []) : [];
  const isToldOf = others.some(({ value }) => all.has(named(value, event)));
  return isToldOf ? [] : own.filter((each) => all.has(each));
}

/** By stage: the rule's own, and that on creations, by which a settling period begins. */
function queriesOf(rule: Filter): readonly { readonly text: string }[] {
  return rule.type === 'new_terms' && rule.settling ? [rule.query, rule.settling.query] : [rule.query];
}

function nameOfStage(rule: string, stage: number): string {
  return stage === 0 ? rule : `creations of ${rule}`;
}

function named(rule: string, { origin, position }: SourcedEvent): string {
  return `${rule} on ${origin.source}:${position}`;
}

async function agree(rules: readonly Filter[], events: readonly SourcedEvent[]): Promise<number> {
  const reference = referenceMatches(rules, events);
  expect(await compiledMatches(rules, events)).toEqual(reference);
  return reference.size;
}

describe('the compiled rules agree with the reference evaluator', () => {
  it('ours, on the events of the sample', async () => {
    const events = await sampleEvents();
    expect(events.length).toBeGreaterThan(1_800);
    expect(await agree(ours, events)).toBeGreaterThan(30);
  });

  it.skipIf(publicEvents === undefined)('ours, on public audit events', async () => {
    const events = await eventsOf(readFileSync(publicEvents ?? '', 'utf8'), 'public');
    expect(events).toHaveLength(320);
    expect(await agree(ours, events)).toBeGreaterThan(30);
  });

  it.skipIf(publicEvents === undefined || elastic.length === 0)(
    "Elastic's, on public audit events",
    async () => {
      const events = await eventsOf(readFileSync(publicEvents ?? '', 'utf8'), 'public');
      expect(elastic.filter(({ type }) => type === 'query')).toHaveLength(23);
      expect(await agree(elastic, events)).toBeGreaterThan(20);
    },
  );

  it.skipIf(elastic.length === 0)("Elastic's, on the events of the sample", async () => {
    expect(await agree(elastic, await sampleEvents())).toBeGreaterThan(10);
  });
});
