import { describe, expect, it } from 'vitest';
import { keyReader } from '../../src/trigger/object-key.ts';

describe("an object's key", () => {
  it.each([
    ['', 'eks/blue/1.gz', {}],
    ['eks/{cluster}/', 'eks/blue/2026/11/22/1.gz', { cluster: 'blue' }],
    ['eks/{cluster}/', 'other/eks/blue/1.gz', {}],
    ['eks/{cluster}/', 'eks//1.gz', {}],
    ['{cluster}.', 'blue.2026.gz', { cluster: 'blue' }],
    ['logs/{account}/{cluster}/', 'logs/222233334444/red/1.gz', { account: '222233334444', cluster: 'red' }],
    ['logs/{account}/{cluster}/', 'logs/2222/red/1.gz', {}],
    ['a.b/{cluster}/', 'a-b/blue/1.gz', {}],
  ])('that begins with %j: %s', (template, key, origin) => {
    expect(keyReader(template)(key)).toEqual(origin);
  });

  it.each([
    ['of no cluster', 'other/1.gz', { account: '222233334444', cluster: 'red' }],
    ['of the only cluster', 'eks/red/1.gz', { account: '222233334444', cluster: 'red' }],
    ['of another cluster', 'eks/amber/1.gz', { cluster: 'amber' }],
  ])('%s, beside the only one that is known', (_, key, origin) => {
    const originOf = keyReader('eks/{cluster}/', { account: '222233334444', cluster: 'red' });
    expect(originOf(key)).toEqual(origin);
  });

  it('that names an account is of that account, whoever has a cluster of that name', () => {
    const originOf = keyReader('{account}/{cluster}/', { account: '222233334444', cluster: 'red' });
    expect(originOf('555566667777/red/1.gz')).toEqual({ account: '555566667777', cluster: 'red' });
  });
});
