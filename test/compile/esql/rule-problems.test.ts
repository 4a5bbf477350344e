/** What of ES|QL a rule cannot have, and what is made of the rest. */
import { describe, expect, it } from 'vitest';
import { compileEsql } from '../../../src/compile/esql/compile-esql.ts';
import { renderProblems } from '../../../src/compile/problem.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';
import { groupingOf } from './rule-grouping.ts';

const from = 'FROM logs-*';
const user = 'BY user.name';

it('says what a rule cannot have', async () => {
  const queries = [
    'ROW a = 1',
    `${from} | INLINE STATS n = COUNT(*) ${user} | WHERE n > 3`,
    `${from} | STATS n = COUNT(*) ${user}, event.action | STATS m = MAX(n) ${user} | WHERE m > 3`,
    `${from} | WHERE event.action == "get" | LIMIT 10`,
    `${from} | STATS n = COUNT(*) ${user} | SORT n DESC | LIMIT 5`,
    `${from} | STATS n = COUNT(*) ${user} | SORT n DESC | LIMIT 100`,
  ];
  const told = queries.map((text) => {
    const { problems } = compileEsql(text, auditReader());
    return `### ${text}\n${renderProblems(problems.map((each) => ({ ...each, file: { path: 'query', text } }))) || 'nothing\n'}`;
  });
  await expect(told.join('\n')).toMatchFileSnapshot('golden/rule-problems.txt');
});

const needsOf = (text: string) => groupingOf(text).aggregates.map(({ need }) => need);

describe('what a group needs of its events', () => {
  it.each([
    ['shown only', 'COUNT(*)', 'a IS NOT NULL OR true', { kind: 'count', upTo: 1000 }],
    ['compared with a number', 'COUNT(*)', 'a >= 3', { kind: 'count', upTo: 100 }],
    ['compared with a large one', 'COUNT_DISTINCT(event.action)', 'a > 500', { kind: 'distinct', upTo: 501 }],
    ['compared with a column', 'COUNT(*)', 'a > b', { kind: 'count', upTo: 1000 }],
    [
      'of a sum that only rises',
      'SUM(CASE(event.action == "get", 1, 0))',
      'a > 3',
      { kind: 'sum', upTo: 100 },
    ],
    [
      'of a sum that may fall',
      'SUM(kubernetes.audit.responseStatus.code)',
      'a > 3',
      { kind: 'all', upTo: 1000 },
    ],
    ['of an extreme', 'MIN(@timestamp)', 'a > NOW() - 1 hour', { kind: 'smallest' }],
    ['of an average', 'AVG(kubernetes.audit.responseStatus.code)', 'a > 3', { kind: 'all', upTo: 1000 }],
  ])('%s', (_what, aggregate, condition, need) => {
    const [found] = needsOf(
      `STATS a = ${aggregate}, b = MAX(kubernetes.audit.responseStatus.code) ${user} | WHERE ${condition}`,
    );
    expect(found).toEqual(need);
  });

  it('is a few values of what is shown', () => {
    expect(needsOf(`STATS a = VALUES(event.action), b = MAX(@timestamp) ${user}`)).toEqual([
      { kind: 'distinct', upTo: 100 },
      { kind: 'all', upTo: 100 },
    ]);
  });

  it.each([
    ['n < 75', [{ aggregate: 0, from: 75 }]],
    ['n <= 75', [{ aggregate: 0, from: 76 }]],
    ['n == 2', [{ aggregate: 0, from: 3 }]],
    ['74.5 > n', [{ aggregate: 0, from: 75 }]],
    ['n > 3 AND n < 50', [{ aggregate: 0, from: 50 }]],
    ['n < 50 OR user.name == "x"', []],
    ['NOT n < 50', []],
    ['n != 2', []],
  ])('ends where it can never again be what is wanted: %s', (condition, dead) => {
    expect(groupingOf(`STATS n = COUNT(*) ${user} | WHERE ${condition}`).dead).toEqual(dead);
  });

  it.each([
    ['a >= NOW() - 9 minutes', { value: 0, within: 540_000 }],
    ['NOW() - 2 days < a', { value: 0, within: 172_800_000 }],
    ['a >= NOW() - 1 month', null],
    ['a >= NOW() - 9 minutes OR true', null],
    ['a < NOW() - 9 minutes', null],
  ])('is one entry of those that are not new: %s', (condition, wanted) => {
    expect(groupingOf(`STATS a = MIN(@timestamp) ${user} | WHERE ${condition}`).firstSeen).toEqual(wanted);
  });

  it('follows columns that are given other names', () => {
    const text = `STATS n = COUNT(*) ${user} | RENAME n AS m | KEEP m, user.name | WHERE m < 5`;
    expect(groupingOf(text).dead).toEqual([{ aggregate: 0, from: 5 }]);
  });

  it('keeps values that are only told apart as such', () => {
    const text = `STATS COUNT_DISTINCT(event.action), VALUES(event.action), COUNT(event.action) ${user}`;
    expect(groupingOf(text).asked).toEqual(['which', 'what']);
  });

  it.each([
    ['DATE_TRUNC(1 minute, @timestamp)', true],
    ['BUCKET(@timestamp, 1 hour)', true],
    ['@timestamp', false],
  ])('is of a span of time: %s', (by, isBucket) => {
    expect(groupingOf(`STATS COUNT(*) BY ${by}`).isBucket).toBe(isBucket);
    if (by.startsWith('BUCKET')) return;
    expect(groupingOf(`EVAL span = ${by} | STATS COUNT(*) BY span, user.name`).isBucket).toBe(isBucket);
  });
});
