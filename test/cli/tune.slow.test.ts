import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { harrier } from './harrier.ts';
import { exec, lines, rule, workspace } from './workspace.ts';

const plain = 'kubernetes.audit.verb:(get or delete)';
const attack = exec(0, { user: { username: 'jane', groups: ['system:authenticated'] } });
const cwd = workspace({
  'rules/plain.toml': rule({ name: 'Plain', query: plain }),
  'rules/plain.test.json': JSON.stringify({
    base: attack,
    cases: [{ name: 'an attack', set: {}, alerts: 1 }],
  }),
  'attack.json': lines(attack),
  'rules/suppressed.toml': `${rule({ name: 'Suppressed', query: plain })}
[rule.alert_suppression]
group_by = ["kubernetes.audit.objectRef.namespace"]
duration = { value = 1, unit = "m" }
missing_fields_strategy = "suppress"
`,
  'rules/threshold.toml': `${rule({ name: 'Threshold', query: plain }).replace('type = "query"', 'type = "threshold"')}
[rule.threshold]
field = ["kubernetes.audit.objectRef.namespace"]
value = 2
`,
  'rules/new.toml': `${rule({ name: 'New', query: plain }).replace('type = "query"', 'type = "new_terms"')}
[rule.new_terms]
field = "new_terms_fields"
value = ["user.name"]
[[rule.new_terms.history_window_start]]
field = "history_window_start"
value = "now-7d"
`,
});

const users: readonly JsonObject[] = [
  { username: 'jane', groups: ['system:authenticated'] },
  { username: 'tom"\\*', groups: ['system:authenticated'] },
  { username: 'and', groups: [] },
  { username: 'system:serviceaccount:a:b', groups: ['system:serviceaccounts'] },
  { username: 'system:anonymous', groups: ['system:unauthenticated'] },
  ...['one', 'two'].map((session) => ({
    username: session,
    groups: ['system:authenticated'],
    extra: { canonicalArn: ['arn:aws:iam::111122223333:role/r'], sessionName: [session] },
  })),
];

/** Few kinds, so that each comes several times. */
const happening = fc.record({
  user: fc.constantFrom(...users),
  verb: fc.constantFrom('get', 'get', 'get', 'list'),
  subresource: fc.constantFrom(undefined, undefined, 'exec'),
  namespace: fc.constantFrom('a', 'a', 'b', undefined),
  decision: fc.constantFrom('allow', 'allow', 'allow', 'forbid'),
  minute: fc.nat(9),
});

it('takes away exactly the alerts that it names, and no test of a rule fails', () =>
  fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 30, maxLength: 60 }), async (all) => {
      const events = all.map(({ user, verb, subresource, namespace, decision, minute }, index) =>
        exec(index, {
          user,
          verb,
          requestURI: `/api/v1/x?n=${index}`,
          objectRef: {
            resource: 'pods',
            ...(subresource && { subresource }),
            ...(namespace && { namespace }),
          },
          annotations: { 'authorization.k8s.io/decision': decision },
          stageTimestamp: `2026-03-01T10:0${minute}:00.${String(index).padStart(6, '0')}Z`,
        }),
      );
      writeFileSync(join(cwd, 'log.json'), lines(...events));
      const found = join(cwd, 'found.toml');
      rmSync(found, { force: true });
      const rules = ['--rules', 'rules'];
      const args = ['tune', ...rules, '--least', '2', '--output', 'ndjson', '--write', found, 'log.json'];
      const tuned = await harrier(args, { cwd });
      expect(tuned).toMatchObject({ code: 0 });
      if (existsSync(found)) writeFileSync(found, readFileSync(found, 'utf8').replaceAll('TODO', 'known'));
      const proposed = tuned.stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      const named = proposed.flatMap(({ alert_ids = [] }) => alert_ids as readonly string[]);
      const before = await alertsOf(rules);
      const after = named.length === 0 ? before : await alertsOf([...rules, '--rules', found]);
      expect(new Set(named).size).toBe(named.length);
      expect(after).toEqual(before.filter(({ id }) => !named.includes(id)));
      if (named.length === 0) return;
      // What the rule's test reports is reported with the exceptions, too.
      const attack = await alertsOf([...rules, '--rules', found], 'attack.json');
      expect(attack.map(({ rule: name }) => name)).toContain('Plain');
    }),
    { numRuns: 5, endOnFailure: true },
  ));

async function alertsOf(args: readonly string[], log = 'log.json') {
  const { stdout, code } = await harrier(['replay', ...args, '--output', 'ndjson', log], { cwd });
  expect(code).toBe(0);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .map(({ event, rule: { name }, harrier: { event_ids } }) => ({
      id: event.id as string,
      rule: name as string,
      events: event_ids,
    }));
}
