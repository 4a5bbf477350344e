/** Exceptions of rules in ES|QL: what is excepted is no row, and is in no group. */
import { expect, it } from 'vitest';
import type { RuleSet } from '../../../src/match/rule-set.ts';
import { benchFor, get, valuesIn } from '../../correlate/events.ts';
import { esqlToml } from '../../correlate/rules.ts';
import { loadModule } from '../../load-module.ts';
import { folderWith } from '../rules/rule-file.ts';
import { build } from './build.ts';

const usual = 'from = "now-6m"\ninterval = "5m"';
const query = 'FROM logs-* | WHERE kubernetes.audit.verb == "get" | EVAL who = TO_UPPER(user.name)';
const ids = [1, 2, 3].map((number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);

async function rulesWith(condition: string): Promise<RuleSet> {
  const folder = folderWith({
    'rows.toml': esqlToml(`${query} | KEEP who`, usual, 1),
    'groups.toml': esqlToml(
      `${query} | STATS events = COUNT(*), who = VALUES(who) BY source.ip | WHERE events >= 2`,
      usual,
      2,
    ),
    // To another rule nothing changes.
    'other.toml': esqlToml(`${query} | WHERE who == "ALICE" | KEEP who`, usual, 3),
    'exceptions.toml': `[[exception]]
rules = ${JSON.stringify(ids.slice(0, 2))}
condition = ${JSON.stringify(condition)}
reason = "Alice works there"
author = "a"
`,
  });
  const { module, problems } = build(folder, '2026-03-03');
  expect(problems).toEqual([]);
  expect(module).toContain('Alice works there');
  return ((await loadModule(module)) as { ruleSet: RuleSet }).ruleSet;
}

const by = (username: string, at: number) =>
  get(at, { user: { username }, sourceIPs: ['10.0.0.1'], userAgent: 'kubectl/v1.33.1' });

it('leaves out what is excepted, of rows and of groups alike', async () => {
  const bench = benchFor(await rulesWith('user.name: alice and user_agent.original: kubectl*'));
  const events = [by('alice', 0), by('bob', 1), by('alice', 2)];
  expect(valuesIn(await bench.deliver(events))).toEqual([{ who: 'ALICE' }, { who: 'BOB' }, { who: 'ALICE' }]);
  const alerts = await bench.deliver([by('bob', 3)]);
  expect(valuesIn(alerts)).toEqual([{ who: 'BOB' }, expect.objectContaining({ events: 2, who: 'BOB' })]);
});

it('leaves out nothing where the condition does not hold', async () => {
  const bench = benchFor(await rulesWith('user.name: alice and user_agent.original: curl*'));
  const alerts = await bench.deliver([by('alice', 0), by('bob', 1)]);
  expect(valuesIn(alerts)).toHaveLength(4);
  expect(valuesIn(alerts)).toContainEqual(expect.objectContaining({ events: 2, who: ['ALICE', 'BOB'] }));
});
