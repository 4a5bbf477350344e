/** Which fields our rules read, and which of them events have. */
import { compileRules } from '../../src/compile/compile.ts';
import { loadRules } from '../../src/compile/rules/load.ts';
import type { LoadedRule } from '../../src/compile/rules/loaded-rule.ts';
import { matchEvents } from '../../src/match/match.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import type { AuditEvent } from '../../src/schema/audit-event.ts';
import type { Reader } from '../../src/schema/reader.ts';
import { auditTarget } from '../../src/source/audit/target.ts';
import { folderWith } from '../compile/rules/rule-file.ts';
import { loadModule, runtime } from '../load-module.ts';

/** @returns the name of each field that a rule of them reads, in nested syntax with what encloses it */
export function fieldsOf(rules: readonly LoadedRule[]): ReadonlySet<string> {
  const found = new Set<string>();
  const watched = (reader: Reader): Reader => ({
    ...reader,
    resolve(name, parent) {
      found.add(parent === undefined ? name : `${parent.name}.${name}`);
      return reader.resolve(name, parent);
    },
  });
  const { problems } = compileRules(rules, {
    target: { ...auditTarget, readersOf: (index) => auditTarget.readersOf(index).map(watched) },
    runtime,
  });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return found;
}

/** @returns of these fields those that an event has a value of, by the code that rules are compiled to */
export async function fieldsIn(
  events: readonly AuditEvent[],
  fields: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const names = [...fields];
  const texts = names.map((name, index) => [
    `${index}.toml`,
    `[rule]
rule_id = "5e1f0c1e-3f0b-4a47-9d0c-${String(index).padStart(12, '0')}"
name = ${JSON.stringify(name)}
description = "Whether the field is there."
risk_score = 21
severity = "low"
type = "query"
query = '${escaped(name)}:*'
`,
  ]);
  const { rules, problems } = loadRules([folderWith(Object.fromEntries(texts))]);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  const { ruleSet } = (await loadModule(compileRules(rules, { target: auditTarget, runtime }).module)) as {
    ruleSet: RuleSet;
  };
  const origin = { source: 'a test' };
  const sourced = events.map((event, position) => ({ event, origin, position, partial: false }));
  return new Set(matchEvents(ruleSet, sourced, 0).matches.map(({ rule }) => rule.name));
}

function escaped(name: string): string {
  return name.replaceAll(/[():<>"\s]/g, '\\$&');
}
