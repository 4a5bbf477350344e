/** Rules that yield to others: what an event of both is told by. */
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { compileRules } from '../../src/compile/compile.ts';
import { renderProblems } from '../../src/compile/problem.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { loadModule, runtime } from '../load-module.ts';
import { alertsOf } from '../rules/alerts-of.ts';
import { folderWith, ruleId, ruleText } from './rules/rule-file.ts';

/** Rule 1 tells of every exec, the others of some. `keys` are further ones of a rule's file. */
type Keys = Readonly<Record<number, string>>;

const queries: Readonly<Record<number, string>> = {
  1: 'kubernetes.audit.objectRef.subresource: exec',
  2: 'kubernetes.audit.objectRef.subresource: exec and harrier.command: *token*',
  3: 'kubernetes.audit.objectRef.subresource: exec and harrier.command: *curl*',
};

/** What `keys` says otherwise replaces what the file has. */
function withKeys(text: string, keys: string): string {
  const score = /risk_score = \d+\n/.exec(keys)?.[0];
  if (score === undefined) return text + keys;
  const [severity = ''] = /severity = "\w+"\n/.exec(keys) ?? [];
  return text.replace('risk_score = 47\n', score).replace('severity = "medium"\n', severity);
}

async function compiled(keys: Keys, exceptions = '') {
  const files = Object.entries(queries).map(([number, query]) => {
    const text = ruleText(Number(number)).replace('"kubernetes.audit.verb: get"', `"${query}"`);
    return [`rule_${number}.toml`, withKeys(text, keys[Number(number)] ?? '')] as const;
  });
  const folder = folderWith({ ...Object.fromEntries(files), ...(exceptions && { 'e.toml': exceptions }) });
  const loaded = loadRules([folder]);
  const { module, problems } = compileRules(loaded.rules, {
    target: auditTarget,
    runtime,
    exceptions: loaded.exceptions,
  });
  const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };
  return {
    ruleSet,
    problems: renderProblems([...loaded.problems, ...problems]).replaceAll(`${folder}/`, ''),
  };
}

function exec(command: string): JsonObject {
  const uri = `/api/v1/namespaces/a/pods/b/exec?command=sh&command=-c&command=${encodeURIComponent(command)}`;
  return {
    auditID: 'a',
    stage: 'ResponseStarted',
    verb: 'get',
    requestURI: uri,
    user: { username: 'alice' },
    objectRef: { resource: 'pods', namespace: 'a', name: 'b', subresource: 'exec' },
    responseStatus: { code: 101 },
    stageTimestamp: '2026-11-16T09:14:22.437905Z',
  };
}

async function toldBy(keys: Keys, command: string, exceptions = ''): Promise<string> {
  const { ruleSet, problems } = await compiled(keys, exceptions);
  expect(problems).toBe('');
  const alerts: readonly Alert[] = await alertsOf(ruleSet, [exec(command)]);
  return alerts.map(({ rule }) => rule.name.replace('Rule ', '')).join(' ');
}

const toTwo = 'yields_to = ["Rule 2"]\n';
const low = 'risk_score = 21\nseverity = "low"\n';
const high = 'risk_score = 73\nseverity = "high"\n';
const suppressed =
  '[rule.alert_suppression]\ngroup_by = ["user.name"]\nduration = { value = 1, unit = "h" }\n';

describe('an event is told of', () => {
  it.each([
    ['by all that match, if none yields', {}, 'cat token; curl', '1 2 3'],
    ['by the other alone', { 1: toTwo }, 'cat token', '2'],
    ['by the other, named by its id', { 1: `yields_to = ["${ruleId(2)}"]\n` }, 'cat token', '2'],
    ['by the one that yields, if the other does not match', { 1: toTwo }, 'ls', '1'],
    ['by a third as before', { 1: toTwo }, 'cat token; curl', '2 3'],
    ['by the last of several', { 1: toTwo, 2: 'yields_to = ["Rule 3"]\n' }, 'cat token; curl', '3'],
    ['by the middle one of several', { 1: toTwo, 2: 'yields_to = ["Rule 3"]\n' }, 'cat token', '2'],
    ['by both, if the other is less severe', { 1: toTwo, 2: low }, 'cat token', '1 2'],
    ['by the other, if it is more severe', { 1: toTwo, 2: high }, 'cat token', '2'],
    [
      'by both, if nobody is told of the other',
      { 1: toTwo, 2: 'building_block_type = "default"' },
      'cat token',
      '1 2',
    ],
    [
      'by the other, if nobody is told of this one',
      { 1: `${toTwo}building_block_type = "default"` },
      'cat token',
      '2',
    ],
    ['by both, if the other is suppressed', { 1: toTwo, 2: suppressed }, 'cat token', '1 2'],
    [
      'by the other, if both are suppressed alike',
      { 1: toTwo + suppressed, 2: suppressed },
      'cat token',
      '2',
    ],
    ['by both, if the other is off', { 1: 'yields_to = ["What Is Off"]\n' }, 'cat token', '1 2'],
  ])('%s', async (_, keys, command, told) => {
    expect(await toldBy(keys, command)).toBe(told);
  });

  it('by the one that yields, if it is excepted from the other', async () => {
    const exception = `[[exception]]
rules = ["Rule 2"]
condition = 'user.name: alice'
reason = "Her work."
author = "bob@example.com"
`;
    expect(await toldBy({ 1: toTwo }, 'cat token', exception)).toBe('1');
    expect(await toldBy({ 1: toTwo }, 'cat token', exception.replace('alice', 'bob'))).toBe('2');
  });
});

describe('a mistake', () => {
  it('is a circle, in which neither would tell', async () => {
    const { problems } = await compiled({
      1: toTwo,
      2: 'yields_to = ["Rule 3"]\n',
      3: 'yields_to = ["Rule 1"]\n',
    });
    expect(problems).toMatchInlineSnapshot(`
      "rule_3.toml:9:14: error[yields-in-a-circle]: "Rule 1" yields to this rule in turn: neither would tell of what both match
        |
      9 | yields_to = ["Rule 1"]
        |              ^^^^^^^^
        help: let the one that says less yield to the other
      "
    `);
  });

  it('is a name with a wrong letter', async () => {
    const { problems } = await compiled({ 1: 'yields_to = ["Rul 2"]\n' });
    expect(problems).toMatchInlineSnapshot(`
      "rule_1.toml:9:14: warning[unknown-rule]: no rule has the id or the name "Rul 2"
        |
      9 | yields_to = ["Rul 2"]
        |              ^^^^^^^
        help: did you mean "Rule 2"?
      "
    `);
  });
});
