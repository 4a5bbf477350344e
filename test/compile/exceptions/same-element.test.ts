/** What a condition on containers excepts: one allowed container must not hide another. */
import { describe, expect, it } from 'vitest';
import type { RuleSet } from '../../../src/match/rule-set.ts';
import type { AuditEvent, Json } from '../../../src/schema/audit-event.ts';
import { headOf } from '../../../src/schema/head.ts';
import { loadModule } from '../../load-module.ts';
import { folderWith, ruleText } from '../rules/rule-file.ts';
import { build } from './build.ts';

const privileged = 'harrier.containers:{ securityContext.privileged: true }';
const agentIsThere =
  'harrier.containers:{ image: registry.example/agent* and securityContext.privileged: true }';
const nothingElse =
  'not harrier.containers:{ securityContext.privileged: true and not image: registry.example/agent* }';

async function ruleSetWith(condition: string): Promise<RuleSet> {
  const folder = folderWith({
    'rule.toml': ruleText(1).replace('kubernetes.audit.verb: get', privileged),
    'exceptions.toml': `[[exception]]\nrules = "all"\ncondition = '''${condition}'''\nreason = "r"\nauthor = "a"\n`,
  });
  const { module, applied } = build(folder, '2026-11-22');
  expect(applied).toBe(1);
  return (await loadModule(module)).ruleSet as RuleSet;
}

const agent = { image: 'registry.example/agent:4', securityContext: { privileged: true } };
const unprivilegedAgent = { image: 'registry.example/agent:4' };
const attacker = { image: 'docker.io/library/alpine:3', securityContext: { privileged: true } };
const nameless = { securityContext: { privileged: true } };
const harmless = { image: 'docker.io/library/alpine:3' };

function podOf(containers: readonly Json[], more: Record<string, Json> = {}): AuditEvent {
  return {
    verb: 'create',
    objectRef: { resource: 'pods' },
    requestObject: { kind: 'Pod', spec: { containers, ...more } },
  };
}

const jobOf = (containers: readonly Json[]): AuditEvent => ({
  verb: 'create',
  objectRef: { resource: 'cronjobs' },
  requestObject: { spec: { jobTemplate: { spec: { template: { spec: { containers } } } } } },
});

const allowed: readonly [name: string, event: AuditEvent][] = [
  ['the agent', podOf([agent])],
  ['the agent and a harmless container', podOf([harmless, agent])],
  ['the agent twice', podOf([agent], { initContainers: [agent] })],
  ['the agent in a cron job', jobOf([agent])],
];

const hidden: readonly [name: string, event: AuditEvent][] = [
  ['an attacker’s container beside the agent', podOf([agent, attacker])],
  ['an attacker’s container before the agent', podOf([attacker, agent])],
  ['an attacker’s init container', podOf([agent], { initContainers: [attacker] })],
  ['an attacker’s ephemeral container', podOf([agent], { ephemeralContainers: [attacker] })],
  ['an attacker’s container in a cron job', jobOf([agent, attacker])],
  ['a container without an image', podOf([agent, nameless])],
  [
    'an attacker’s container in a spec beside the one that counts',
    {
      verb: 'create',
      objectRef: { resource: 'pods' },
      requestObject: {
        kind: 'Pod',
        spec: { containers: [attacker], template: { spec: { containers: [agent] } } },
      },
    },
  ],
];

const plain: readonly [name: string, event: AuditEvent][] = [
  ['an attacker’s container alone', podOf([attacker])],
  ['an attacker’s container beside the agent without privileges', podOf([unprivilegedAgent, attacker])],
];

async function alerts(condition: string, event: AuditEvent): Promise<boolean> {
  const ruleSet = await ruleSetWith(condition);
  const context = { origin: { source: '' }, now: 0 };
  return ruleSet.candidates(event).some(({ test }) => test(event, context, headOf(event)));
}

describe('"no privileged container but the agent"', () => {
  it.each(allowed)('excepts %s', async (_, event) => {
    expect(await alerts(nothingElse, event)).toBe(false);
  });
  it.each([...hidden, ...plain])('does not except %s', async (_, event) => {
    expect(await alerts(nothingElse, event)).toBe(true);
  });
});

/** What docs/exceptions.md warns of, and the build too. */
describe('"the agent is there, privileged"', () => {
  it.each([...allowed, ...hidden])('excepts %s', async (_, event) => {
    expect(await alerts(agentIsThere, event)).toBe(false);
  });
  it.each(plain)('does not except %s', async (_, event) => {
    expect(await alerts(agentIsThere, event)).toBe(true);
  });
});
