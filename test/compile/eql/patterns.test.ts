/** Regular expressions of Elastic's rules, which lie beside a checkout: none is refused, and none warned of. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseEql } from '../../../src/compile/eql/parse.ts';
import { checkRegex } from '../../../src/query/regex/regex.ts';
import { sharedData } from '../../shared-data.ts';

const elastic = sharedData('elastic-rules/all-queries.ndjson');

it.skipIf(elastic === undefined)('the regular expressions of Elastic’s rules are sound', () => {
  const seen = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { kind, op, patterns } = node as { kind?: string; op?: string; patterns?: { value: string }[] };
    if (kind === 'match' && op?.startsWith('regex')) {
      for (const { value } of patterns ?? []) {
        seen.add(value);
        expect(checkRegex(value, op.endsWith('~')), value).toEqual([]);
      }
    }
    for (const each of Object.values(node)) visit(each);
  };
  for (const line of readFileSync(elastic ?? '', 'utf8')
    .trim()
    .split('\n')) {
    const { language, query } = JSON.parse(line) as { language: string; query: string };
    const result = language === 'eql' ? parseEql(query) : undefined;
    if (result !== undefined && 'ast' in result) visit(result.ast);
  }
  expect(seen.size).toBeGreaterThan(30);
});
