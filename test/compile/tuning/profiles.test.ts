/** Profiles: exceptions that are applied only where settings name them. */
import { describe, expect, it } from 'vitest';
import { renderProblems } from '../../../src/compile/problem.ts';
import { loadRules } from '../../../src/compile/rules/load.ts';
import { namespacesOf, profileProblems } from '../../../src/compile/tuning/profiles.ts';
import { readTuning } from '../../../src/compile/tuning/read-tuning.ts';
import { folderWith, ruleText } from '../rules/rule-file.ts';

const exception = (condition: string) =>
  `[[exception]]\nrules = ["Rule 1"]\ncondition = "${condition}"\nreason = "usual"\nauthor = "Alice"\n`;
const profile = (name: string, more = '') =>
  `[profile]\nname = "${name}"\nabout = "what ${name} does"\n${more}`;

const files = {
  'rule.toml': ruleText(1),
  'always.toml': exception('user.name: always'),
  'deployer.toml':
    profile('deployer', 'namespace = "usual"\n') +
    exception('user.name: \\"a:{{namespace}}:b\\" or kubernetes.audit.objectRef.namespace: {{namespace}}'),
  'agent.toml': profile('agent') + exception('user.name: agent'),
};

function loaded(settings: string, more: Readonly<Record<string, string>> = {}) {
  const folder = folderWith({ ...files, ...more });
  const { tuning, problems } = readTuning({ path: 'harrier.yml', text: settings });
  const chosen = tuning.profiles ?? [];
  const found = loadRules([folder], { profiles: namespacesOf(chosen) });
  const all = [...problems, ...found.problems, ...profileProblems(chosen, found.profiles)];
  return {
    conditions: found.exceptions.map(({ condition }) => condition.text),
    names: found.profiles.map(({ name }) => name),
    problems: renderProblems(all).replaceAll(folder, ''),
  };
}

describe('a profile', () => {
  it('is off unless it is named, and known all the same', () => {
    expect(loaded('')).toEqual({
      conditions: ['user.name: always'],
      names: ['agent', 'deployer'],
      problems: '',
    });
  });

  it.each([
    ['profiles: [agent]', ['user.name: always', 'user.name: agent']],
    [
      'profiles: [deployer]',
      ['user.name: always', 'user.name: "a:usual:b" or kubernetes.audit.objectRef.namespace: usual'],
    ],
    [
      'profiles:\n  - deployer: other\n',
      ['user.name: always', 'user.name: "a:other:b" or kubernetes.audit.objectRef.namespace: other'],
    ],
  ])('is on by %j', (settings, conditions) => {
    const found = loaded(settings);
    expect(found.problems).toBe('');
    expect(found.conditions.toSorted()).toEqual(conditions.toSorted());
  });

  it('has the later of two namespaces', () => {
    expect(loaded('profiles: [deployer: one, deployer: two]').conditions[1]).toContain('"a:two:b"');
  });

  it.each([
    ['misspelt', 'profiles: [agnet]'],
    ['unknown', 'profiles:\n  - agent\n  - something: else\n'],
    ['given a namespace that it has no place for', 'profiles: [agent: agents]'],
    ['given something that is no namespace', 'profiles: [deployer: "a*"]'],
    ['not a list', 'profiles: agent'],
  ])('is a mistake if it is %s', async (name, settings) => {
    const file = `golden/profiles-${name.replaceAll(' ', '-')}.txt`;
    await expect(loaded(settings).problems).toMatchFileSnapshot(file);
  });

  it('of which the conditions name a namespace says which, and is checked while it is off', async () => {
    const text = profile('lost') + exception('user.name: \\"a:{{namespace}}:b\\"');
    await expect(loaded('', { 'lost.toml': text }).problems).toMatchFileSnapshot(
      'golden/profiles-no-namespace.txt',
    );
  });

  it('keeps places of mistakes behind its namespace', async () => {
    const text =
      profile('broken', 'namespace = "n"\n') + exception('user.name: \\"{{namespace}}\\" and user.nam: x');
    const folder = folderWith({ ...files, 'broken.toml': text });
    const { exceptions } = loadRules([folder], { profiles: new Map([['broken', 'a-long-namespace']]) });
    const condition = exceptions.find(({ file }) => file.path.endsWith('broken.toml'))?.condition;
    const at = condition?.text.indexOf('user.nam:') ?? -1;
    expect(condition?.text.slice(0, at)).toBe('user.name: "a-long-namespace" and ');
    expect(text.slice(condition?.toFile(at), condition?.toFile(at + 'user.nam'.length))).toBe('user.nam');
  });
});
