import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPath } from '../../../src/schema/own/host-path.ts';

describe('cleanPath', () => {
  it.each([
    ['/', '/'],
    ['//', '/'],
    ['/etc/', '/etc'],
    ['/etc//cron.d', '/etc/cron.d'],
    ['/./etc/./cron.d/.', '/etc/cron.d'],
    ['/var/../etc', '/etc'],
    ['/../..', '/'],
    ['etc/cron.d', '/etc/cron.d'],
    ['/a/..b/.c', '/a/..b/.c'],
  ])('of %j is %j', (path, expected) => {
    expect(cleanPath(path)).toBe(expected);
  });

  it('agrees with POSIX normalisation below the root', () => {
    const parts = fc.array(fc.constantFrom('', '.', '..', 'a', 'etc', '...', 'b.c'), { maxLength: 8 });
    fc.assert(
      fc.property(parts, (each) => {
        const path = `/${each.join('/')}`;
        expect(cleanPath(path)).toBe(posix.resolve('/', path.replace(/^\/+/, '/')));
      }),
    );
  });
});
