/** No kind of rule goes without a simulation. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { kinds } from '../../src/correlate/kinds.ts';
import { compiledRules } from '../correlate/rules.ts';
import { kinds as simulated } from './kinds.ts';

const folder = new URL('.', import.meta.url);

it('has rules of every type', async () => {
  const ruleSets = await Promise.all(simulated.map(({ rules }) => compiledRules(rules)));
  const types = ruleSets.flatMap(({ rules }) => rules.map(({ rule }) => rule.type));
  expect(Object.keys(kinds).filter((type) => !types.some((each) => each === type))).toEqual([]);
});

it('has a file that runs it', () => {
  const run = globSync('*.test.ts', { cwd: folder }).flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^simulate\('([^']+)'\);$/gm)].map(
      ([, name]) => name,
    ),
  );
  expect(run.toSorted()).toEqual(simulated.map(({ name }) => name).toSorted());
});
