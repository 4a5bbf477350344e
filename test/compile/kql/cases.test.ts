/** The cases of test/cases/kql.toml, by the compiled code and by the reference evaluator. */
import { readFileSync } from 'node:fs';
import { parse } from '@iarna/toml';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';
import { renderDocument } from '../../../src/schema/document.ts';
import { documentReader } from '../../../src/schema/document-reader.ts';
import { compiled, referenceMatches } from './run-kql.ts';

interface Group {
  readonly rule: string;
  readonly event?: string;
  readonly document?: string;
  readonly matches: readonly string[];
  readonly misses: readonly string[];
}

const file = new URL('../../cases/kql.toml', import.meta.url);
const { group: groups } = parse(readFileSync(file, 'utf8')) as unknown as { group: readonly Group[] };
const origin = { source: 'test' };

describe.each(groups)('$rule', ({ event, document, matches, misses }) => {
  const input = JSON.parse(
    (event ?? document ?? '').replace('LONG', `${'x'.repeat(20_000)}yy`),
  ) as JsonObject;
  const reader = event === undefined ? documentReader() : auditReader();
  const shown = event === undefined ? input : renderDocument(input, origin);
  const queries = [...matches, ...misses];

  it.each(queries)('%s', async (query) => {
    const expected = matches.includes(query);
    expect(referenceMatches(query, shown, reader), 'reference').toBe(expected);
    const run = await compiled([query], reader);
    expect(run(input, origin).has(0), 'compiled').toBe(expected);
  });

  it('holds in one rule set, and over the document as over the event', async () => {
    const expected = new Set(matches.map((_query, index) => index));
    expect((await compiled(queries, reader))(input, origin)).toEqual(expected);
    if (
      event !== undefined &&
      !queries.some((query) => /aws\.eks|orchestrator|constructor|__proto__/.test(query))
    ) {
      expect((await compiled(queries, documentReader()))(shown, origin)).toEqual(expected);
    }
  });
});
