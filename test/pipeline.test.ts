import { describe, expect, it } from 'vitest';
import { compileRules } from '../src/compile/compile.ts';
import { loadRules } from '../src/compile/rules/load.ts';
import { memory } from '../src/correlate/memory.ts';
import { decode } from '../src/decode/decode.ts';
import type { RuleSet } from '../src/match/rule-set.ts';
import { runDelivery } from '../src/pipeline.ts';
import { memoryStore } from '../src/state/memory.ts';
import { loadModule, runtime } from './load-module.ts';

const { rules } = loadRules(['rules/privilege_escalation_privileged_container.toml']);
const { module } = compileRules(rules, { reader: 'audit', runtime });
const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };

function event(labels: string): string {
  const spec = '{"containers":[{"name":"c","image":"alpine","securityContext":{"privileged":true}}]}';
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","stage":"ResponseComplete","verb":"create","requestURI":"/api/v1/namespaces/shop/pods","user":{"username":"alice","groups":["dev"]},"objectRef":{"resource":"pods","namespace":"shop","name":"x","apiVersion":"v1"},"responseStatus":{"code":201},"requestObject":{"kind":"Pod","metadata":{"labels":${labels}},"spec":${spec}},"annotations":{"authorization.k8s.io/decision":"allow"}}`;
}

describe('runDelivery', () => {
  it.each([
    ['objects', '{"a":', '}'],
    ['arrays', '[', ']'],
  ])('alerts on an event whose %s nest far deeper than any real one', async (_name, open, close) => {
    const text = event(`${open.repeat(5000)}1${close.repeat(5000)}`);
    const published: unknown[] = [];
    const failures: unknown[] = [];
    const summary = await runDelivery(decode(Buffer.from(text), { source: 'x' }), {
      ruleSet,
      format: 'audit',
      publisher: {
        async publish(alerts) {
          published.push(...alerts);
        },
      },
      clock: () => 0,
      memory: memory(memoryStore({ clock: () => 0 }), () => 0),
      onFailure: (failure) => failures.push(failure),
    });
    expect(summary).toMatchObject({ events: 1, partial: 1, alerts: 1, failures: 0 });
    expect(published).toHaveLength(1);
    expect(failures).toEqual([]);
  });
});
