import { describe, expect, test } from 'vitest';
import { renderProblems } from '../../../src/compile/problem.ts';
import { loadRules } from '../../../src/compile/rules/load.ts';
import { sharedData } from '../../shared-data.ts';

const pack = sharedData('elastic-rules/kubernetes');
const seed = sharedData('elastic-rules/seed');

describe.skipIf(pack === undefined || seed === undefined)("Elastic's Kubernetes rules", () => {
  const { rules, problems } = loadRules([pack ?? '']);

  test('all load, without a word', () => {
    expect(renderProblems(problems)).toBe('');
    expect(rules).toHaveLength(46);
  });

  test('of these types and languages', () => {
    const counts: Record<string, number> = {};
    for (const rule of rules) {
      const kind = `${rule.type} ${'query' in rule ? rule.query?.language : ''}`;
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    expect(counts).toEqual({ 'query kuery': 22, 'new_terms kuery': 8, 'eql eql': 5, 'esql esql': 11 });
  });

  test('every character of every query is where the mapping says', () => {
    for (const rule of rules) {
      if (!('query' in rule) || rule.query === undefined) throw new Error('a rule without a query');
      const { text, toFile } = rule.query;
      expect(
        Array.from({ length: text.length }, (_, offset) => offset)
          .map((offset) => rule.file.text[toFile(offset)])
          .join(''),
      ).toBe(text);
    }
  });

  test('the new terms rules say what is new and since when, and where they say it', () => {
    for (const rule of rules) {
      if (rule.type !== 'new_terms') continue;
      const { fields, historyWindowStart } = rule.newTerms;
      expect(fields.length).toBeGreaterThan(0);
      for (const { value, span } of [...fields, historyWindowStart]) {
        expect(rule.file.text.slice(span.start, span.end)).toBe(JSON.stringify(value));
      }
      expect(historyWindowStart.value).toMatch(/^now-\d+d$/);
    }
  });

  test('the seed has the id of its successor, which is told', () => {
    const both = loadRules([seed ?? '', pack ?? '']);
    expect(both.problems.map(({ code }) => code)).toEqual(['duplicate-rule-id']);
    expect(both.rules).toHaveLength(46);
  });
});
