/**
 * Nothing hides by being cut. A caller can write so much into a request that the log cuts its event wherever the caller
 * likes; so each event that a rule reports is cut everywhere, and each act must still be told of, by its rule or by
 * one that watches for cuts. And what was cut must not look like something else.
 */
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import { decodeSubscription } from '../../src/decode/subscription.ts';
import { matchEvents } from '../../src/match/match.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import type { Rule } from '../../src/rule.ts';
import { loadModule, runtime } from '../load-module.ts';
import { readCases } from './case-file.ts';
import { goJson } from './go-json.ts';

const folder = fileURLToPath(new URL('../../rules/', import.meta.url));
const { rules: loaded } = loadRules([folder]);
const { module } = compileRules(loaded, { reader: 'audit', runtime });
const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };

const named = (rule: Rule): string => basename(rule.source, '.toml');
const ofCuts = new Set([
  'defense_evasion_event_cut',
  'defense_evasion_event_cut_before_response',
  'defense_evasion_object_hidden_from_audit_log',
]);
const isLoud = ({ severity }: Rule): boolean => severity === 'high' || severity === 'critical';

/** What the log group's subscription delivers of such lines. */
function delivered(lines: readonly (string | Buffer)[]): ReturnType<typeof decodeSubscription> {
  const envelope = {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: '/aws/eks/payments-prod/cluster',
    logStream: 'kube-apiserver-audit-0123456789abcdef',
    subscriptionFilters: ['harrier'],
    logEvents: lines.map((line, index) => ({
      id: String(index),
      timestamp: 1_763_284_462_418,
      message: line.toString(),
    })),
  };
  const data = gzipSync(JSON.stringify(envelope)).toString('base64');
  return decodeSubscription({ awslogs: { data } });
}

/** The names of the rules that match, by the number of the line. */
function matchedBy(lines: readonly string[]): readonly ReadonlySet<string>[] {
  const { events, undecodable } = delivered(lines);
  expect(undecodable).toEqual([]);
  expect(events.map(({ position }) => position)).toEqual(lines.map((_, index) => String(index)));
  const { matches, failures } = matchEvents(ruleSet, events, 0);
  expect(failures).toEqual([]);
  const found = lines.map(() => new Set<string>());
  for (const { rule, event } of matches) found[Number(event.position)]?.add(named(rule));
  return found;
}

const loud = new Set(ruleSet.rules.filter(({ rule }) => isLoud(rule)).map(({ rule }) => named(rule)));
const cases = ruleSet.rules.flatMap(({ rule }) =>
  readCases(join(folder, `${named(rule)}.test.json`))
    .filter(({ cut }) => !cut)
    .map((each) => ({ ...each, rule: named(rule) })),
);

/** Bytes from one cut to the next; no divisor of six, so that escapes are cut everywhere. */
const stride = 7;

/** Every beginning of a line, some bytes apart, of which the log can have an event: it knows the kind by then. */
function beginnings(line: string): readonly string[] {
  const from = line.indexOf('"stage"');
  const count = Math.ceil((line.length - 1 - from) / stride);
  return Array.from({ length: count }, (_, index) => line.slice(0, from + index * stride));
}

describe.each([...Map.groupBy(cases, ({ rule }) => rule)])('events of %s, cut anywhere,', (rule, own) => {
  const reported = own.filter(({ alerts }) => alerts > 0);

  it.each(reported)('do not hide: $name', ({ events }) => {
    for (const event of events) {
      const line = goJson(event);
      const isReported = matchedBy([line])[0]?.has(rule) === true;
      if (!isReported) continue;
      const cuts = beginnings(line);
      matchedBy(cuts).forEach((found, index) => {
        const isTold = found.has(rule) || [...found].some((each) => loud.has(each));
        expect(isTold, `told of what ends in …${cuts[index]?.slice(-60)}`).toBe(true);
      });
    }
  });

  it.each(own)('match no rule that they do not match whole: $name', ({ events }) => {
    for (const event of events) {
      const line = goJson(event);
      const [whole] = matchedBy([line]);
      const cuts = beginnings(line);
      matchedBy(cuts).forEach((found, index) => {
        const more = [...found].filter((each) => !ofCuts.has(each) && whole?.has(each) !== true);
        expect(more, `rules that match what ends in …${cuts[index]?.slice(-60)}`).toEqual([]);
      });
    }
  });
});
