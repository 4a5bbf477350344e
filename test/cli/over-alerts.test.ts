/** Rules over alerts, as their author meets them. */
import { expect, it } from 'vitest';
import { alertOf } from '../alert/sample.ts';
import { transcript } from './harrier.ts';
import { exec, execRule, lines, rule, workspace } from './workspace.ts';

const alert = JSON.parse(JSON.stringify(alertOf()));
const overAlerts = rule({
  name: 'Two Alerts of One Identity',
  query: 'kibana.alert.risk_score > 20 and user.name:*',
})
  .replace(/^index = .*$/m, 'index = [".alerts-security.*"]')
  .replace(
    'type = "query"',
    'type = "threshold"\nfrom = "now-1h"\ninterval = "10m"\nthreshold = { field = ["user.name"], value = 2 }',
  );

const cwd = workspace({
  'events.json': lines(exec(1), exec(2)),
  'own/exec.toml': execRule,
  'own/two.toml': overAlerts,
  'own/two.test.json': JSON.stringify({
    base: alert,
    cases: [
      { name: 'two', events: [{}, { event: { id: 'f'.repeat(32) } }], alerts: 1 },
      { name: 'the same twice', events: [{}, {}], alerts: 0 },
      { name: 'expected wrongly', set: {}, alerts: 1 },
    ],
  }),
  'wrong/wrong.toml': overAlerts.replace('user.name:*', 'user.nmae:*'),
  'foreign/foreign.toml': overAlerts.replace('user.name:*', 'host.id:*'),
});

it('are run, tested and told of', async () => {
  const shown = await transcript(
    [
      ['list', '--rules', 'own'],
      ['replay', '--rules', 'own', 'events.json'],
      ['test', 'own/two.toml'],
      ['explain', '--rule', 'own/two.toml', '--rules', 'own', 'events.json'],
      ['build', '--rules', 'wrong', '--out', 'rules.js'],
      ['build', '--rules', 'foreign', '--out', 'rules.js'],
    ],
    { cwd },
  );
  await expect(
    shown.replaceAll(cwd, '<folder>').replace(/\d+\.\d s \(\d+ events/, '0.0 s (1 events'),
  ).toMatchFileSnapshot('golden/over-alerts.txt');
});
