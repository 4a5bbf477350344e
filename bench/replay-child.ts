/** Replays objects in processes of their own, so that the memory each took can be told. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { compileRules } from '../src/compile/compile.ts';
import { loadRules } from '../src/compile/rules/load.ts';
import { bundledRules } from '../src/project/chosen-rules.ts';
import { packagePath } from '../src/project/package-root.ts';
import { auditTarget } from '../src/source/audit/target.ts';
import type { Taken } from './replay-object.ts';

export interface Replayer {
  /** @throws if the process fails */
  replay(object: string): Promise<Taken>;
}

/**
 * Bundles the pipeline with the bundled rules, as the functions are bundled: Node's own stripping of types takes
 * 40 MB, which no function has to pay.
 * @param folder for the bundle
 * @param flags of Node's, for the processes
 */
export async function bundleReplayer(folder: string, flags: readonly string[] = []): Promise<Replayer> {
  const options = { target: auditTarget, runtime: packagePath('src/match/runtime.ts') } as const;
  const rules = join(folder, 'rules.js');
  writeFileSync(rules, compileRules(loadRules([bundledRules]).rules, options).module);
  await build({
    entryPoints: {
      'replay-object': fileURLToPath(new URL('./replay-object.ts', import.meta.url)),
      'rule-set': rules,
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    logLevel: 'warning',
  });
  const args = [...flags, join(folder, 'replay-object.mjs'), join(folder, 'rule-set.mjs')];
  return {
    async replay(object) {
      // What this process was started with is not to be measured.
      const { NODE_OPTIONS: _, ...env } = process.env;
      const { stdout } = await promisify(execFile)(process.execPath, [...args, object], { env });
      return JSON.parse(stdout) as Taken;
    },
  };
}
