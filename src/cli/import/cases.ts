/** Cases beside an imported rule: only those of which a run shows that they are so. */
import { compileRules } from '../../compile/compile.ts';
import type { LoadedRule } from '../../compile/rules/loaded-rule.ts';
import type { Tree } from '../../compile/sigma/tree.ts';
import { runtimeUrl } from '../../project/package-root.ts';
import type { AuditEvent } from '../../schema/audit-event.ts';
import { auditTarget } from '../../source/audit/target.ts';
import { mergePatch } from '../cases/case-file.ts';
import { alertsFor } from '../cases/run-cases.ts';
import { importRuleSets } from '../rules.ts';
import { exampleOf } from './example.ts';

/** @returns the text of a file of cases; undefined if no event was found that the rule reports */
export async function casesFor(rule: LoadedRule, tree: Tree): Promise<string | undefined> {
  const example = exampleOf(tree);
  if (example === undefined) return undefined;
  const { module } = compileRules([rule], { target: auditTarget, runtime: runtimeUrl });
  const ruleSets = await importRuleSets(module);
  const alerts = async (event: unknown) => (await alertsFor(ruleSets, [event as AuditEvent])).length;
  if ((await alerts(example.event)) !== 1) return undefined;
  const cases: object[] = [{ name: 'what the rule asks for', set: {}, alerts: 1 }];
  for (const { name, set } of example.nearMisses)
    if ((await alerts(mergePatch(example.event, set))) === 0) cases.push({ name, set, alerts: 0 });
  return `${JSON.stringify({ base: example.event, cases }, null, 2)}\n`;
}
