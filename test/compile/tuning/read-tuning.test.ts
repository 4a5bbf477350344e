/** What settings say about rules: read, or refused with everything that is wrong with it. */
import { describe, expect, it } from 'vitest';
import { renderProblems } from '../../../src/compile/problem.ts';
import { readTuning } from '../../../src/compile/tuning/read-tuning.ts';

const read = (text: string) => readTuning({ path: '/home/me/harrier.yml', text });

describe('settings', () => {
  it('are read with all that they can say', () => {
    const { tuning, problems } = read(`
clusters: [blue]
rules: [mine, ../elastic/rules, /etc/rules]
disable:
  - User Exec into a Pod
  - tag: "Tactic: Discovery"
  - rule: [a, b]
override:
  - rule: NodePort Service
    severity: low
    riskScore: 3
  - tag: [x, y]
    buildingBlock: true
    interval: 10m
    suppression: { groupBy: [user.name], duration: 2d, after: 3 }
  - rule: c
    suppression: none
`);
    expect(problems).toEqual([]);
    expect(tuning.rules).toEqual(['/home/me/mine', '/home/elastic/rules', '/etc/rules']);
    expect(tuning.disabled?.map(({ by, named }) => [by, named.value])).toEqual([
      ['rule', 'User Exec into a Pod'],
      ['tag', 'Tactic: Discovery'],
      ['rule', 'a'],
      ['rule', 'b'],
    ]);
    const said = tuning.overrides?.map(({ choices, change }) => [
      choices.map(({ named }) => named.value),
      change,
    ]);
    expect(said).toMatchObject([
      [['NodePort Service'], { severity: 'low', riskScore: 3 }],
      [
        ['x', 'y'],
        {
          buildingBlock: true,
          interval: '10m',
          suppression: { groupBy: [{ value: 'user.name' }], duration: { value: 48, unit: 'h' }, after: 3 },
        },
      ],
      [['c'], { suppression: 'none' }],
    ]);
  });

  it.each([
    ['an empty file', ''],
    ['a comment', '# nothing yet\n'],
    ['settings of deployments', 'clusters: [a]\nemails:\n'],
    ['keys without a value', 'rules:\ndisable:\noverride:\n'],
  ])('say nothing about rules: %s', (_, text) => {
    expect(read(text)).toEqual({ tuning: {}, problems: [], incomplete: false });
  });

  it('are refused with all that is wrong, each in its place', async () => {
    const texts = [
      'disabel: [a]\nrule: [x]\noveride: []\n',
      'rules: mine\ndisable: User Exec\noverride: { rule: a }\n',
      'override:\n  - rule: a\n    severity: mediun\n    riskscore: 5\n  - rule: [b, 7]\n    riskScore: 101\n',
      'override:\n  - severity: low\n  - rule: a\n  - rule: b\n    suppression: all\n',
      'override:\n  - rule: a\n    suppression: { groupBy: [], duration: 1w, after: 51, other: 1 }\n',
      'disable: [a\nclusters: b\n',
      'disable: [a]\ndisable: [b]\n',
      '- a\n- b\n',
    ];
    const rendered = texts.map((text) => `${text}\n${renderProblems(read(text).problems)}`);
    await expect(rendered.join('\n=====\n')).toMatchFileSnapshot('golden/settings.txt');
  });

  it('say what they can beside what is wrong, each in its place', () => {
    const text =
      'disable: [[a], b]\noverride:\n  - { rule: c, severity: no }\n  - { rule: d, severity: low }\n';
    const { tuning, problems, incomplete } = read(`${text}profiles: 1\n`);
    expect(problems.map(({ code }) => code)).toHaveLength(3);
    const named = [...(tuning.disabled ?? []), ...(tuning.overrides ?? []).flatMap(({ choices }) => choices)];
    expect(
      named.map(({ named: { value, span } }) => [value, span && text.slice(span.start, span.end)]),
    ).toEqual([
      ['b', 'b'],
      ['d', 'd'],
    ]);
    expect({ profiles: tuning.profiles, incomplete }).toEqual({ profiles: undefined, incomplete: false });
    expect(read('rules: [1]\n').incomplete).toBe(true);
    expect(read('ruels: [a]\n').incomplete).toBe(true);
  });

  it('that nest too deep, or by aliases, cost nothing', () => {
    const deep = `rules: ${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(read(deep).problems.length).toBeGreaterThan(0);
    const laughs = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 9; i++) {
      const before = String.fromCharCode(96 + i);
      const name = String.fromCharCode(97 + i);
      laughs.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join()}]`);
    }
    expect(read(laughs.join('\n')).problems.map(({ code }) => code)).toEqual(['yaml-syntax']);
  });
});
