/** Golden files of what authors of queries are told. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileKql } from '../../../src/compile/kql/compile-kql.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';
import { documentReader } from '../../../src/schema/document-reader.ts';
import { sharedData } from '../../shared-data.ts';
import { rendered } from './run-kql.ts';

const code = 'kubernetes.audit.responseStatus.code';
const image = 'kubernetes.audit.requestObject.spec.containers.image';
const hostPid = 'kubernetes.audit.requestObject.spec.hostPID';

const syntax = [
  'any where kubernetes.audit.verb == "get"',
  'sequence by user.name [any where kubernetes.audit.verb : "get"] [any where true]',
  'from logs-* | where kubernetes.audit.verb == "get"',
  'user.name:"anna and user.id:7',
  'user.name:"say \\"hi\\" and',
  '(user.name:anna and (user.id:7 or user.id:8)',
  'user.name:(anna or bob',
  'kubernetes.audit.objectRef:{ name:a and namespace:b',
  'user.name:anna)',
  'user.name:anna }',
  'kubernetes.audit.objectRef:{ name:a )',
  'user.name:anna && user.id:7',
  'user.name:anna || user.id:7',
  '(user.name:anna) && (user.id:7)',
  'user.name:"anna" || user.id:7',
  'user.name:anna user.id:7',
  'user.name:"anna" user.id:7',
  'user.name:system:anonymous',
  '@timestamp >= 2026-03-04T10:00:00Z',
  'user.name:',
  'user.name:()',
  'user.name:anna and ',
  'user.name:(anna or )',
  `${code}:>400`,
  `${code} <> 400`,
  `${code} > `,
  'not(user.name:anna)',
  'not not user.name:anna',
  'user.name:anna not user.id:7',
  'user.name:cannot be',
  '(user.name:anna)or(user.name:bob)',
  '(user.name:anna) or(user.name:bob)',
  'user.name:a"b"',
  'user.name:f(x)',
  'user.name:a\\d',
  'user.name:\\d',
  '{"user":"anna"}',
  'user.name:anna\nand user.id:7:8\nand kubernetes.audit.verb:get',
  `${'('.repeat(251)}a${')'.repeat(251)}`,
  ': anna',
  '> 5',
];

const meaning = [
  'kubernetes.audit.verbs:get',
  'verb:get',
  'objectRef.name:a',
  'Kubernetes.Audit.Verb:get',
  'user_agent.name:(a or b or c)',
  'zzzzzzzz:a and user.nmae:b',
  'zzz*:a',
  'host.name:a',
  'not host.os.type:linux',
  `${code}:abc`,
  `${code}:4*`,
  `${code}:200.5`,
  `${code} >= high`,
  `${code}:true`,
  `${code}:(200 or 40x or 500)`,
  `${hostPid}:yes`,
  `${hostPid}:t*`,
  `${hostPid} > false`,
  `${hostPid}:1`,
  '@timestamp:yesterday',
  '@timestamp:2026-13-01',
  '@timestamp > 2026-02-30',
  '@timestamp:2026-*',
  '@timestamp > now-1x',
  '@timestamp > "now-1"',
  'source.ip:10.*',
  'source.ip:10.1.2.*',
  'source.ip:*\\:1',
  'source.ip:localhost',
  'source.ip:10.0.0.256',
  'source.ip:10.0.0.0/33',
  'source.ip:"::1/129"',
  'source.ip:"::ffff:10.0.0.0/104"',
  'source.ip:foo/8',
  'source.ip >= 10.0.0.0/8',
  'source.ip < "::"',
  'source.ip:"fe80::1%eth0"',
  'source.*:10.*',
  `${code} > 4*`,
  'user.name:null',
  'null',
  'user.name > null',
  'user.name:""',
  'user.name:(anna or "")',
  `${image}:{ name:a }`,
  'kubernetes.audit.*:{ name:a }',
  'user.name:"anna*"',
  'user.name:("*a:b*" or c)',
  `${code}:[400 TO 499]`,
  '_exists_:user.name',
  'user.name:/an+a/',
  'kubernetes.audit.requestURI:/api/v1/pods/',
  "user.name:'anna'",
  'user.name == anna',
  'user.name = "anna"',
  'user.name != anna',
  'user.name=~an.*',
  'user.name:anna && bob',
  'user.name:anna and',
  `kubernetes.audit.vreb:get and ${code}:x and user.name:"a*" or source.ip:1.2.3`,
];

describe('problems', () => {
  it('of syntax', async () => {
    await expect(report(syntax)).toMatchFileSnapshot('golden/syntax-problems.txt');
  });

  it('of meaning', async () => {
    await expect(report(meaning)).toMatchFileSnapshot('golden/meaning-problems.txt');
  });

  it('are errors for every syntax slip', () => {
    const accepted = syntax.filter((text) => compileKql(text, documentReader()).predicate !== undefined);
    expect(accepted).toEqual([]);
  });

  const elastic = sharedData('elastic-rules/all-queries.ndjson');
  it.skipIf(elastic === undefined)('are no false alarm for Elastic’s rules', () => {
    const codes = new Map<string, number>();
    for (const line of readFileSync(elastic ?? '', 'utf8')
      .trim()
      .split('\n')) {
      const { language, query } = JSON.parse(line) as { language: string; query: string };
      if (language !== 'kuery') continue;
      for (const { code: found } of compileKql(query, documentReader()).problems)
        codes.set(found, (codes.get(found) ?? 0) + 1);
    }
    // Looked at one by one: asterisks that Elasticsearch takes literally too, and comparisons with "".
    expect(Object.fromEntries(codes)).toEqual({ 'quoted-wildcard': 29, 'empty-value': 5 });
  });
});

function report(texts: readonly string[]): string {
  return texts
    .map((text) => {
      const { problems } = compileKql(text, auditReader());
      const shown = text.length > 200 ? `${text.slice(0, 20)}… (${text.length} characters)` : text;
      return `### ${shown}\n${problems.length === 0 ? 'no problem\n' : rendered(text, problems)}`;
    })
    .join('\n');
}
