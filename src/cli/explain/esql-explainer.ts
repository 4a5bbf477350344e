/**
 * Which conditions of an ES|QL query an event fulfils. Each is looked at by itself, behind what computes its columns; the
 * filters before it are left out, so that one that fails hides nothing of those behind it.
 */
import { emitModule } from '../../compile/codegen/emit-module.ts';
import { compileRules } from '../../compile/compile.ts';
import type { Command, Expression, Where } from '../../compile/esql/ast.ts';
import { parseCommands } from '../../compile/esql/parse.ts';
import type { Span } from '../../compile/problem.ts';
import type { LoadedRule } from '../../compile/rules/loaded-rule.ts';
import { matchEvents } from '../../match/match.ts';
import { runtimeUrl } from '../../project/package-root.ts';
import { auditTarget } from '../../source/audit/target.ts';
import { importRuleSets } from '../rules.ts';
import { withQuery } from '../with-query.ts';
import { asRule, type Explained, type Explainer, valuesOf } from './explained.ts';

/** A condition that has to hold. */
interface Part {
  /** As written, on one line. */
  readonly text: string;
  /** A query whose rows are those that fulfil it. */
  readonly query: string;
  readonly columns: readonly string[];
}

/** @returns undefined if no filter stands before what counts rows, or the query does not compile */
export async function esqlExplainerFor(rule: LoadedRule): Promise<Explainer | undefined> {
  if (rule.type !== 'esql') return undefined;
  const [reader] = auditTarget.readersOf(rule.index);
  const parts = partsOf(rule.query.text);
  if (reader === undefined || parts.length === 0) return undefined;
  const variants = parts.map(({ query }, index) => withQuery(rule, query, variantId(rule, index)));
  const { ruleSet } = await importRuleSets(
    compileRules(variants, { target: auditTarget, runtime: runtimeUrl }).module,
  );
  const always = { kind: 'constant', value: true } as const;
  const read = parts.map(({ columns }) => asRule(rule, { predicate: always, fields: columns }, reader));
  const fields = (await importRuleSets(emitModule(read, runtimeUrl))).ruleSet.rules;
  return {
    explain(sourced) {
      // A condition that no event can fulfil does not compile, and so is never among them.
      const { matches } = matchEvents(ruleSet, [sourced], Date.now());
      const held = new Set(matches.map(({ rule: { id } }) => id));
      const of = parts.map(({ text }, index): Explained => {
        const values = valuesOf(fields[index]?.stages[0], sourced);
        return {
          kind: 'condition',
          text,
          holds: held.has(variantId(rule, index)),
          of: [],
          values,
        };
      });
      return [{ kind: 'and', text: '', of, holds: of.every((each) => each.holds), values: new Map() }];
    },
  };
}

/** Whether rows are counted or chosen among, so that what becomes of an event depends on others. */
export function dependsOnOthers(rule: LoadedRule): boolean {
  return rule.type === 'esql' && parseCommands(rule.query.text).commands.some(isOfMany);
}

function isOfMany({ kind }: Command): boolean {
  return kind === 'stats' || kind === 'sort' || kind === 'limit';
}

function partsOf(text: string): readonly Part[] {
  const { commands, problems } = parseCommands(text);
  if (problems.length > 0) return [];
  const end = commands.findIndex(isOfMany);
  const before = commands.slice(0, end < 0 ? undefined : end);
  return before.flatMap((command, index) => {
    if (command.kind !== 'where') return [];
    const makers = before.slice(0, index).filter(({ kind }) => kind !== 'where');
    const head = makers.map(({ span }) => at(text, span)).join('\n| ');
    return conjuncts(command).map((each) => ({
      text: at(text, each.span).replaceAll(/\s+/g, ' '),
      query: `${head}\n| WHERE ${at(text, each.span)}`,
      columns: [...new Set(columnsIn(each))],
    }));
  });
}

function conjuncts({ condition }: Where): readonly Expression[] {
  const all = (each: Expression): readonly Expression[] =>
    each.kind === 'and' ? each.of.flatMap(all) : [each];
  return all(condition);
}

/** Names of columns anywhere in an expression. */
function columnsIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(columnsIn);
  if (typeof node !== 'object' || node === null) return [];
  const { kind, name } = node as { kind?: unknown; name?: unknown };
  return kind === 'column' ? [String(name)] : Object.values(node).flatMap(columnsIn);
}

function at(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

function variantId({ metadata }: LoadedRule, index: number): string {
  return `${metadata.id} ${index}`;
}
