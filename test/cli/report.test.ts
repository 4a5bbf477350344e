import { expect, it } from 'vitest';
import { Report } from '../../src/cli/report.ts';
import type { UndecodableReason } from '../../src/decode/batch.ts';
import { emptySummary } from '../../src/pipeline.ts';
import { alertOf, exec, rule, sourced } from '../alert/sample.ts';

const skipped = (type: 'threat_match' | 'esql', from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    name: `Rule ${from + index}`,
    type,
    path: `rules/${from + index}.toml`,
    reason: `rules of type ${type} cannot be run yet`,
  }));

const undecodable = (reason: UndecodableReason, position: number) => ({
  origin: { source: 'logs/a.json' },
  position,
  reason,
  detail: 'what was found; what was expected',
  bytes: 40,
  excerpt: '',
});

function full(): string {
  const report = new Report({
    rules: 65,
    exceptions: 2,
    skipped: [...skipped('threat_match', 0, 3), ...skipped('esql', 3, 15)],
    errors: 1,
  });
  report.add({ ...emptySummary(), events: 1_234_567, partial: 2, skipped: { 'not-an-audit-stream': 1200 } });
  report.add({ ...emptySummary(), events: 1, skipped: { 'control-message': 1, 'not-an-audit-stream': 34 } });
  const alert = alertOf();
  const as = (severity: 'low' | 'critical', name: string) => ({
    ...alert,
    rule: { ...alert.rule, id: name, name },
    harrier: { ...alert.harrier, severity },
  });
  for (let index = 0; index < 1500; index++) report.addAlert(as('low', 'Often'));
  report.addAlert(as('low', 'Seldom'));
  report.addAlert(as('critical', 'Grave'));
  for (let line = 1; line <= 8; line++) report.addUndecodable(undecodable('not-json', line));
  report.addUndecodable(undecodable('too-deep', 9));
  for (let index = 0; index < 7; index++)
    report.addFailure({ rule, stage: 0, event: sourced(exec), error: new RangeError('too much') });
  for (let column = 1; column <= 7; column++)
    report.addWarning({
      rule,
      place: `2:${column}`,
      reason: '/ by zero',
      count: column,
      isFirst: column === 1,
    });
  report.addWarning({ rule, place: '2:1', reason: '/ by zero', count: 1000, isFirst: false });
  return report.render(3, [{ path: 'logs/b.gz', message: 'no such file or folder' }]);
}

const withoutTimes = (text: string): string =>
  text.replace(/\d+\.\d s \([\d,]+ events? a second\)/, '<time>');

it('is easy to scan, and bounded whatever happened', async () => {
  await expect(withoutTimes(full())).toMatchFileSnapshot('golden/report.txt');
});

it('says no more than there is to say', () => {
  const report = new Report({ rules: 1, exceptions: 0, skipped: [], errors: 0 });
  report.add({ ...emptySummary(), events: 1 });
  expect(withoutTimes(report.render(1, []))).toBe('\n1 event in 1 file, 1 rule, <time>\n\nNo alerts\n');
});
