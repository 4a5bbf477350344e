/** A proposed exception beside the cases of its rule: what they report must be reported still. */
import { existsSync } from 'node:fs';
import { compileRules } from '../../compile/compile.ts';
import { waysOf } from '../../compile/lint/exceptions.ts';
import type { LoadedRule } from '../../compile/rules/loaded-rule.ts';
import { readSource } from '../../compile/rules/read.ts';
import { runtimeUrl } from '../../project/package-root.ts';
import { auditTarget } from '../../source/audit/target.ts';
import { visible } from '../../text/visible.ts';
import { casesIn } from '../cases/case-file.ts';
import { alertsFor } from '../cases/run-cases.ts';
import { importRuleSets } from '../rules.ts';
import { shownPath } from '../shown-path.ts';
import type { Proposal } from './propose.ts';
import { loaded } from './write.ts';

/** @returns why the exception must not be, or undefined */
export async function objectionTo(proposal: Proposal, rule: LoadedRule): Promise<string | undefined> {
  const ways = waysOf(proposal.condition, auditTarget.reader);
  if (ways.length > 0) return `it would hold by ${ways.join(' and ')} alone, which a caller chooses`;
  const { exception } = loaded(proposal);
  if (exception === undefined) return 'it cannot be written as an exception';
  const options = { target: auditTarget, runtime: runtimeUrl };
  const { module, problems } = compileRules([rule], { ...options, exceptions: [exception] });
  const own = problems.find(({ code }) => code.startsWith('exception-'));
  if (own !== undefined) return own.message;
  const path = rule.file.path.replace(/\.toml$/, '.test.json');
  const file = existsSync(path) ? readSource(path) : undefined;
  if (file === undefined || 'problem' in file) return undefined;
  const ruleSet = await importRuleSets(module);
  const [cluster] = proposal.clusters;
  for (const { name, events, alerts, cut, line } of casesIn(file).cases) {
    if (alerts === 0) continue;
    const found = await alertsFor(ruleSet, events, { cluster, partial: cut });
    if (found.filter((alert) => alert.rule.id === rule.metadata.id).length < alerts)
      return `it would silence the rule's own test "${visible(name)}" (${shownPath(path)}:${line})`;
  }
  return undefined;
}
