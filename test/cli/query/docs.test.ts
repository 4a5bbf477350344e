/** The examples of docs/query.md give what the page says. `vitest run -u` writes it anew. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { workspace } from '../workspace.ts';
import { query } from './run.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = workspace({ 'types.json': '{"client.ip": "ip"}' });
const paths: Readonly<Record<string, string>> = {
  'logs/': join(root, 'test/fixtures/sample/data'),
  'logins.ndjson': join(root, 'test/fixtures/query/logins.ndjson'),
  'types.json': join(folder, 'types.json'),
};

/** Words of a shell, of which some stand between single quotes. */
function words(command: string): readonly string[] {
  return Array.from(command.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, plain = '']) => quoted ?? plain);
}

async function shown(command: string): Promise<string> {
  const [, , ...args] = words(command);
  const inPlace = args.map((arg) => paths[arg] ?? arg);
  const asked = args.includes('--output') ? inPlace : ['--output', 'table', ...inPlace];
  const { stdout, stderr } = await query(...asked);
  // Without the summary, which has the time in it.
  return stdout === '' ? stderr : stdout;
}

it('are right', async () => {
  vi.stubEnv('COLUMNS', '100');
  const page = readFileSync(join(root, 'docs/query.md'), 'utf8');
  const parts = page.split(/(```console\n[^`]*?```)/);
  const anew = parts.map(async (part) => {
    const command = /^```console\n\$ ((?:'[^']*'|[^'\n])*)\n/.exec(part)?.[1];
    return command === undefined ? part : `\`\`\`console\n$ ${command}\n${await shown(command)}\`\`\``;
  });
  const text = (await Promise.all(anew)).join('');
  expect(text.match(/\$ harrier query/g)?.length).toBeGreaterThan(6);
  await expect(text).toMatchFileSnapshot(join(root, 'docs/query.md'));
});
