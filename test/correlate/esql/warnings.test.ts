/** What queries of rules could not compute reaches whoever runs them. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { type Bench, benchFor, get, minute } from '../events.ts';
import { compiledRules, esqlToml } from '../rules.ts';

const from = 'FROM logs-kubernetes.audit_logs-* METADATA _id';
const keys = 'from = "now-6m"\ninterval = "5m"';
const benchOf = async (query: string) => benchFor(await compiledRules([esqlToml(`${from}\n${query}`, keys)]));

const called = (name: string): JsonObject => ({
  objectRef: { resource: 'secrets', namespace: 'shop', name },
});
const told = ({ warnings }: Bench) => warnings.splice(0).map(({ rule: _, ...warning }) => warning);

it('without what callers wrote, once a reason as the first, and counted by delivery', async () => {
  const bench = await benchOf(`| EVAL number = TO_INTEGER(kubernetes.audit.objectRef.name)
| WHERE number / 0 > 1`);
  await bench.deliver([get(0, called('hunter2')), get(1, called('hunter3')), get(2, called('7'))]);
  const [parsed, divided] = [
    { place: '2:17', reason: 'Cannot parse number' },
    { place: '3:9', reason: '/ by zero' },
  ];
  expect(bench.warnings[0]?.rule).toMatchObject({ type: 'esql' });
  expect(told(bench)).toEqual([
    { ...parsed, count: 2, isFirst: true },
    { ...divided, count: 1, isFirst: true },
  ]);
  await bench.deliver([get(minute)]);
  expect(told(bench)).toEqual([{ ...parsed, count: 1, isFirst: false }]);
  await bench.deliver([get(2 * minute, { verb: 'list', ...called('') })]);
  expect(told(bench)).toEqual([]);
  expect(bench.summaries.map(({ queryWarnings }) => queryWarnings)).toEqual([3, 1, 0]);
});

it('also of what is computed over groups', async () => {
  const bench = await benchOf(
    '| STATS c = COUNT(*) BY user.name | EVAL share = 100 / (c - 1) | WHERE share IS NULL',
  );
  const alerts = await bench.deliver([get(0)]);
  expect(alerts).toHaveLength(1);
  expect(told(bench)).toMatchObject([{ place: '2:50', reason: '/ by zero', isFirst: true }]);
  expect(bench.summaries[0]?.queryWarnings).toBeGreaterThan(0);
});
