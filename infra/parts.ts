/**
 * The functions without their rule set, for the package: whoever installs it bundles them with rules of their own, and
 * has AWS's clients as they were tested, of whichever version others are beside it.
 */
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { packagePath } from '../src/cli/package-root.ts';
import { lean } from './lean-sdk.ts';

/** Where the parts are; in a folder of it one for each function, beside those that rule sets import. */
export const partsFolder = 'build/parts';

/** How parts import what is only there when a rule set is, and what is left out with some rule sets. */
export const leftOpen = { rules: 'harrier:rules', esql: 'harrier:esql' } as const;

const open: Plugin = {
  name: 'left-open',
  setup({ onResolve }) {
    onResolve({ filter: /\/build\/rules\.js$/ }, () => ({ path: leftOpen.rules, external: true }));
    onResolve({ filter: /\/esql\/esql\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: leftOpen.esql, external: true },
    );
  },
};

export function partsOptions(): BuildOptions {
  const functions = globSync('functions/*.ts', { cwd: packagePath('.') }).map((path) => [
    `functions/${basename(path, '.ts')}`,
    path,
  ]);
  return {
    ...lean,
    absWorkingDir: packagePath('.'),
    entryPoints: {
      ...Object.fromEntries(functions),
      runtime: 'src/match/runtime.ts',
      'esql-runtime': 'src/match/esql-runtime.ts',
      esql: 'src/correlate/esql/esql.ts',
    },
    outdir: partsFolder,
    format: 'esm',
    splitting: true,
    plugins: [...lean.plugins, open],
  };
}
