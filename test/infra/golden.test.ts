/** The whole template with something of everything: whoever changes what is deployed sees what he changes. */
import { expect, it } from 'vitest';
import { stack } from './everything.ts';

/** What is different each time: the folder that osls uploads to. */
const timeless = (text: string) => text.replace(/\d{13}-\d{4}-[\dT:.-]+Z/g, 'TIME');

/** With sorted keys; texts of JSON as what they say. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value === 'string')
    return value.startsWith('{"') ? { JSON: readable(JSON.parse(value)) } : timeless(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, readable(each)]));
}

it('the template is as it was reviewed; after a change on purpose: npx vitest run test/infra/golden.test.ts -u', async () => {
  const text = JSON.stringify(readable(stack.template), null, 2);
  await expect(`${text}\n`).toMatchFileSnapshot('golden/template.json');
});
