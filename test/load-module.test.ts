import { expect, it } from 'vitest';
import { loadModule } from './load-module.ts';

it('gives every text its own module, however many were loaded and removed before', async () => {
  for (let number = 0; number < 200; number++) {
    expect((await loadModule(`export const number = ${number};\n`)).number).toBe(number);
  }
  const specifiers = await Promise.all(
    Array.from({ length: 20 }, async () => (await loadModule('export const url = import.meta.url;\n')).url),
  );
  expect(new Set(specifiers).size).toBe(20);
});
