/** What nothing asks for is not evaluated: seen by what is told of values that cannot be computed. */
import { describe, expect, it } from 'vitest';
import { pruned } from '../../../src/compile/esql/prune.ts';
import { benchFor, get } from '../../correlate/events.ts';
import { compiledRules, esqlToml } from '../../correlate/rules.ts';
import { planOf, shownPlan } from './planned.ts';
import { runPlan } from './run-plan.ts';

const events = [
  { code: 0, user: { id: 'a b', name: 'x' } },
  { code: 2, user: { id: 'c' } },
];

describe('a column', () => {
  it.each([
    'EVAL a = 1 / code | KEEP code',
    'EVAL a = 1 / code, b = a + 1 | DROP a, b | KEEP code',
    'EVAL a = 1 / code | EVAL a = 5 | KEEP a',
    'EVAL a = 1 / code | RENAME a AS b | KEEP user.id',
    'EVAL a = 1 / code | STATS c = COUNT(*) BY user.id',
    'EVAL a = 1 / code | EVAL b = a | MV_EXPAND user.id | SORT user.id | LIMIT 5 | KEEP user.id',
    'EVAL a = 1 / code | STATS c = COUNT(*) BY code | EVAL b = 1 / code | WHERE c > 0 | KEEP c',
  ])('that nothing behind reads is not computed: %s', async (query) => {
    const { rows, warnings } = await runPlan(planOf(`FROM logs | ${query}`), events);
    expect(warnings).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
  });

  it.each([
    'EVAL a = 1 / code',
    'EVAL a = 1 / code, b = a + 1 | KEEP b',
    'EVAL a = 1 / code | EVAL a = a + 1 | KEEP a',
    'EVAL a = 1 / code | RENAME a AS b | DROP code | KEEP b',
    'EVAL a = 1 / code | WHERE a IS NULL | KEEP code',
    'EVAL a = 1 / code | SORT a | KEEP code',
    'EVAL a = 1 / code | MV_EXPAND a | KEEP code',
    'EVAL a = 1 / code | STATS c = COUNT(*) BY a | KEEP c',
    'EVAL a = 1 / code | STATS c = COUNT(*) WHERE a > 0 BY user.id | KEEP c',
    'EVAL a = 1 / code | INLINE STATS c = MAX(a) BY user.id | KEEP c',
    'EVAL a = (1 / code)::keyword | DISSECT a "%{b}" | KEEP b',
  ])('that something reads is: %s', async (query) => {
    const { warnings } = await runPlan(planOf(`FROM logs | ${query}`), events);
    expect(warnings).toMatchObject([{ reason: '/ by zero', count: 1 }]);
  });
});

it('DISSECT and GROK of which nothing is read are left out, whole', () => {
  const of = (text: string) =>
    shownPlan(planOf(`FROM logs | ${text}`))
      .split('\n')
      .slice(1, -3);
  expect(of('DISSECT user.id "%{a} %{b}" | GROK user.id "%{WORD:c}" | KEEP code')).toEqual([]);
  expect(of('DISSECT user.id "%{a} %{b}" | KEEP b')).toHaveLength(1);
});

it('gives the same rows as the whole query, and is the same when it is done again', async () => {
  const plan = planOf('FROM logs | EVAL a = code + 1, b = a * 2, c = 1 / code | WHERE b > 1 | KEEP code, b');
  expect(pruned(plan)).toEqual(plan);
  expect((await runPlan(plan, events)).rows).toEqual([
    [0, 2],
    [2, 6],
  ]);
});

it('is so in rules, before STATS and behind it', async () => {
  const ruleOf = (query: string) => compiledRules([esqlToml(`FROM logs-kubernetes.audit_logs-*\n${query}`)]);
  const quiet = benchFor(
    await ruleOf(
      `| EVAL a = 1 / LENGTH("") | STATS c = COUNT(*) BY user.name | EVAL b = c / 0 | KEEP c, user.name`,
    ),
  );
  expect(await quiet.deliver([get(0)])).toHaveLength(1);
  expect(quiet.warnings).toEqual([]);
  const loud = benchFor(await ruleOf('| STATS c = COUNT(*) BY user.name | EVAL b = c / 0'));
  expect(await loud.deliver([get(0)])).toHaveLength(1);
  expect(loud.warnings).toHaveLength(1);
});
