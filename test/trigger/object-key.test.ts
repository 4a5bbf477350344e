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
});
