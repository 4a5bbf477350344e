/** Replays objects in processes of their own, so that the memory each took can be told. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledRules } from '../src/cli/rules.ts';
import { runtimeUrl } from '../src/cli/package-root.ts';
import { compileRules } from '../src/compile/compile.ts';
import { loadRules } from '../src/compile/rules/load.ts';
import type { Taken } from './replay-object.ts';

const child = fileURLToPath(new URL('./replay-object.ts', import.meta.url));

/** Compiles the bundled rules, as a build does, so that no compiler is in the process that is measured. */
export function writeRuleSet(folder: string): string {
  const { module } = compileRules(loadRules([bundledRules]).rules, { reader: 'audit', runtime: runtimeUrl });
  const file = join(folder, 'rules.mjs');
  writeFileSync(file, module);
  return file;
}

/** @throws if the process fails */
export function replayObject(ruleSet: string, object: string): Taken {
  const { status, stdout, stderr } = spawnSync(process.execPath, [child, ruleSet, object], {
    encoding: 'utf8',
    // What the parent was started with is not to be measured.
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (status !== 0) throw new Error(`the replay of ${object} failed:\n${stderr}`);
  return JSON.parse(stdout) as Taken;
}
