/** Acts that the log hides by cutting them, as different as their caller can make them pass for one. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { benchFor } from '../correlate/events.ts';
import { loadModule, runtime } from '../load-module.ts';

const folder = fileURLToPath(new URL('../../rules/', import.meta.url));
const { module } = compileRules(loadRules([folder]).rules, { target: auditTarget, runtime });
const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };

/** All that is left of a request whose URI is longer than the log takes. */
const left: JsonObject = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'RequestResponse',
  auditID: 'the-same-each-time',
  stage: 'ResponseComplete',
};

it('have an alert each, though their caller gives them one audit id', async () => {
  const bench = benchFor(ruleSet, { sourced: { partial: true } });
  for (let delivery = 0; delivery < 5; delivery++) {
    const alerts = await bench.deliver([left], { source: `log-event-${delivery}` });
    expect(alerts.map(({ rule }) => rule.name)).toContain('Audit Event Cut before Its Response');
  }
  expect(await bench.deliver([left], { source: 'log-event-4' })).toEqual([]);
});
