import { expect, test } from 'vitest';
import { suggest } from '../../src/compile/suggest.ts';

test.each([
  ['severty', 'severity'],
  ['seevrity', 'severity'],
  ['Severity', 'severity'],
  ['rsk_scroe', 'risk_score'],
  ['hihg', 'high'],
  ['d', undefined],
  ['', undefined],
  ['anything', undefined],
])('%s -> %s', (word, meant) => {
  expect(suggest(word, ['severity', 'risk_score', 'high', 's'])).toBe(meant);
});

test('the first of equally near candidates', () => {
  expect(suggest('cat', ['bat', 'rat'])).toBe('bat');
});
