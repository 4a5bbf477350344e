/** What a group of a rule must have at least, as the compiler finds it in the conditions behind `STATS`. */
import { expect, it } from 'vitest';
import { groupingOf } from './rule-grouping.ts';

const decision = '`kubernetes.audit.annotations.authorization_k8s_io/decision`';

it.each([
  ['STATS n = COUNT(*) BY user.name | WHERE n >= 3', 3],
  ['STATS n = COUNT(*) BY user.name | WHERE n > 2.5', 3],
  ['STATS n = COUNT(*) BY user.name | WHERE n == 4', 4],
  ['STATS n = COUNT(*), m = COUNT_DISTINCT(user_agent.original) BY user.name | WHERE 3 < n AND m >= 6', 6],
  ['STATS n = COUNT(*) BY user.name | RENAME n AS m | WHERE m >= 3', 3],
  ['STATS n = COUNT(*) BY user.name | WHERE n >= 3 OR user.name == "root"', undefined],
  ['STATS n = COUNT(*) BY user.name | WHERE n < 9', undefined],
  ['STATS n = COUNT(*) BY user.name | WHERE n + 1 >= 9', undefined],
  ['STATS n = COUNT(*) BY user.name | WHERE NOT n >= 9', undefined],
  ['STATS n = SUM(kubernetes.audit.responseStatus.code) BY user.name | WHERE n >= 9', undefined],
  ['STATS n = COUNT(*) BY user.name', undefined],
])('%s: %j', (text, count) => {
  expect(groupingOf(text).least?.count).toBe(count);
});

it('says of which values there must be so many', () => {
  const { least, values, aggregates } = groupingOf(
    'STATS n = COUNT_DISTINCT(kubernetes.audit.sourceIPs) BY user.name | WHERE n >= 3',
  );
  expect(least?.cell).toBe(values[aggregates[0]?.args[0] ?? -1]);
});

it.each([
  [`STATS n = COUNT_DISTINCT(${decision}) BY user.name | WHERE n == 2`, 'allow'],
  [`STATS n = COUNT_DISTINCT(${decision}) BY user.name | WHERE n > 1`, 'allow'],
  [`STATS n = COUNT_DISTINCT(${decision}) BY user.name | WHERE n >= 1`, undefined],
  [`STATS n = COUNT_DISTINCT(${decision}) BY user.name | WHERE n >= 2 OR user.name == "root"`, undefined],
  [`STATS n = COUNT(${decision}) BY user.name | WHERE n >= 2`, undefined],
  [`EVAL d = TO_UPPER(${decision}) | STATS n = COUNT_DISTINCT(d) BY user.name | WHERE n >= 2`, undefined],
  ['STATS n = COUNT_DISTINCT(kubernetes.audit.verb) BY user.name | WHERE n >= 2', undefined],
])('%s: rare is what is not %j', (text, usual) => {
  expect(groupingOf(text).rare?.usual).toBe(usual);
});
