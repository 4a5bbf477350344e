import { expect, it } from 'vitest';
import { functionsPage } from './functions-page.ts';

it('docs/functions.md is what the functions say of themselves', async () => {
  await expect(`${functionsPage()}\n`).toMatchFileSnapshot('../../docs/functions.md');
});
