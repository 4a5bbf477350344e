import { execFileSync } from 'node:child_process';
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

const importOf = (path: string) => JSON.stringify(fileURLToPath(new URL(`../${path}`, import.meta.url)));

/** @returns the last line of what is printed: what is run before may print as well */
function generation(before: string): string | undefined {
  const args = [...flags, '--input-type=module', '--eval', `${before}\n${program}`];
  return execFileSync(process.execPath, args, { encoding: 'utf8', env: {} }).trim().split('\n').at(-1);
}

describe('pretenuring', () => {
  it('makes what is like objects that outlived collections in the old generation', () => {
    expect(generation('')).toBe('old');
  });

  it('is off in a function', () => {
    const before = `
import { readConfig } from ${importOf('src/config.ts')};
import { defineRuleSet } from ${importOf('src/match/rule-set.ts')};
import { wire } from ${importOf('src/wiring.ts')};
const config = readConfig({
  AWS_REGION: 'eu-west-1',
  HARRIER_ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
  HARRIER_STATE_TABLE: 'state',
});
wire(config, { ruleSet: defineRuleSet([]), alertRuleSet: defineRuleSet([]) });`;
    expect(generation(before)).toBe('young');
  });

  it('is off on the command line', () => {
    expect(
      generation(`process.argv.push('harrier', '--version'); await import(${importOf('src/cli/main.ts')});`),
    ).toBe('young');
  });
});
