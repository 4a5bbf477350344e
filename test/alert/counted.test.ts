import { expect, it } from 'vitest';
import { renderAlert } from '../../src/alert/alert.ts';
import { counted } from '../../src/alert/counted.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { exec, signalOf } from './sample.ts';

it.each([
  { values: undefined, shown: 1, told: [] },
  { values: { count: 3 }, shown: 3, told: [] },
  { values: { count: 1234 }, shown: 1, told: ['1,234 in all'] },
  { values: { count: 3, suppressed: 2 }, shown: 3, told: ['2 alerts like it suppressed'] },
  { values: { suppressed: 0 }, shown: 1, told: [] },
  { values: { suppressed: 1 }, shown: 2, told: [] },
  { values: { suppressed: 99 }, shown: 2, told: ['100 in all'] },
  { values: { suppressed: 9900, suppressed_estimated: true }, shown: 250, told: ['about 9,900 in all'] },
  {
    values: { suppressed: 0, suppressed_before: 12 },
    shown: 1,
    told: ['12 suppressed in the time before'],
  },
  {
    values: { suppressed: 0, suppressed_before: 12_000, suppressed_before_estimated: true },
    shown: 1,
    told: ['about 12,000 suppressed in the time before'],
  },
])('of $values beside $shown requests tells $told', ({ values, shown, told }) => {
  expect(counted(values, shown)).toEqual(told);
});

it('is in the sentence that every rendering shows, however long the sentence is', () => {
  const long = { ...exec, userAgent: 'x'.repeat(5000), user: { username: 'u'.repeat(5000) } };
  const { harrier } = renderAlert(signalOf(long, { values: { count: 7 } }), 0, auditSource);
  expect(harrier.reason).toMatch(/ \(7 in all\)$/);
  expect(harrier.reason.length).toBeLessThanOrEqual(300);
});
