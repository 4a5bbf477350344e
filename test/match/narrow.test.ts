import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchEvents } from '../../src/match/match.ts';
import { type Gates, gateFields, Narrowing } from '../../src/match/narrow.ts';
import { defineRuleSet } from '../../src/match/rule-set.ts';
import { hasValue, someText } from '../../src/match/scalar.ts';
import type { Rule } from '../../src/rule.ts';
import { type Head, headOf } from '../../src/schema/head.ts';
import { auditEvents } from '../arbitrary/audit-event.ts';

interface Named {
  readonly name: string;
  readonly gates?: Gates;
  readonly test: () => boolean;
}

function named(name: string, gates?: Gates): Named {
  return { name, test: () => true, ...(gates && { gates }) };
}

/** One rule for each field and kind of test, and one for several fields. */
const rules: readonly Named[] = [
  named('any'),
  ...gateFields.flatMap((field) => [
    named(`${field} is there`, { [field]: [(head: Head) => hasValue(head[field])] }),
    named(`${field} is not there`, { [field]: [(head: Head) => !hasValue(head[field])] }),
    named(`${field} has an a`, {
      [field]: [(head: Head) => someText(head[field], (text) => text.includes('a'))],
    }),
    named(`${field} has a 0`, {
      [field]: [(head: Head) => someText(head[field], (text) => text.includes('0'))],
    }),
  ]),
  named('several', {
    decision: [(head) => head.decision === 'allow'],
    userAgent: [
      (head) => hasValue(head.userAgent),
      (head) => !someText(head.userAgent, (text) => text === 'b'),
    ],
  }),
];

function passes({ gates = {} }: Named, head: Head): boolean {
  return gateFields.every((field) => gates[field]?.every((gate) => gate(head)) ?? true);
}

describe('narrowing', () => {
  it('leaves just the rules whose gates let the event pass, however often it is asked', () => {
    const narrowing = new Narrowing<(typeof rules)[number]>();
    const begin = narrowing.begin(rules);
    fc.assert(
      fc.property(auditEvents, (event) => {
        const head = headOf(event);
        const expected = rules.filter((rule) => passes(rule, head));
        expect(narrowing.narrow(begin, head)).toEqual(expected);
        expect(narrowing.narrow(begin, head)).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('asks a gate once for a value that comes again', () => {
    let asked = 0;
    const count = named('counted', { userAgent: [() => ++asked > 0] });
    const narrowing = new Narrowing<typeof count>();
    const begin = narrowing.begin([count]);
    for (const userAgent of ['a', 'b', 'a', 'b', ['a']]) narrowing.narrow(begin, headOf({ userAgent }));
    expect(asked).toBe(2);
  });

  it('asks nothing about events of which no rule is left', () => {
    const fails = () => {
      throw new Error('asked');
    };
    const rule = named('forbidden', { decision: [() => false], userAgent: [fails] });
    const narrowing = new Narrowing<typeof rule>();
    expect(narrowing.narrow(narrowing.begin([rule]), headOf({ userAgent: 'a' }))).toEqual([]);
  });

  it('does not grow with what callers send', () => {
    let asked = 0;
    const stages = [{ requires: {}, gates: { userAgent: [() => ++asked > 0] }, test: () => true }];
    const counted = [{ rule: { id: '1' } as Rule, stages }];
    const ruleSet = defineRuleSet(counted);
    for (let index = 0; index < 20_000; index++) {
      ruleSet.candidates({ userAgent: `${index} ${'x'.repeat(200)}` });
    }
    // What was forgotten is asked again, with the same outcome.
    expect(ruleSet.candidates({ userAgent: `0 ${'x'.repeat(200)}` })).toMatchObject([
      { rule: { id: '1' }, stage: 0 },
    ]);
    expect(asked).toBe(20_001);
  });

  it('leaves a rule whose gate fails, which then fails with the same error, each time', () => {
    const fails = () => {
      throw new Error('broken');
    };
    const rule = (id: string) => ({ type: 'query', id }) as Rule;
    const ruleSet = defineRuleSet([
      { rule: rule('0'), stages: [{ requires: {}, gates: { userAgent: [fails] }, test: () => true }] },
      { rule: rule('1'), stages: [{ requires: {}, gates: { userAgent: [() => true] }, test: () => true }] },
    ]);
    const event = { event: { userAgent: 'a' }, origin: { source: 'x' }, position: 1, partial: false };
    for (let time = 0; time < 2; time++) {
      const { matches, failures } = matchEvents(ruleSet, [event], 0);
      expect(matches).toMatchObject([{ rule: rule('1'), stage: 0, event }]);
      expect(failures).toEqual([{ rule: rule('0'), stage: 0, event, error: new Error('broken') }]);
    }
  });
});
