/** Properties are tried a few times for each mutant: there are thousands of mutants. */
import { vi } from 'vitest';

const most = 10;

vi.mock('fast-check', async (original) => {
  const actual = await original<typeof import('fast-check')>();
  const few = (property: object, parameters: { readonly numRuns?: number } = {}): unknown =>
    Reflect.apply(actual.assert, actual, [
      property,
      { ...parameters, numRuns: Math.min(parameters.numRuns ?? most, most) },
    ]);
  return { ...actual, assert: few, default: { ...actual.default, assert: few } };
});
