import { describe, expect, it } from 'vitest';
import { compareVersions } from '../../src/query/version.ts';

describe('versions', () => {
  it('are in order', () => {
    const ordered = [
      '0.9',
      '1.2',
      '1.2.0',
      '1.2.3-1',
      '1.2.3-2',
      '1.2.3-10',
      '1.2.3-alpha',
      '1.2.3-alpha.1',
      '1.2.3-beta',
      '1.2.3',
      '1.10.0',
      '99999999999999999999998.0',
      '99999999999999999999999.0',
      'odd',
      'v1.0',
    ];
    for (const [index, one] of ordered.entries()) {
      for (const [other, version] of ordered.entries()) {
        expect(Math.sign(compareVersions(one, version)), `${one} ${version}`).toBe(Math.sign(index - other));
      }
    }
  });

  it('are equal whatever they were built from', () => {
    expect(compareVersions('1.2.3+a', '1.2.3+b')).toBe(0);
    expect(compareVersions('1.02', '1.2')).toBe(0);
  });
});
