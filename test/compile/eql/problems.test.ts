/** A golden file of what authors of queries are told. */
import { describe, expect, it } from 'vitest';
import { maxDepth, parseEql } from '../../../src/compile/eql/parse.ts';
import { renderProblems } from '../../../src/compile/problem.ts';

const mistakes = [
  '',
  'process',
  'user.name == "anna"',
  'user.name : "anna"',
  'process where',
  'process were user.name == "anna"',
  'Process WHERE true',
  'my-events where true',
  'audit.log where true',
  'sequence where true',
  'any where user.name = "anna"',
  "any where user.name == 'anna'",
  'any where user.name == ?"anna"',
  'any where user.name == "anna',
  'any where user.name == """anna"\nand true',
  'any where path : "C:\\Windows\\*"',
  'any where name == "\\u{110000}"',
  'any where name == “anna”',
  'any where user.name : anna',
  'any where user.name : (anna, bob)',
  'any where user.name like anna*',
  'any where user.name != "anna" && user.id == "7"',
  'any where user.name == "anna" || user.id == "7"',
  'any where !(user.name == "anna")',
  'any where user.name !: "anna"',
  'any where user.name <> "anna"',
  'any where user.name =~ "an.*"',
  'any where user.name not like "anna*"',
  'any where user.name not : "anna*"',
  'any where user.name == "anna" AND user.id == "7"',
  'any where user.name in "anna"',
  'any where user.name in ()',
  'any where user.name in ("anna", )',
  'any where 1 < code < 5',
  'any where code : -1',
  'any where code == 1e999',
  'any where $user == "anna"',
  'any where event.by == 1',
  'any where where == 1',
  'any where `user name == 1',
  'any where `` == 1',
  'any where a[0] == 1',
  'any where a ~ "x"',
  'any where (a == 1 and (b == 2 or c == 3)',
  'any where a == 1)',
  'any where (a == 1]',
  'any where a == 1 and',
  'any where a == 1 not b == 2',
  'any where length(name > 5',
  'any where a == 1 b == 2',
  'any where a == /* 1',
  `any where ${'('.repeat(maxDepth + 1)}a${')'.repeat(maxDepth + 1)}`,
  'any where child of [process where true]',
  'join [a where true] [b where true]',
  'any where a == 1 | unique a',
  'any where a == 1 | head',
  'any where a == 1 | tail -5',
  'any where a == 1 | head 5, 6',
  'any where a == 1 | had 5',
  'sequence [process where true]',
  'sequence [process where true [network where true]',
  'sequence [process where true] [network where true',
  'sequence [process where true] network where true',
  'sequence with maxspan=5m by user.name [a where true] [b where true]',
  'sequence with maxspan=5 [a where true] [b where true]',
  'sequence with maxspan=0s [a where true] [b where true]',
  'sequence with maxspan=1.5h [a where true] [b where true]',
  'sequence with maxspan=2w [a where true] [b where true]',
  'sequence with runs=2 [a where true] [b where true]',
  'sequence by length(name) [a where true] [b where true]',
  'sequence by user.name, [a where true] [b where true]',
  'sequence [a where true] by x [b where true] by x, y',
  'sequence by host [a where true] by x [b where true]',
  'sequence [a where true] with runs=200',
  'sequence [a where true] with maxspan=5m [b where true]',
  'sequence [a where true] ![b where true]',
  'sequence with maxspan=5m [a where true] ! [b where true]',
  'sequence with maxspan=5m [a where true] -[b where true]',
  'sequence with maxspan=5m ![a where true] ![b where true]',
  'sequence [a where true] [b where true] until ![c where true]',
  'sequence [a where true] until [b where true]\n  with runs=2\n',
  'sample [a where true] [b where true]',
  'sample by x [a where true]',
  'sample by x with maxspan=5m [a where true] [b where true]',
  'sample by x [a where true] ![b where true] with runs=2',
  'sample by x [a where true] [b where true] until [c where true]',
  'sample by x [a where true] [b where true] | head 3 | tail 1',
];

describe('problems', () => {
  it('of syntax', async () => {
    await expect(report(mistakes)).toMatchFileSnapshot('golden/syntax-problems.txt');
  });

  it('are errors for every mistake, all of them', () => {
    const silent = mistakes.filter((text) => {
      const result = parseEql(text);
      return 'ast' in result || result.problems.some(({ severity }) => severity !== 'error');
    });
    expect(silent).toEqual([]);
  });
});

function report(texts: readonly string[]): string {
  return texts
    .map((text) => {
      const result = parseEql(text);
      const problems = 'problems' in result ? result.problems : [];
      const shown = text.length > 200 ? `${text.slice(0, 20)}… (${text.length} characters)` : text;
      const file = { path: 'query', text };
      return `### ${shown}\n${renderProblems(problems.map((problem) => ({ ...problem, file })))}`;
    })
    .join('\n');
}
