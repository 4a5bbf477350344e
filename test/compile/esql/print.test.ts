/** Printing a tree and parsing the text gives the tree back. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Query } from '../../../src/compile/esql/ast.ts';
import { parseEsql } from '../../../src/compile/esql/parse.ts';
import { printEsql } from '../../../src/compile/esql/print.ts';
import { queries } from '../../reference/arbitrary-esql.ts';
import { sharedData } from '../../shared-data.ts';
import { withoutSpans } from '../eql/without-spans.ts';

function reparsed(tree: Query): unknown {
  const result = parseEsql(printEsql(tree));
  return 'ast' in result ? withoutSpans(result.ast) : result.problems;
}

describe('a printed tree', () => {
  it('parses to the same tree, whatever names and texts it holds', () => {
    fc.assert(
      fc.property(queries, (tree) => {
        expect(reparsed(tree)).toEqual(withoutSpans(tree));
      }),
      { numRuns: 2000 },
    );
  });

  const elastic = sharedData('elastic-rules/all-queries.ndjson');
  it.skipIf(elastic === undefined)('of each of Elastic’s rules is that rule’s', () => {
    let read = 0;
    for (const line of readFileSync(elastic ?? '', 'utf8')
      .trim()
      .split('\n')) {
      const { language, query } = JSON.parse(line) as { language: string; query: string };
      if (language !== 'esql') continue;
      const result = parseEsql(query);
      if ('problems' in result) expect.fail(`${query}\n${JSON.stringify(result.problems)}`);
      expect(reparsed(result.ast)).toEqual(withoutSpans(result.ast));
      read++;
    }
    expect(read).toBe(212);
  });

  it.each([
    ['from logs-*', 'FROM "logs-*"'],
    [
      'FROM a,"b,c",x:d-*,<e-{now/d}>::data METADATA _id',
      'FROM "a", "b,c", "x:d-*", "<e-{now/d}>" METADATA _id',
    ],
    ['ROW a=1, b = [1,-2.5], `c d`="x"', 'ROW a = 1, b = [1, -2.5], `c d` = "x"'],
    ['FROM a | where b==1 and c like "x*"', 'FROM "a" | WHERE (b == 1) AND (c LIKE "x*")'],
    [
      'FROM a | STATS count(*) where b > 1, d = max(e) by f, g=h',
      'FROM "a" | STATS count(*) WHERE b > 1, d = max(e) BY f, g = h',
    ],
    ['FROM a | InlineStats max(e)', 'FROM "a" | INLINE STATS max(e)'],
    ['FROM a | keep user.*, `x*`, *.id, @timestamp', 'FROM "a" | KEEP `user.`*, `x*`, *`.id`, @timestamp'],
    ['FROM a | rename b as c, d = e', 'FROM "a" | RENAME b AS c, e AS d'],
    ['FROM a | sort b desc nulls first, c asc, d', 'FROM "a" | SORT b DESC NULLS FIRST, c, d'],
    ['FROM a | dissect b "%{c}" append_separator=","', 'FROM "a" | DISSECT b "%{c}" APPEND_SEPARATOR = ","'],
    ['FROM a | grok concat(b, c) """%{IP:d}\\s"""', 'FROM "a" | GROK concat(b, c) "%{IP:d}\\\\s"'],
    ['FROM a | where match(b, "c", {"boost": 2})', 'FROM "a" | WHERE match(b, "c", {"boost": 2})'],
    ['FROM a | eval x = -(-b) - -2 days + 1d', 'FROM "a" | EVAL x = ((-(-b)) - -2 days) + 1 days'],
    [
      'FROM a | completion x = y with {"id": "|"} | limit 1',
      'FROM "a" | completion x = y with {"id": "|"} | LIMIT 1',
    ],
  ])('reads: %s', (text, printed) => {
    const result = parseEsql(text);
    if ('problems' in result) expect.fail(JSON.stringify(result.problems));
    expect(printEsql(result.ast)).toBe(printed);
  });
});
