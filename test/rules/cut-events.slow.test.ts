/**
 * Nothing hides by being cut. A caller can write so much into a request that the log cuts its event wherever the caller
 * likes; so each event that a rule reports is cut everywhere, and each act must still be told of, by its rule or by
 * one that watches for cuts. And what was cut must not look like something else. Each rule is looked at by itself here;
 * that nothing is lost where one leaves an event to another is in `yielding.test.ts`.
 */
import { describe, expect, it } from 'vitest';
import { goJson } from '../../src/cli/cases/go-json.ts';
import { matchEvents } from '../../src/match/match.ts';
import type { CompiledRule, Stage } from '../../src/match/rule-set.ts';
import type { AuditEvent } from '../../src/schema/audit-event.ts';
import { dryRun } from '../../src/schema/own/dry-run.ts';
import { isObject } from '../../src/schema/visit.ts';
import { delivered } from './delivered.ts';
import { isLoud, named, queryOf, ruleSet, rulesWithCases, unyielding } from './own-rules.ts';

const hidden = 'defense_evasion_object_hidden_from_audit_log';
const ofCuts = new Set(['defense_evasion_event_cut', 'defense_evasion_event_cut_before_response', hidden]);
const loud = new Set(ruleSet.rules.filter(({ rule }) => isLoud(rule)).map(({ rule }) => named(rule)));

/** The names of the rules that match, by the number of the line. */
function matchedBy(lines: readonly string[]): readonly ReadonlySet<string>[] {
  const { events, undecodable } = delivered(lines);
  expect(undecodable).toEqual([]);
  expect(events.map(({ position }) => position)).toEqual(lines.map((_, index) => String(index)));
  const { matches, failures } = matchEvents(unyielding, events, 0);
  expect(failures).toEqual([]);
  const found = lines.map(() => new Set<string>());
  for (const { rule, event } of matches) found[Number(event.position)]?.add(named(rule));
  return found;
}

/** Of what was refused anyhow, and has no loud rule, the quiet rule on cut events tells as well. */
function tellers(rule: string, { responseStatus }: AuditEvent): ReadonlySet<string> {
  const refused = isObject(responseStatus) && [401, 403].includes(Number(responseStatus.code));
  return refused && !loud.has(rule) ? new Set([...loud, ...ofCuts]) : loud;
}

function isRehearsedDeletion(event: AuditEvent): boolean {
  return (event.verb === 'delete' || event.verb === 'deletecollection') && dryRun(event);
}

/** Bytes from one cut to the next; no divisor of six, so that escapes are cut everywhere. */
const stride = 7;

/** Every beginning of a line, some bytes apart, from where it has said that it is an audit event. */
function beginnings(line: string): readonly string[] {
  const from = line.indexOf('"auditID"');
  const count = Math.ceil((line.length - 1 - from) / stride);
  return Array.from({ length: count }, (_, index) => line.slice(0, from + index * stride));
}

describe.each(rulesWithCases.map(({ rule, cases }) => [named(rule), cases] as const))(
  'events of %s, cut anywhere,',
  (rule, cases) => {
    const whole = cases.filter(({ cut }) => !cut);

    it.each(whole)('neither hide nor look like something else: $name', ({ events }) => {
      for (const event of events) {
        const line = goJson(event);
        const [ofWhole = new Set<string>()] = matchedBy([line]);
        const cuts = beginnings(line);
        matchedBy(cuts).forEach((found, index) => {
          const where = `what ends in …${cuts[index]?.slice(-60)}`;
          const more = [...found].filter((each) => !ofCuts.has(each) && !ofWhole.has(each));
          // That a deletion is a rehearsal is in its body. Without it, it is taken for one that is none.
          if (isRehearsedDeletion(event)) return;
          expect(more, `rules that match ${where}, and not the whole event`).toEqual([]);
          if (!ofWhole.has(rule)) return;
          expect(found.has(rule) || !found.isDisjointFrom(tellers(rule, event)), `told of ${where}`).toBe(
            true,
          );
        });
      }
    });
  },
);

describe('the rule on objects that are not shown', () => {
  /** What a query names if it reads the objects of an event. */
  const readsObjects =
    /\b(kubernetes\.audit\.(request|response)Object|harrier\.(object|rules|written|labels|pod|containers|processes|capabilities|host_paths|pod_annotations|pod_security))\b/;
  const changes = new Set(['create', 'update', 'patch']);

  function looksInto({ rule, stages }: CompiledRule): boolean {
    const mayBeChange = ({ requires: { verb } }: Stage) =>
      verb === undefined || verb.some((each) => changes.has(each));
    return stages.some(mayBeChange) && readsObjects.test(queryOf(rule));
  }

  it('is about every kind of object that a rule looks into', () => {
    const [cover] = ruleSet.rules.find(({ rule }) => named(rule) === hidden)?.stages ?? [];
    const covered = cover?.requires.resource ?? [];
    const readers = ruleSet.rules.filter((each) => !ofCuts.has(named(each.rule)) && looksInto(each));
    expect(readers.length).toBeGreaterThan(20);
    const lacking = readers.flatMap(({ rule, stages }) =>
      stages.flatMap(({ requires: { resource = ['any resource'] } }) =>
        resource.filter((each) => !covered.includes(each)).map((each) => `${named(rule)}: ${each}`),
      ),
    );
    expect(lacking).toEqual([]);
  });
});
