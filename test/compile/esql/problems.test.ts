/** A golden file of what authors of queries are told. */
import { describe, expect, it } from 'vitest';
import { maxDepth, maxTreeDepth, parseEsql } from '../../../src/compile/esql/parse.ts';
import { renderProblems } from '../../../src/compile/problem.ts';

const mistakes = [
  '',
  'WHERE user.name == "anna"',
  'FRM logs-*',
  'user.name == "anna"',
  'FROM',
  'FROM logs-*,',
  'FROM logs-* |',
  'FROM logs-* || LIMIT 1',
  'FROM logs-* | | LIMIT 1',
  'FROM logs-* | FROM logs-*',
  'FROM logs-* WHERE user.name == "anna"',
  'FROM logs-* METADATA',
  'FROM logs-* [METADATA _id]',
  'FROM logs-*, (FROM metrics-*)',
  'FROM logs-*::failures',
  'FROM ?index',
  'FROM logs-* | WERE a == 1',
  'FROM logs-* | frobnicate',
  'FROM logs-* | WHERE',
  'FROM logs-* | WHERE a = 1',
  "FROM logs-* | WHERE a == 'x'",
  'FROM logs-* | WHERE a == "x',
  'FROM logs-* | WHERE a == """x"\n| LIMIT 1',
  'FROM logs-* | WHERE a LIKE "C:\\Windows\\*"',
  'FROM logs-* | WHERE a == “x”',
  'FROM logs-* | WHERE a LIKE b',
  'FROM logs-* | WHERE a LIKE x*',
  'FROM logs-* | WHERE a == 1 && b == 2',
  'FROM logs-* | WHERE a == 1 || b == 2',
  'FROM logs-* | WHERE !(a == 1)',
  'FROM logs-* | WHERE a !: "x"',
  'FROM logs-* | WHERE a <> 1',
  'FROM logs-* | WHERE a =~ "x.*"',
  'FROM logs-* | WHERE a IN "x"',
  'FROM logs-* | WHERE a IN ()',
  'FROM logs-* | WHERE a IN ("x", )',
  'FROM logs-* | WHERE 1 < a < 5',
  'FROM logs-* | WHERE a IS "x"',
  'FROM logs-* | WHERE a == 1e999',
  'FROM logs-* | WHERE $a == 1',
  'FROM logs-* | WHERE a.by == 1',
  'FROM logs-* | WHERE last == 1',
  'FROM logs-* | WHERE `user name == 1',
  'FROM logs-* | WHERE `` == 1',
  'FROM logs-* | WHERE a[0] == 1',
  'FROM logs-* | WHERE TO_LOWER(a) : "x"',
  'FROM logs-* | WHERE a : b',
  'FROM logs-* | WHERE (a == 1 AND (b == 2 OR c == 3)',
  'FROM logs-* | WHERE a == 1)',
  'FROM logs-* | WHERE (a == 1]',
  'FROM logs-* | WHERE a == 1 AND',
  'FROM logs-* | WHERE a == 1 NOT b == 2',
  'FROM logs-* | WHERE a == 1 b == 2',
  'FROM logs-* | WHERE LENGTH(a > 5',
  'FROM logs-* | WHERE a == /* 1',
  'FROM logs-* | WHERE a == ?value',
  'FROM logs-* | WHERE a == 1;',
  'FROM logs-* | WHERE a == 5 LIMIT 10',
  `FROM logs-* | WHERE ${'('.repeat(maxDepth + 1)}a${')'.repeat(maxDepth + 1)}`,
  `FROM logs-* | WHERE a${' + 1'.repeat(maxTreeDepth)} > 5`,
  'FROM logs-* | EVAL a',
  'FROM logs-* | EVAL a =',
  'FROM logs-* | EVAL a == 1, = 2',
  'FROM logs-* | EVAL a = 5 fortnights',
  'FROM logs-* | EVAL a = 5 minuets',
  'FROM logs-* | EVAL a = 1.5 hours',
  'FROM logs-* | EVAL a = [1, "x"]',
  'FROM logs-* | EVAL a = [b, c]',
  'FROM logs-* | EVAL a = []',
  'FROM logs-* | EVAL a = b::',
  'FROM logs-* | STATS',
  'FROM logs-* | STATS BY',
  'FROM logs-* | STATS COUNT(*), BY a',
  'FROM logs-* | STATS COUNT(*) GROUP BY a',
  'FROM logs-* | STATS COUNT( BY a',
  'FROM logs-* | INLINE STATS BY a',
  'FROM logs-* | INLINE COUNT(*)',
  'FROM logs-* | KEEP',
  'FROM logs-* | KEEP a,',
  'FROM logs-* | KEEP a b',
  'FROM logs-* | KEEP user-name',
  'FROM logs-* | DROP TO_LOWER(a)',
  'FROM logs-* | RENAME a',
  'FROM logs-* | RENAME a TO b',
  'FROM logs-* | RENAME a* AS b*',
  'FROM logs-* | SORT',
  'FROM logs-* | SORT a DOWN',
  'FROM logs-* | SORT a NULLS',
  'FROM logs-* | LIMIT',
  'FROM logs-* | LIMIT -1',
  'FROM logs-* | LIMIT 1.5',
  'FROM logs-* | LIMIT "5"',
  'FROM logs-* | LIMIT 5 BY a',
  'FROM logs-* | MV_EXPAND',
  'FROM logs-* | MV_EXPAND TO_LOWER(a)',
  'FROM logs-* | GROK a',
  'FROM logs-* | GROK a b',
  'FROM logs-* | DISSECT a "%{b}" separator=","',
  'FROM logs-* | DISSECT a "%{b}" append_separator ","',
  'ROW',
  'ROW a = 1, 2 3',
  'FROM logs-*\n| WHERE a = 1\n| EVAL b = (c\n| KEEP d,\n| SORT e DOWN\n| LIMIT x\n| FROB',
];

describe('problems', () => {
  it('of syntax', async () => {
    await expect(report(mistakes)).toMatchFileSnapshot('golden/syntax-problems.txt');
  });

  it('are errors for every mistake, all but a name alone, which is a column', () => {
    const silent = mistakes.filter((text) => {
      const result = parseEsql(text);
      return 'ast' in result || result.problems.some(({ severity }) => severity !== 'error');
    });
    expect(silent).toEqual(['FROM logs-* | EVAL a']);
  });
});

function report(texts: readonly string[]): string {
  return texts
    .map((text) => {
      const result = parseEsql(text);
      const problems = 'problems' in result ? result.problems : [];
      const shown = text.length > 200 ? `${text.slice(0, 20)}… (${text.length} characters)` : text;
      const file = { path: 'query', text };
      return `### ${shown}\n${renderProblems(problems.map((problem) => ({ ...problem, file })))}`;
    })
    .join('\n');
}
