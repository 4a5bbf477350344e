import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonMap, stringify } from '@iarna/toml';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderProblems } from '../../../src/compile/problem.ts';
import { loadRules } from '../../../src/compile/rules/load.ts';
import { SourceLines } from '../../../src/compile/source-lines.ts';
import { folderWith } from './rule-file.ts';

/** Text for people: no control characters but line ends and tabs. */
const prose = fc
  .string({
    unit: fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom('\n', '\t', "'", '"', '\\'),
    ),
  })
  .filter((value) => !/[^\P{Cc}\t\n]/u.test(value));
const line = prose.map((value) => `x${value.replaceAll(/\s+/g, ' ')}x`);
const texts = fc.array(prose, { maxLength: 3 });
const digits = (length: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: 10 ** length - 1 }).map((value) => String(value).padStart(length, '0'));

const risk = fc.constantFrom(
  { severity: 'low', risk_score: 0 },
  { severity: 'low', risk_score: 21 },
  { severity: 'medium', risk_score: 22 },
  { severity: 'medium', risk_score: 47 },
  { severity: 'high', risk_score: 48 },
  { severity: 'high', risk_score: 73 },
  { severity: 'critical', risk_score: 74 },
  { severity: 'critical', risk_score: 100 },
);

function reference(id: string, page: string): { id: string; name: string; reference: string } {
  return { id, name: 'A name', reference: `https://attack.mitre.org/${page}/` };
}

const technique = fc
  .tuple(digits(4), fc.array(digits(3), { minLength: 1, maxLength: 2 }))
  .map(([id, parts]) => ({
    ...reference(`T${id}`, `techniques/T${id}`),
    subtechnique: parts.map((part) => reference(`T${id}.${part}`, `techniques/T${id}/${part}`)),
  }));

const threat = fc
  .tuple(digits(4), fc.array(technique, { minLength: 1, maxLength: 2 }))
  .map(([id, techniques]) => ({
    framework: 'MITRE ATT&CK',
    tactic: reference(`TA${id}`, `tactics/TA${id}`),
    technique: techniques,
  }));

const rule = fc
  .tuple(
    risk,
    fc.record({
      rule_id: fc.uuid(),
      name: line,
      description: line,
      type: fc.constant('query'),
      // Without other control characters: the printer escapes only the first of a kind.
      query: prose.map((value) => `a${value}`),
      author: texts,
      license: prose,
      tags: texts,
      references: texts,
      note: prose,
      index: texts,
      from: fc.constantFrom('now-6m', 'now-7d/d'),
      max_signals: fc.integer({ min: 1, max: 1000 }),
      enabled: fc.boolean(),
      threat: fc.array(threat, { minLength: 1, maxLength: 2 }),
    }),
  )
  .map(([scores, keys]) => ({ ...keys, ...scores }));

test('a rule that is written as TOML is loaded as it was', () => {
  const folder = folderWith({});
  fc.assert(
    fc.property(rule, (written) => {
      writeFileSync(join(folder, 'a.toml'), stringify({ rule: written } satisfies JsonMap));
      const { rules, problems } = loadRules([folder]);
      expect(renderProblems(problems)).toBe('');
      const [read] = rules;
      if (read?.type !== 'query') throw new Error('did not load');
      expect(read.metadata).toEqual({
        id: written.rule_id,
        name: written.name,
        description: written.description,
        severity: written.severity,
        riskScore: written.risk_score,
        author: written.author,
        license: written.license,
        tags: written.tags,
        references: written.references,
        falsePositives: [],
        note: written.note,
        threat: written.threat,
        buildingBlock: false,
        source: 'a.toml',
      });
      expect(read.query.text).toBe(written.query);
      expect(read).toMatchObject({
        index: written.index,
        from: written.from,
        maxSignals: written.max_signals,
        enabled: written.enabled,
      });
    }),
    { numRuns: 200 },
  );
});

/** No key takes a date. */
const date = new Date(0);

const corruptions = {
  'a value of the wrong type': (key: string) => ({ [key]: date }),
  'a key of another name': (key: string, value: unknown) => ({ [`zz${key}`]: value }),
};

test.each(Object.entries(corruptions))('%s is reported on its own line', (_, corrupt) => {
  const folder = folderWith({});
  fc.assert(
    fc.property(rule, fc.nat(), (written, pick) => {
      const keys = Object.entries(written).filter(([name]) => name !== 'threat');
      const [key, value] = keys[pick % keys.length] ?? ['name', ''];
      const { [key]: _taken, ...rest } = written as Record<string, unknown>;
      const bad = corrupt(key, value);
      const text = stringify({ rule: { ...rest, ...bad } } as JsonMap);
      writeFileSync(join(folder, 'a.toml'), text);
      const { rules, problems } = loadRules([folder]);
      expect(rules).toEqual([]);
      const [name] = Object.keys(bad);
      const line = text.split('\n').findIndex((candidate) => candidate.startsWith(`${name} = `)) + 1;
      const source = new SourceLines(text);
      const lines = problems.map(({ span }) => source.lineOf(span?.start ?? 0));
      // A renamed key is also missing, which is reported at the header.
      expect(new Set(lines.filter((at) => at !== 1))).toEqual(new Set([line]));
    }),
    { numRuns: 200 },
  );
});
