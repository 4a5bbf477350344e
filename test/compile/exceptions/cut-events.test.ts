/** Nothing hides behind a cut: an exception trusts what is left of an event, not what is missing from it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { salvage } from '../../../src/decode/salvage.ts';
import { matchEvents } from '../../../src/match/match.ts';
import type { RuleSet } from '../../../src/match/rule-set.ts';
import type { AuditEvent, Json } from '../../../src/schema/audit-event.ts';
import { auditEvents } from '../../arbitrary/audit-event.ts';
import { loadModule } from '../../load-module.ts';
import { queries } from '../../reference/arbitrary-kql.ts';
import { folderWith, ruleText } from '../rules/rule-file.ts';
import { build } from './build.ts';

const origin = { source: 'test' };

async function ruleSetWith(conditions: readonly string[]): Promise<RuleSet> {
  const rules = conditions.map((_, index) => [
    `rule_${index}.toml`,
    ruleText(index + 1).replace('"kubernetes.audit.verb: get"', '"kubernetes.audit.auditID: *"'),
  ]);
  const exceptions = conditions.map(
    (condition, index) =>
      `[[exception]]\nrules = ["Rule ${index + 1}"]\ncondition = ${JSON.stringify(condition)}\nreason = "r"\nauthor = "a"\n`,
  );
  const folder = folderWith({ ...Object.fromEntries(rules), 'exceptions.toml': exceptions.join('\n') });
  return (await loadModule(build(folder, '2026-11-22').module)).ruleSet as RuleSet;
}

/** Names of the rules that match. */
function matching(ruleSet: RuleSet, event: AuditEvent, partial: boolean): string[] {
  const { matches } = matchEvents(ruleSet, [{ event, origin, position: 1, partial }], 0);
  return matches.map(({ rule }) => rule.name);
}

function isObject(value: Json | undefined): value is AuditEvent {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('an exception on a cut event', () => {
  it('silences only what it silences of the whole event', async () => {
    let compared = 0;
    const setups = fc.record({
      conditions: fc.array(queries, { minLength: 1, maxLength: 16 }),
      inputs: fc.array(fc.tuple(auditEvents, fc.integer({ min: 1, max: 999 })), {
        minLength: 1,
        maxLength: 20,
      }),
    });
    await fc.assert(
      fc.asyncProperty(setups, async ({ conditions, inputs }) => {
        const ruleSet = await ruleSetWith(conditions);
        for (const [event, permille] of inputs) {
          const text = JSON.stringify({ auditID: 'a1', ...event });
          const whole = JSON.parse(text) as AuditEvent;
          const left = salvage(text.slice(0, Math.ceil((text.length * permille) / 1000))).value;
          if (!isObject(left) || left.auditID !== whole.auditID) continue;
          const cut = new Set(matching(ruleSet, left, true));
          expect(matching(ruleSet, whole, false).filter((name) => !cut.has(name))).toEqual([]);
          compared++;
        }
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(50);
  });

  it('is applied if it holds by what is there, and not if it holds by what is missing', async () => {
    const ruleSet = await ruleSetWith([
      'user.name: alice',
      'user.name: alice and not harrier.containers:{ securityContext.privileged: true and not image: agent* }',
    ]);
    const event = { auditID: 'a1', verb: 'create', user: { username: 'alice' } };
    expect(matching(ruleSet, event, false)).toEqual([]);
    expect(matching(ruleSet, event, true)).toEqual(['Rule 2']);
  });

  it('is not applied if it holds by an earlier time, which a later one would have replaced', async () => {
    const ruleSet = await ruleSetWith(['@timestamp < "2026-03-01T10:00:02"']);
    const left = { auditID: 'a1', requestReceivedTimestamp: '2026-03-01T10:00:01Z' };
    expect(matching(ruleSet, { ...left, stageTimestamp: '2026-03-01T10:00:05Z' }, false)).toEqual(['Rule 1']);
    expect(matching(ruleSet, left, true)).toEqual(['Rule 1']);
    expect(matching(ruleSet, left, false)).toEqual([]);
  });

  it('does not keep the event from its rule by what the event would need', async () => {
    const ruleSet = await ruleSetWith(['not kubernetes.audit.verb: get']);
    expect(matching(ruleSet, { auditID: 'a1', verb: 'list' }, false)).toEqual([]);
    expect(matching(ruleSet, { auditID: 'a1' }, true)).toEqual(['Rule 1']);
  });
});
