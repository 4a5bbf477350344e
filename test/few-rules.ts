/**
 * A few of our rules, for tests of what carries alerts: these tests know which alerts an event has, which must not
 * change with every rule that is added.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleOptionsFor } from '../infra/bundle.ts';
import { compileRules } from '../src/compile/compile.ts';
import { loadRules } from '../src/compile/rules/load.ts';
import { readTuning } from '../src/compile/tuning/read-tuning.ts';
import { tune } from '../src/compile/tuning/tune.ts';
import { noTuning } from '../src/compile/tuning/tuning.ts';
import { auditTarget } from '../src/source/audit/target.ts';
import { runtime } from './load-module.ts';

const names = [
  'defense_evasion_event_cut',
  'defense_evasion_event_cut_before_response',
  'defense_evasion_object_hidden_from_audit_log',
  'execution_user_exec_into_pod',
  'privilege_escalation_cluster_admin_bound',
];
const medium = 'override: [{ rule: User Exec into a Pod, severity: medium, buildingBlock: false }]';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The rule set module. */
export const fewRules = join(root, 'build/test/few/rules.js');

/** Of the tests' own process: others may make them at the same time. */
const functions = join(root, `build/test/few/functions-${process.pid}`);

/** Writes the module, whole or not at all. */
export function writeFewRules(): string {
  const { rules } = loadRules(names.map((name) => join(root, 'rules', `${name}.toml`)));
  const { tuning } = readTuning({ path: 'settings', text: medium });
  const tuned = tune(rules, { ...noTuning, ...tuning });
  const { module } = compileRules(tuned.rules, { target: auditTarget, runtime });
  mkdirSync(dirname(fewRules), { recursive: true });
  writeFileSync(fewRules, module);
  return fewRules;
}

/** @returns the folder of the functions' bundles with these rules */
export async function bundleFewRules(): Promise<string> {
  await build(bundleOptionsFor(writeFewRules(), functions));
  return functions;
}
