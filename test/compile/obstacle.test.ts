/** Rules that a folder of Elastic's has among those that run: they are left out with the reason, and are no mistakes. */
import { expect, it } from 'vitest';
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { folderWith, ruleText } from './rules/rule-file.ts';

type Language = 'eql' | 'esql' | 'kuery';

/** The query stands in line 9 of the file, from column 9 on. */
function built(language: Language, query: string, index?: string) {
  const [head = ''] = ruleText(1).split('type = ');
  const lines = [
    `type = "${language === 'kuery' ? 'query' : language}"`,
    `language = "${language}"`,
    `query = '${query}'`,
    ...(index === undefined ? [] : [`index = ["${index}"]`]),
  ];
  const { rules, problems } = loadRules([folderWith({ 'rule.toml': `${head}${lines.join('\n')}\n` })]);
  const compiled = compileRules(rules, { target: auditTarget, runtime: './runtime.ts' });
  const all = [...problems, ...compiled.problems];
  return {
    runs: compiled.rules.length + compiled.alertRules.length,
    left: compiled.skipped.map(({ reason, place }) => `${place}: ${reason}`),
    errors: [...new Set(all.flatMap(({ severity, code }) => (severity === 'error' ? [code] : [])))],
  };
}

const [kubernetes, any, alerts] = ['logs-kubernetes.*', 'logs-*', '.alerts-security.*'];
const foreign = (name: string) => `it is about other data: no event has a field such as \`${name}\``;

it.each<{ language: Language; query: string; index?: string; left: string }>([
  {
    language: 'esql',
    query: 'FROM logs-kubernetes.* | COMPLETION a = "b"',
    left: '9:35: the command `COMPLETION`',
  },
  {
    language: 'esql',
    query: 'FROM logs-kubernetes.* | STATS n = COUNT(*) BY user.name | STATS m = MAX(n)',
    left: '9:69: a rule can have one STATS',
  },
  {
    language: 'esql',
    query: 'FROM logs-kubernetes.* | INLINE STATS n = COUNT(*)',
    left: '9:35: a rule cannot have',
  },
  {
    language: 'esql',
    query: 'FROM logs-* | WHERE process.pid == 1',
    left: `9:30: ${foreign('process.pid')}`,
  },
  { language: 'kuery', query: 'process.name: sh', index: any, left: `9:10: ${foreign('process.name')}` },
  { language: 'kuery', query: 'process.name: sh', index: alerts, left: `9:10: ${foreign('process.name')}` },
  {
    language: 'eql',
    query: 'any where user.name == "a" and aws.cloudtrail.user_identity.arn != null',
    index: any,
    left: `9:41: ${foreign('aws.cloudtrail.user_identity.arn')}`,
  },
])('is left out: $query', ({ language, query, index, left }) => {
  const found = built(language, query, index);
  expect(found).toEqual({ runs: 0, left: [expect.stringContaining(left)], errors: [] });
});

it.each<{ language: Language; query: string; index?: string; error: string }>([
  { language: 'kuery', query: 'process.name: sh', index: kubernetes, error: 'unknown-field' },
  { language: 'kuery', query: 'process.name: sh', error: 'unknown-field' },
  { language: 'kuery', query: 'kubernetes.audit.vreb: get', index: any, error: 'unknown-field' },
  { language: 'kuery', query: 'user.nam: anna', index: alerts, error: 'unknown-field' },
  {
    language: 'esql',
    query: 'FROM logs-* | STATS Esql.n = COUNT(*) | WHERE Esql.m > 1',
    error: 'unknown-column',
  },
  { language: 'esql', query: 'FROM logs-kubernetes.* | WHER true', error: 'unknown-command' },
  {
    language: 'eql',
    query: 'join [any where true] [any where false]',
    index: kubernetes,
    error: 'unsupported-syntax',
  },
])('is a mistake: $query over $index', ({ language, query, index, error }) => {
  expect(built(language, query, index)).toEqual({ runs: 0, left: [], errors: [error] });
});
