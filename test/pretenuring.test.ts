import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Collections that all objects of one literal outlive, as batches do in a new process; then one more object. */
const program = `
const make = (number) => ({ number });
for (let round = 0; round < 400; round++) {
  const kept = [];
  for (let number = 0; number < 20_000; number++) kept.push(make(number));
  globalThis.gc({ type: 'minor' });
}
console.log(%InYoungGeneration(make(0)) ? 'young' : 'old');
`;
const flags = ['--expose-gc', '--allow-natives-syntax', '--max-semi-space-size=1'];

function generation(before: string): string {
  const args = [...flags, '--input-type=module', '--eval', `${before}\n${program}`];
  return execFileSync(process.execPath, args, { encoding: 'utf8', env: {} }).trim();
}

describe('pretenuring', () => {
  it('makes what is like objects that outlived collections in the old generation', () => {
    expect(generation('')).toBe('old');
  });

  it('is off where it was asked to be', () => {
    const file = fileURLToPath(new URL('../src/pretenuring.ts', import.meta.url));
    const before = `import { withoutPretenuring } from ${JSON.stringify(file)}; withoutPretenuring();`;
    expect(generation(before)).toBe('young');
  });

  it.each(['src/wiring.ts', 'src/cli/main.ts'])(
    'is off in every process that begins with %s',
    async (path) => {
      const text = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
      expect(text).toMatch(/^ *withoutPretenuring\(\);$/m);
    },
  );
});
