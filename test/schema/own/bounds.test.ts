/** Patches are as large as a request may be, and their author wants them to be slow. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/schema/audit-event.ts';
import { assemble } from '../../../src/schema/own/assemble.ts';
import { written } from '../../../src/schema/own/written.ts';
import { somePath } from '../../../src/schema/visit.ts';

const many = Array.from({ length: 10_000 }, (_, index) => index);

/** How many leaves there are, as far as anybody would walk, and how deep they are. */
function measure(node: Json): { leaves: number; depth: number } {
  let leaves = 0;
  let depth = 0;
  somePath(node, '', (path) => {
    depth = Math.max(depth, path.split('.').length);
    return ++leaves > 100_000;
  });
  return { leaves, depth };
}

describe('a JSON patch', () => {
  it.each([
    ['side by side', (index: number) => `/x${index}`],
    ['in each other', () => '/x'],
    ['far below', () => '/a'.repeat(60)],
  ])('that copies its copies, %s, is followed only so far', (_name, pathOf) => {
    const patch = many.map((index) =>
      index === 0 ? { op: 'add', path: '/a', value: 1 } : { op: 'copy', from: '', path: pathOf(index) },
    );
    const { leaves, depth } = measure(assemble(patch));
    expect(leaves).toBeLessThan(20_000);
    expect(depth).toBeLessThanOrEqual(128);
  });

  it('whose pointer is as long as a request is followed only so far', () => {
    const patch = [{ op: 'add', path: '/a'.repeat(700_000), value: 1 }];
    expect(JSON.stringify(assemble(patch)).length).toBeLessThan(1_000);
    expect(written({ verb: 'patch', requestObject: patch })).toEqual([Array(64).fill('a').join('.')]);
  });
});

describe('a patch', () => {
  it.each<[string, Json]>([
    ['more paths', Object.fromEntries(many.concat(10_000, 10_001).map((index) => [`k${index}`, 1]))],
    ['more values', { list: Array.from({ length: 300_000 }, () => 0) }],
  ])('with %s than are listed may write anything', (_name, requestObject) => {
    const paths = written({ verb: 'patch', requestObject }) ?? [];
    expect(paths).toContain('.');
    expect(paths.length).toBeLessThanOrEqual(10_001);
  });

  it('with a name as long as a request has a path that begins like it', () => {
    const [path = ''] =
      written({ verb: 'patch', requestObject: { spec: { ['k'.repeat(1e6)]: { a: 1 } } } }) ?? [];
    expect(path).toMatch(/^spec\.k+$/);
    expect(path.length).toBe(512);
  });
});
