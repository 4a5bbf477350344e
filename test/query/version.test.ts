import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions } from '../../src/query/version.ts';
import { compare } from '../reference/eql/values.ts';

describe('versions', () => {
  it('are in order', () => {
    const ordered = [
      '0.9',
      '1.2',
      '1.2.0',
      '1.2.0+a',
      '1.2.0+a.b',
      '1.2.0+b',
      '1.2.3-1',
      '1.2.3-2',
      '1.2.3-10',
      '1.2.3-alpha',
      '1.2.3-alpha+x',
      '1.2.3-alpha-1',
      '1.2.3-alpha.1',
      '1.2.3-alpha.1.beta',
      '1.2.3-alpha.beta',
      '1.2.3-alpha1',
      '1.2.3-beta',
      '1.2.3',
      '1.10.0',
      '99999999999999999999998.0',
      '99999999999999999999999.0',
      // No versions.
      '',
      '1.02.3',
      '1.2.3-',
      '1.2.3-01',
      '1.2.3-a..b',
      '1.2.x',
      'odd',
      'v1.0',
    ];
    for (const [index, one] of ordered.entries()) {
      for (const [other, version] of ordered.entries()) {
        expect(Math.sign(compareVersions(one, version)), `${one} ${version}`).toBe(Math.sign(index - other));
      }
    }
  });

  it('have 32 numbers at most', () => {
    const numbers = (count: number) => Array.from({ length: count }, () => '1').join('.');
    expect(compareVersions(numbers(32), '2')).toBe(-1);
    expect(compareVersions(numbers(33), '2')).toBe(1);
  });

  it('are in the order of the definition', () => {
    const text = fc
      .array(fc.constantFrom('0', '1', '2', '10', '.', '-', '+', 'a', 'B', '-1', '.1', '_'), { maxLength: 9 })
      .map((parts) => parts.join(''));
    const near = fc.tuple(fc.constantFrom('', '1', '1.2', '1.0-a'), text).map((parts) => parts.join(''));
    fc.assert(
      fc.property(near, near, (one, other) => {
        const order = Math.sign(compareVersions(one, other));
        expect(order).toBe(compare(one, other, 'version'));
        expect(order === 0).toBe(one === other);
      }),
      { numRuns: 3000 },
    );
  });
});
