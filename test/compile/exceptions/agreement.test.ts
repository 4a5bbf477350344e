/** A rule with exceptions matches what the rule matches and none of their conditions holds for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleSet } from '../../../src/match/rule-set.ts';
import type { JsonObject, Origin } from '../../../src/schema/audit-event.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';
import { renderDocument } from '../../../src/schema/document.ts';
import { headOf } from '../../../src/schema/head.ts';
import { auditEvents, origins } from '../../arbitrary/audit-event.ts';
import { loadModule } from '../../load-module.ts';
import { queries } from '../../reference/arbitrary-kql.ts';
import { now, referenceMatches } from '../kql/run-kql.ts';
import { folderWith, ruleId, ruleText } from '../rules/rule-file.ts';
import { build } from './build.ts';

interface Written {
  readonly condition: string;
  /** Indexes of rules; none stands for all. */
  readonly rules: readonly number[];
  readonly expires: string | undefined;
}

/** On a Wednesday, 2026-03-04, as run-kql has it. */
const dates = fc.constantFrom(undefined, '2026-03-03', '2026-03-04', '2026-03-05');

const setups = fc.integer({ min: 1, max: 6 }).chain((count) =>
  fc.record({
    rules: fc.array(queries, { minLength: count, maxLength: count }),
    exceptions: fc.array(
      fc.record({
        condition: queries,
        rules: fc.uniqueArray(fc.nat({ max: count - 1 }), { maxLength: count }),
        expires: dates,
      }),
      { minLength: 1, maxLength: 5 },
    ),
    inputs: fc.array(fc.tuple(auditEvents, origins), { minLength: 1, maxLength: 8 }),
  }),
);

function exceptionText({ condition, rules, expires }: Written): string {
  const named = rules.length === 0 ? '"all"' : JSON.stringify(rules.map((index) => ruleId(index + 1)));
  const last = expires === undefined ? '' : `expires = ${expires}\n`;
  // A JSON string is a TOML string.
  return `[[exception]]\nrules = ${named}\ncondition = ${JSON.stringify(condition)}\nreason = "r"\nauthor = "a"\n${last}`;
}

async function compiled(rules: readonly string[], exceptions: readonly Written[]) {
  const files = rules.map((query, index) => [
    `rule_${index}.toml`,
    ruleText(index + 1).replace('"kubernetes.audit.verb: get"', () => JSON.stringify(query)),
  ]);
  const folder = folderWith({
    ...Object.fromEntries(files),
    'exceptions.toml': exceptions.map(exceptionText).join('\n'),
  });
  // Built the day before: what ends in between is left to the module.
  const { module, problems } = build(folder, '2026-03-03');
  const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };
  return { ruleSet, problems };
}

function matching(ruleSet: RuleSet, event: JsonObject, origin: Origin): string[] {
  return ruleSet
    .candidates(event)
    .filter(({ test }) => test(event, { origin, now }, headOf(event)))
    .map(({ rule }) => rule.id);
}

const reader = auditReader();

function holds(query: string, event: JsonObject, origin: Origin): boolean {
  return referenceMatches(query, renderDocument(event, origin), reader);
}

function concerns({ rules }: Written, index: number): boolean {
  return rules.length === 0 || rules.includes(index);
}

describe('exceptions', () => {
  it('narrow the rules they name by their conditions, and nothing else', async () => {
    let silenced = 0;
    await fc.assert(
      fc.asyncProperty(setups, async ({ rules, exceptions, inputs }) => {
        const { ruleSet, problems } = await compiled(rules, exceptions);
        const built = new Set(ruleSet.rules.map(({ rule }) => rule.id));
        // An exception that would silence a rule is an error and is not applied.
        fc.pre(problems.every(({ code }) => code !== 'exception-silences-rule'));
        for (const [event, origin] of inputs) {
          const expected = rules.flatMap((query, index) => {
            const id = ruleId(index + 1);
            if (!built.has(id) || !holds(query, event, origin)) return [];
            const excepted = exceptions.some(
              (each) =>
                concerns(each, index) &&
                each.expires !== '2026-03-03' &&
                holds(each.condition, event, origin),
            );
            if (excepted) silenced++;
            return excepted ? [] : [id];
          });
          expect(matching(ruleSet, event, origin)).toEqual(expected);
        }
      }),
      { numRuns: 80 },
    );
    expect(silenced).toBeGreaterThan(20);
  });

  it('are said to silence a rule only if they would', async () => {
    let found = 0;
    const pairs = fc.record({
      rule: queries,
      condition: queries,
      joined: fc.constantFrom('alone', 'or', 'either', 'and', 'twice' as const),
      inputs: fc.array(fc.tuple(auditEvents, origins), { minLength: 1, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(pairs, async ({ rule, condition, joined, inputs }) => {
        const [query, claim] = {
          alone: [rule, condition],
          or: [rule, `(${rule}) or (${condition})`],
          either: [`(${rule}) or (${condition})`, condition],
          and: [`(${rule}) and (${condition})`, condition],
          twice: [`(${rule}) and not (${condition})`, `not ((${condition}) and (${rule}))`],
        }[joined] as [string, string];
        const { problems } = await compiled([query], [{ condition: claim, rules: [0], expires: undefined }]);
        if (!problems.some(({ code }) => code === 'exception-silences-rule')) return;
        found++;
        for (const [event, origin] of inputs) {
          expect(!holds(query, event, origin) || holds(claim, event, origin)).toBe(true);
        }
      }),
      { numRuns: 80 },
    );
    expect(found).toBeGreaterThan(20);
  });
});
