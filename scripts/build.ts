/**
 * `npm run build`, by esbuild: the functions with their rule set, the command line, and for the package the functions
 * without a rule set.
 */
import { globSync, rmSync } from 'node:fs';
import { type BuildOptions, build } from 'esbuild';
import { bundleOptionsFor } from '../infra/bundle.ts';
import { partsFolder, partsOptions } from '../infra/parts.ts';
import { packagePath } from '../src/project/package-root.ts';

/** Beside the command line what compiled rules import, and what osls loads. Chunks are in build/ itself. */
const commandLine: BuildOptions = {
  absWorkingDir: packagePath('.'),
  entryPoints: {
    harrier: 'src/cli/main.ts',
    runtime: 'src/match/runtime.ts',
    'document-runtime': 'src/match/document-runtime.ts',
    'esql-runtime': 'src/match/esql-runtime.ts',
    'document-esql-runtime': 'src/match/document-esql-runtime.ts',
    'infra/stack': 'infra/stack.ts',
    'infra/limits/hook': 'infra/limits/hook.ts',
    'infra/preflight/hook': 'infra/preflight/hook.ts',
  },
  outdir: 'build',
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  packages: 'external',
  splitting: true,
  logLevel: 'warning',
};

/** Names of chunks end in their content, so those of an earlier build would lie beside those of this one. */
function clean(): void {
  rmSync(packagePath(partsFolder), { recursive: true, force: true });
  for (const chunk of globSync('build/**/*-????????.js', { cwd: packagePath('.') })) {
    if (/-[A-Z0-9]{8}\.js$/.test(chunk)) rmSync(packagePath(chunk));
  }
}

const steps: Readonly<Record<string, () => unknown>> = {
  clean,
  functions: () => build(bundleOptionsFor()),
  cli: () => build(commandLine),
  parts: () => build(partsOptions()),
};

for (const name of process.argv.slice(2)) {
  const step = steps[name];
  if (step === undefined) throw new Error(`expected ${Object.keys(steps).join(', ')}; found ${name}`);
  await step();
}
