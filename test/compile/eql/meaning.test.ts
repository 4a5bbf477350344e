/** Golden file of what authors of queries are told that are EQL to the letter and mean nothing, or not what they say. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileEql } from '../../../src/compile/eql/compile-eql.ts';
import type { Problem } from '../../../src/compile/problem.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';
import { documentReader } from '../../../src/schema/document-reader.ts';
import type { Reader } from '../../../src/schema/reader.ts';
import { sharedData } from '../../shared-data.ts';
import { rendered } from '../kql/run-kql.ts';

const code = 'kubernetes.audit.responseStatus.code';
const hostPid = 'kubernetes.audit.requestObject.spec.hostPID';

const meaning = [
  'any where kubernetes.audit.verbs == "get"',
  'any where verb == "get"',
  'any where ?kubernetes.audit.verbs == "get"',
  'any where host.name == "a"',
  'any where kubernetes.audit.objectRef == "pods"',
  'any where kubernetes.audit.objectRef == null',
  'any where length(kubernetes.audit.user.extra) > 2',
  `any where ${code} == "abc"`,
  `any where ${code} == "403"`,
  `any where ${code} == 403.5`,
  `any where ${code} : "4*"`,
  `any where ${hostPid} > false`,
  `any where ${hostPid} == 1`,
  `any where ${hostPid} like "t*"`,
  'any where @timestamp > "yesterday"',
  'any where @timestamp : "2026-*"',
  'any where source.ip : "10.*"',
  'any where source.ip == "localhost"',
  'any where source.ip > "10.0.0.0/8"',
  'any where cidrMatch(source.ip, "10.0.0.0/33")',
  'any where cidrMatch(source.ip, user.name)',
  'any where cidrMatch(source.ip)',
  `any where cidrMatch(${code}, "10.0.0.0/8")`,
  'any where user.name == ""',
  'any where user.name in ("anna", "")',
  'any where user.name : ("anna", null)',
  'any where user.name : 5',
  'any where user.name regex "a("',
  'any where user.name regex "a#b"',
  'any where user.name == user.id',
  'any where user.name in ("anna", user.id)',
  'any where length(user.name) == "5"',
  'any where length(user.name)',
  'any where "anna"',
  'any where user.name',
  'any where user.name and true',
  'any where not length(user.name)',
  'any where user.name + 1 == 2',
  `any where ${code} + 1 == 404`,
  'any where lenght(user.name) > 5',
  'any where match(user.name, "a.*")',
  'any where length~(user.name) > 5',
  'any where length() > 5',
  'any where startsWith(user.name)',
  'any where substring(user.name, 1, 2, 3) == "a"',
  'any where substring(user.name, 1.5) == "a"',
  `any where length(${code}) > 5`,
  'any where number("four") == 4',
  'any where number(user.name, kubernetes.audit.requestObject.base) == 4',
  'any where length(kubernetes.audit.requestObject.x) + kubernetes.audit.requestObject.x == 4',
  'process where true',
  'configuration where true',
  'any where true | head 5',
  'any where user.nmae == "anna" | tail 1',
  'any where kubernetes.audit.vreb == "get" and length(user.name) == "a" or cidrMatch(source.ip, "x")',
];

describe('problems', () => {
  it('of meaning', async () => {
    await expect(meaning.map((text) => report(text, auditReader())).join('\n')).toMatchFileSnapshot(
      'golden/meaning-problems.txt',
    );
  });

  const elastic = sharedData('elastic-rules/all-queries.ndjson');
  it.skipIf(elastic === undefined)('are no false alarm for Elastic’s rules', () => {
    const codes = new Map<string, number>();
    let queries = 0;
    for (const line of readFileSync(elastic ?? '', 'utf8')
      .trimEnd()
      .split('\n')) {
      const { language, query } = JSON.parse(line) as { language: string; query: string };
      if (language !== 'eql') continue;
      const outcome = compileEql(query, documentReader());
      if (!('problems' in outcome)) continue;
      queries++;
      for (const problem of outcome.problems) codes.set(problem.code, (codes.get(problem.code) ?? 0) + 1);
    }
    expect(queries).toBe(1078);
    // Looked at one by one: comparisons with "", and sequences that a rule cannot run, or not as they are.
    expect(Object.fromEntries(codes)).toEqual({
      'empty-value': 3,
      'missing-at-end': 2,
      'no-maxspan': 13,
      'pipe-in-rule': 2,
    });
  });
});

function report(text: string, reader: Reader): string {
  const outcome = compileEql(text, reader);
  const problems: readonly Problem[] = 'problems' in outcome ? outcome.problems : [];
  return `### ${text}\n${problems.length === 0 ? 'no problem\n' : rendered(text, problems)}`;
}
