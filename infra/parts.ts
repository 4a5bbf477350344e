/**
 * The functions without their rule set, for the package: whoever installs it bundles them with rules of their own, and
 * has AWS's clients as they were tested, of whichever version others are beside it.
 */
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { packagePath } from '../src/project/package-root.ts';
import { lean } from './lean-sdk.ts';

/** Where the parts are; in a folder of it one for each function, beside those that rule sets import. */
export const partsFolder = 'build/parts';

/** How parts import what is only there when a rule set is, and what is left out with some rule sets. */
export const leftOpen = {
  rules: 'harrier:rules',
  esql: 'harrier:esql',
  overAlerts: 'harrier:over-alerts',
} as const;

const open: Plugin = {
  name: 'left-open',
  setup({ onResolve }) {
    onResolve({ filter: /\/build\/rules\.js$/ }, () => ({ path: leftOpen.rules, external: true }));
    const leaveOpen = (filter: RegExp, path: string) =>
      onResolve({ filter }, ({ kind }) => (kind === 'entry-point' ? undefined : { path, external: true }));
    leaveOpen(/\/esql\/esql\.ts$/, leftOpen.esql);
    leaveOpen(/\/over-alerts\.ts$/, leftOpen.overAlerts);
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
      'over-alerts': 'src/over-alerts.ts',
    },
    outdir: partsFolder,
    format: 'esm',
    splitting: true,
    plugins: [...lean.plugins, open],
  };
}
