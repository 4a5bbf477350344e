/** A bundle holds the functions that it uses, and no others: that their definitions do nothing when they are loaded. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { aggregates } from '../../../src/query/esql/aggregates/index.ts';
import { functions } from '../../../src/query/esql/functions/index.ts';
import { length } from '../../../src/query/esql/functions/length.ts';

const runtime = fileURLToPath(new URL('../../../src/match/esql-runtime.ts', import.meta.url));

async function bundled(names: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names} } from ${JSON.stringify(runtime)};`, resolveDir: '.' },
    bundle: true,
    write: false,
    charset: 'utf8',
    platform: 'node',
    format: 'esm',
  });
  return outputFiles[0]?.text ?? '';
}

/** As code has it, in either quotes. */
function holds(code: string, text: string): boolean {
  const quoted = JSON.stringify(text).slice(1, -1);
  return code.includes(quoted) || code.includes(text) || code.includes(text.replaceAll('`', '\\`'));
}

describe('a bundle', () => {
  it('holds the functions that it uses', async () => {
    expect(holds(await bundled('length'), length.doc)).toBe(true);
  });

  it('holds no others', async () => {
    const code = await bundled('length');
    const others = [...functions, ...aggregates].filter((each) => each !== length);
    expect(others.filter(({ doc }) => holds(code, doc)).map(({ name }) => name)).toEqual([]);
  });

  it('holds no names of patterns of GROK', async () => {
    const code = await bundled('compileGrok');
    expect(code).not.toContain('URIPATHPARAM');
  });
});
