/** Sigma's own rules, where they are beside the checkout: each is imported, or refused with a reason in its place. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSource } from '../../../src/compile/rules/read.ts';
import { importSigma } from '../../../src/compile/sigma/import.ts';
import { sharedData } from '../../shared-data.ts';

const folder = sharedData('sigma');

it.skipIf(folder === undefined)('imports Sigma’s rules about Kubernetes, and says why it does not', () => {
  const names = readdirSync(folder ?? '').filter((name) => name.endsWith('.yml'));
  expect(names.length).toBeGreaterThan(10);
  let refused = 0;
  for (const name of names) {
    const file = readSource(join(folder ?? '', name));
    if ('problem' in file) throw new Error(name);
    const { rules, problems } = importSigma([file]);
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect({ name, rules: rules.length, told: errors.length > 0 }).toEqual({
      name,
      rules: errors.length > 0 ? 0 : 1,
      told: errors.length > 0,
    });
    for (const { span, hint } of errors) expect(span === undefined || hint === undefined).toBe(false);
    if (errors.length > 0) refused++;
  }
  expect(refused).toBeLessThan(names.length / 4);
});
