/** Printing a tree and parsing the text gives the tree back. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EqlStatement } from '../../../src/compile/eql/ast.ts';
import { parseEql } from '../../../src/compile/eql/parse.ts';
import { printEql } from '../../../src/compile/eql/print.ts';
import { statements } from '../../reference/arbitrary-eql.ts';
import { sharedData } from '../../shared-data.ts';
import { withoutSpans } from './without-spans.ts';

function reparsed(tree: EqlStatement): unknown {
  const result = parseEql(printEql(tree));
  return 'ast' in result ? withoutSpans(result.ast) : result.problems;
}

describe('a printed tree', () => {
  it('parses to the same tree, whatever names and texts it holds', () => {
    fc.assert(
      fc.property(statements, (tree) => {
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
      if (language !== 'eql') continue;
      const result = parseEql(query);
      if ('problems' in result) expect.fail(`${query}\n${JSON.stringify(result.problems)}`);
      expect(reparsed(result.ast)).toEqual(withoutSpans(result.ast));
      read++;
    }
    expect(read).toBe(1081);
  });

  it.each([
    ['process where true', 'process where true'],
    ['any where a==1 and b : "x*"', 'any where (a == 1) and (b : "x*")'],
    ['"my-events" where `a-b`.c not in ("x")', '"my-events" where not (`a-b.c` in ("x"))'],
    ['x where -1 + 2*3 > 1.0', 'x where ((-1) + (2 * 3)) > 1.0'],
    ['x where a like~ ("""c:\\*""")', 'x where a like~ "c:\\\\*"'],
    [
      'sequence by ?a with maxspan=1m [x where true] by b ![y where true] by c until [z where true] by d | head 1',
      'sequence by ?a with maxspan=1m [x where true] by b ![y where true] by c until [z where true] by d | head 1',
    ],
  ])('reads: %s', (text, printed) => {
    const result = parseEql(text);
    if ('problems' in result) expect.fail(JSON.stringify(result.problems));
    expect(printEql(result.ast)).toBe(printed);
  });
});
