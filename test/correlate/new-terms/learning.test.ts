import { describe, expect, it } from 'vitest';
import { endLearning, teach } from '../../../src/correlate/teach.ts';
import { matchEvents } from '../../../src/match/match.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { auditSource } from '../../../src/source/audit/source.ts';
import { benchFor, day, get, hour, start } from '../events.ts';
import { compiledRules, ruleToml } from '../rules.ts';

const keys = 'new_terms_fields = ["user.name"]\nhistory_window_start = "now-30d"';
const ruleSet = await compiledRules([ruleToml('new_terms', keys), ruleToml('query', '', 2)]);
const newTerms = await compiledRules([ruleToml('new_terms', keys)]);
const learning = 7 * day;
const by = (username: string): JsonObject => ({ user: { username } });
/** An event that no rule matches. */
const other = (at: number): JsonObject => get(at, { verb: 'list' });

describe('a rule that learns', () => {
  it('is silent, remembers, and then speaks', async () => {
    const bench = benchFor(newTerms, { learning });
    expect(await bench.deliver([get(0), get(6 * day, by('bob'))])).toEqual([]);
    bench.restart();
    expect(await bench.deliver([get(8 * day), get(8 * day, by('bob'))])).toEqual([]);
    expect(await bench.deliver([get(8 * day, by('carol'))])).toHaveLength(1);
  });

  it('learns from the first event of the cluster on, also if it does not match', async () => {
    const bench = benchFor(newTerms, { learning });
    await bench.deliver([other(hour), other(0)]);
    expect(await bench.deliver([get(7 * day - 1)])).toEqual([]);
    expect(await bench.deliver([get(7 * day, by('bob'))])).toHaveLength(1);
  });

  it('learns each cluster for itself', async () => {
    const bench = benchFor(newTerms, { learning });
    await bench.deliver([other(0)], { cluster: 'a' });
    expect(await bench.deliver([get(8 * day)], { cluster: 'b' })).toEqual([]);
    expect(await bench.deliver([get(8 * day)], { cluster: 'a' })).toHaveLength(1);
  });

  it('decides the same in every process and on every try', async () => {
    const bench = benchFor(newTerms, { learning });
    await bench.deliver([other(day)]);
    bench.restart();
    // What comes late does not move the beginning, which has been decided.
    await bench.deliver([other(0)]);
    expect(await bench.deliver([get(7.5 * day)])).toEqual([]);
    bench.restart();
    expect(await bench.deliver([get(8 * day, by('bob'))])).toHaveLength(1);
  });

  it('does not silence rules of another type', async () => {
    const bench = benchFor(ruleSet, { learning });
    const alerts = await bench.deliver([get(0)]);
    expect(alerts.map(({ harrier }) => harrier.rule_type)).toEqual(['query']);
  });

  it('costs nothing once a process knows since when it has been watching', async () => {
    const bench = benchFor(newTerms, { learning });
    await bench.deliver([other(0)]);
    const before = { ...bench.store.usage };
    for (let at = 1; at < 10; at++) await bench.deliver([other(at)]);
    expect(bench.store.usage).toEqual(before);
  });
});

describe('a baseline', () => {
  const origin = { source: 'past', cluster: 'prod' };

  it('teaches terms, so that not even its own events are new when they come again', async () => {
    const bench = benchFor(newTerms, { learning });
    const past = [get(0), get(1, by('bob')), get(2)];
    const events = past.map((event, index) => ({ event, origin, position: index + 1, partial: false }));
    const { matches } = matchEvents(newTerms, events, bench.now);
    expect(await teach(matches, { source: auditSource, now: bench.now }, bench.memory)).toBe(2);
    const rules = newTerms.rules.map(({ rule }) => rule);
    await endLearning(rules, [origin], bench.memory);
    bench.restart();
    expect(await bench.deliver([...past, get(day)])).toEqual([]);
    // And the learning is over.
    expect(await bench.deliver([get(day + 1, by('carol'))])).toHaveLength(1);
  });

  it('leaves alone what has begun already', async () => {
    const bench = benchFor(newTerms);
    const event = get(0);
    const [alert] = await bench.deliver([event]);
    const { matches } = matchEvents(newTerms, [{ event, origin, position: 1, partial: false }], bench.now);
    expect(await teach(matches, { source: auditSource, now: start }, bench.memory)).toBe(0);
    bench.restart();
    expect(await bench.deliver([event])).toEqual([]);
    expect(alert).toBeDefined();
  });
});
