/** Functions of query languages in compiled rules: each is there by its name, and in a bundle only if a rule uses it. */
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import * as runtimeExports from '../../../src/match/runtime.ts';
import { functions } from '../../../src/query/functions/index.ts';
import { runtime } from '../../load-module.ts';

async function bundled(names: readonly string[]): Promise<string> {
  const contents = `import { ${names.join(', ')} } from ${JSON.stringify(runtime)};\nconsole.log(${names.join(', ')});`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: '/' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
  });
  return outputFiles[0]?.text ?? '';
}

describe('the run time', () => {
  it.each(functions.map((each) => [each.name, each] as const))('has %s', (name, each) => {
    expect(runtimeExports).toHaveProperty(`${name}Function`, each);
  });

  it('leaves functions and patterns out of a bundle that does not use them', async () => {
    const text = await bundled(['lengthFunction', 'isKeyword']);
    const inBundle = functions.filter(({ doc }) => text.includes(JSON.stringify(doc).slice(1, 40)));
    expect(inBundle.map(({ name }) => name)).toEqual(['length']);
    expect(text).not.toContain('derivative');
  });
});
