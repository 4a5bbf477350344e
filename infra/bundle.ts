/**
 * Bundles the functions with a rule set: one CommonJS file each, with the AWS SDK in it, so that what is deployed is
 * what was tested. A clone bundles its sources; a package has all but the rule set in parts that were made of them.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { fromSource, packagePath } from '../src/project/package-root.ts';
import { lean } from './lean-sdk.ts';
import { leftOpen, partsFolder } from './parts.ts';
import { compressedRuleTexts } from './rule-texts.ts';

/**
 * Rules in ES|QL, and rules over alerts, need a good deal that others do not. They are in the rule set or not, which is
 * known when it is bundled.
 */
const kindsInUse = (rules: string): Plugin => ({
  name: 'kinds-in-use',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](?:src[\\/]correlate[\\/]esql[\\/]esql\.ts|parts[\\/]esql\.js)$/ }, async () =>
      hasEsqlRule(await readFile(rules, 'utf8')) ? undefined : { contents: withoutEsql },
    );
    onLoad({ filter: /[\\/](?:src[\\/]over-alerts\.ts|parts[\\/]over-alerts\.js)$/ }, async () =>
      hasRuleOverAlerts(await readFile(rules, 'utf8')) ? undefined : { contents: withoutRulesOverAlerts },
    );
  },
});

/** What the functions import as the rule set, and what that imports, wherever it was written to. */
const ruleSetAt = (rules: string): Plugin => ({
  name: 'rule-set',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`/build/rules\\.js$|^${leftOpen.rules}$`) }, () => ({ path: rules }));
    onResolve({ filter: new RegExp(`^${leftOpen.esql}$`) }, () => ({ path: part('esql') }));
    onResolve({ filter: new RegExp(`^${leftOpen.overAlerts}$`) }, () => ({ path: part('over-alerts') }));
    onResolve({ filter: /\/match\/(?:esql-)?runtime\.ts$/ }, ({ path, importer }) => {
      if (importer !== rules) return undefined;
      const name = basename(path, '.ts');
      return { path: fromSource ? packagePath(`src/match/${name}.ts`) : part(name) };
    });
  },
});

const part = (name: string) => packagePath(`${partsFolder}/${name}.js`);

/** @param module the rule set's text */
export function hasEsqlRule(module: string): boolean {
  return /^ *"?type"?: "esql",?$/m.test(module);
}

/** @param module the rule set's text */
export function hasRuleOverAlerts(module: string): boolean {
  return !/^export const alertRuleSet = \w+\(\[\]\);$/m.test(module);
}

const withoutRulesOverAlerts = 'export const overAlerts = (publisher) => publisher;';

const withoutEsql = `
  function none() { throw new Error('there was no rule in ES|QL when this was bundled'); }
  export const esqlKind = { conclude: none, suppressionGroups: none };
`;

/**
 * @param rules the rule set module
 * @param outdir where the bundles go, and the rules' texts beside them
 */
export function bundleOptionsFor(
  rules = packagePath('build/rules.js'),
  outdir = packagePath('build/functions'),
): BuildOptions {
  return {
    ...lean,
    absWorkingDir: packagePath('.'),
    entryPoints: [fromSource ? 'functions/*.ts' : `${partsFolder}/functions/*.js`],
    outdir,
    outExtension: { '.js': '.cjs' },
    minify: true,
    format: 'cjs',
    plugins: [...lean.plugins, ruleSetAt(rules), kindsInUse(rules), compressedRuleTexts(rules, outdir)],
  };
}
