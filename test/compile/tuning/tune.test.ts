/** Rules as settings want them. */
import { describe, expect, it } from 'vitest';
import { renderProblems } from '../../../src/compile/problem.ts';
import { loadRules } from '../../../src/compile/rules/load.ts';
import { readTuning } from '../../../src/compile/tuning/read-tuning.ts';
import { tune } from '../../../src/compile/tuning/tune.ts';
import { noTuning } from '../../../src/compile/tuning/tuning.ts';
import { folderWith, ruleId, ruleText } from '../rules/rule-file.ts';

function tuned(settings: string, unread = false) {
  const tags = (number: number, text: string) => `${ruleText(number)}tags = ["all", "${text}"]\n`;
  const folder = folderWith({
    'a.toml': tags(1, 'odd'),
    'b.toml': tags(2, 'even'),
    'c.toml': tags(3, 'odd').replace('Rule 3', 'Rule 2 again'),
    'd.toml': tags(4, 'even').replace('Rule 4', 'Rule 1'),
  });
  const { rules } = loadRules([folder]);
  const { tuning, problems } = readTuning({ path: 'harrier.yml', text: settings });
  expect(problems).toEqual([]);
  return tune(rules, { ...noTuning, ...tuning }, unread);
}

const severities = (settings: string) =>
  tuned(settings).rules.map(({ metadata: { severity, riskScore } }) => [severity, riskScore]);

describe('rules', () => {
  it('are as they were without settings', () => {
    const { rules, ...rest } = tuned('');
    expect(rules).toHaveLength(4);
    expect(rest).toEqual({ disabled: [], overridden: [], problems: [] });
  });

  it.each([
    ['by id', `disable: [${ruleId(1)}]`, ['Rule 1'], 3],
    ['by name', 'disable: [Rule 2]', ['Rule 2'], 3],
    ['by tag', 'disable: [{ tag: odd }]', ['Rule 1', 'Rule 2 again'], 2],
    ['by several', 'disable: [{ tag: odd }, Rule 2]', ['Rule 1', 'Rule 2', 'Rule 2 again'], 1],
    ['all of them', 'disable: [{ tag: all }]', ['Rule 1', 'Rule 2', 'Rule 2 again', 'Rule 1'], 0],
  ])('are off: %s', (_, settings, disabled, left) => {
    const found = tuned(settings);
    expect(found.disabled).toEqual(disabled);
    expect(found.rules).toHaveLength(left);
    expect(found.problems).toEqual([]);
  });

  it('say otherwise what settings say otherwise, and the later setting has precedence', () => {
    const settings = `
override:
  - tag: odd
    severity: critical
  - rule: Rule 2 again
    severity: low
    riskScore: 5
`;
    expect(severities(settings)).toEqual([
      ['critical', 99],
      ['medium', 47],
      ['low', 5],
      ['medium', 47],
    ]);
    expect(tuned(settings).overridden).toEqual(['Rule 1', 'Rule 2 again']);
  });

  it('suppress as settings say, or no more', () => {
    const by = tuned('override: [{ rule: Rule 2, suppression: { groupBy: [user.name], duration: 5m } }]');
    expect(by.rules[1]?.suppression).toMatchObject({
      groupBy: [{ value: 'user.name' }],
      duration: { value: 5, unit: 'm' },
    });
    expect(tuned('override: [{ rule: Rule 2, suppression: none }]').rules[1]).not.toHaveProperty(
      'suppression',
    );
  });

  it('that are not there, or not told apart, are mistakes in their places', async () => {
    const settings = `disable: [Rule 5, ${ruleId(9)}, b.toml, { tag: ood }, { tag: nothing like it }, Rule 1]
override:
  - rule: [Rule 2, Ruel 2]
    severity: low
`;
    await expect(renderProblems(tuned(settings).problems)).toMatchFileSnapshot('golden/rules.txt');
    expect(tuned('disable: [Rule 5]', true).problems).toEqual([]);
  });
});
