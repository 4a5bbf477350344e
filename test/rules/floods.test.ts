/**
 * What anybody may repeat: requests that are refused, requests that are cut in the log, and what Kubernetes' role
 * `system:basic-user` allows every caller. A rule that such a request
 * can match suppresses, or one caller fills every topic.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mergePatch } from '../../src/cli/cases/case-file.ts';
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import { matchEvents } from '../../src/match/match.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { loadModule, runtime } from '../load-module.ts';
import { readCases } from './cases.ts';

const folder = fileURLToPath(new URL('../../rules/', import.meta.url));
const { module } = compileRules(loadRules([folder]).rules, { target: auditTarget, runtime });
const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };

/** What the API server writes of a request that no rule of RBAC allows. */
const refused: JsonObject = {
  responseStatus: { metadata: null, status: 'Failure', reason: 'Forbidden', code: 403 },
  responseObject: null,
  annotations: { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' },
};
/** What is left of a record that a long URI or header fills: members come in the order of the Go struct. */
const cut = Object.fromEntries(
  'objectRef responseStatus requestObject responseObject requestReceivedTimestamp stageTimestamp annotations'
    .split(' ')
    .map((name) => [name, null]),
);

/** Who calls, from where as the API server itself sees it, and what it made of the request. */
const bounded = ['user.name', 'harrier.remote_ip', 'kubernetes.audit.responseStatus.code'];
/** Of a refused request for what is no resource the verb is any HTTP method; of an allowed one it is one that is granted. */
const boundedIfAllowed = [...bounded, 'kubernetes.audit.verb'];

/** Whoever has this identity has rights that are worse than a flood; each of its requests is a critical alert. */
const privileged = ['privilege_escalation_controller_identity_used_by_other_client.toml'];

const events = readdirSync(folder)
  .filter((name) => name.endsWith('.test.json'))
  .flatMap((name) => readCases(join(folder, name)).flatMap((each) => each.events));

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles */
const allowedToAll = ['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'selfsubjectreviews'];
const isAllowedToAll = ({ objectRef }: JsonObject) =>
  allowedToAll.includes(String((objectRef as JsonObject | undefined)?.resource));

/** @returns the rules that an event of the rules' own tests matches once it is changed so */
function matched(change: JsonObject, partial = false, of: readonly JsonObject[] = events) {
  const changed = of.map((event, index) => ({
    event: mergePatch(event, change) as JsonObject,
    origin: { source: 'test' },
    position: index,
    partial,
  }));
  const { matches } = matchEvents(ruleSet, changed, 0);
  return [...new Set(matches.map(({ rule }) => rule))];
}

/** What the same requests are if they are allowed. */
const succeeded: JsonObject = {
  responseStatus: { status: null, reason: null, code: 200 },
  annotations: { 'authorization.k8s.io/decision': 'allow' },
};
const matchSuccess = new Set(matched(succeeded));
const matchBoth = new Set(matched(refused).filter((rule) => matchSuccess.has(rule)));

describe.each([
  { request: 'that is refused', found: matched(refused), fields: bounded },
  { request: 'that is cut', found: matched(cut, true), fields: bounded },
  {
    request: 'that every caller is allowed',
    found: matched({}, false, events.filter(isAllowedToAll)),
    fields: boundedIfAllowed,
  },
])('a rule that a request $request can match', ({ found, fields }) => {
  it('suppresses by what a caller cannot vary', () => {
    const floods = found.filter(
      ({ source, suppression }) =>
        !privileged.includes(source) &&
        (suppression === undefined || !suppression.groupBy.every((field) => fields.includes(field))),
    );
    expect(floods.map(({ source }) => source)).toEqual([]);
  });

  it('keeps what succeeds apart from what is refused', () => {
    const together = found.filter(
      (rule) =>
        rule.suppression?.groupBy.includes('kubernetes.audit.responseStatus.code') === false &&
        matchBoth.has(rule),
    );
    expect(together.map(({ source }) => source)).toEqual([]);
  });

  it('exists', () => {
    expect(found).not.toEqual([]);
  });
});
