/** The rule set module: one readable file that holds every rule's predicate and what its alerts say. */
import type { Dimension, Requirements } from '../../match/rule-set.ts';
import type { Rule } from '../../rule.ts';
import type { Field } from '../../schema/field.ts';
import { emitRuleQuery } from '../esql/emit/emit-rule-query.ts';
import type { EsqlRuleQuery } from '../esql/rule/lower-rule.ts';
import type { GatePredicates } from '../passes/gate.ts';
import type { LoweredWay } from '../passes/ways.ts';
import type { Predicate } from '../predicate.ts';
import { type Code, comment, indent, join, js, type LiteralData, name, pretty } from './code.ts';
import { emitPredicate } from './emit-predicate.ts';
import { emitValue } from './emit-value.ts';
import { ModuleScope } from './module-scope.ts';

export interface LoweredRule {
  readonly rule: Rule;
  /** Never empty. */
  readonly stages: readonly LoweredStage[];
}

/** A condition of a rule. */
export interface LoweredStage {
  readonly predicate: Predicate;
  readonly requires: Requirements;
  /** The requirements that the predicate leaves to the rule set. */
  readonly implied?: readonly Dimension[];
  /** Conditions that the predicate leaves to the rule set as well. */
  readonly gates?: GatePredicates;
  /** The ways in which conditions with alternatives can hold. */
  readonly ways?: readonly (readonly LoweredWay[])[];
  /** Fields by which matches are grouped, counted or joined. */
  readonly fields?: readonly Field[];
  /** Of a rule in ES|QL: its query, of which rows have to be left. */
  readonly query?: EsqlRuleQuery;
  /** Each narrows the predicate: what it holds for does not match. */
  readonly exceptions?: readonly LoweredException[];
}

export interface LoweredException {
  readonly predicate: Predicate;
  /** Epoch milliseconds: from then on it is not applied. A module may be in use long after it was built. */
  readonly until?: number;
  /** Not applied to cut events: the predicate may hold for what is missing from them. */
  readonly wholeEventsOnly: boolean;
  /** For who reads the module: why, by whom, where it is written. */
  readonly note: string;
}

/**
 * @param runtime the specifier by which the module will import `match/runtime`
 * @param overAlerts rules that are over alerts
 * @returns the text of an ES module that exports `ruleSet` and `alertRuleSet`; the same for the same rules
 */
export function emitModule(
  overEvents: readonly LoweredRule[],
  runtime: string,
  overAlerts: readonly LoweredRule[] = [],
): string {
  const rules = [...overEvents, ...overAlerts];
  const scope = new ModuleScope();
  const queries = new Map(
    rules.flatMap(({ rule, stages }) =>
      stages.flatMap(({ query }) =>
        query === undefined ? [] : [[query, emitQuery(query, rule, scope)] as const],
      ),
    ),
  );
  const functions = rules.flatMap(({ rule, stages }, index) =>
    stages.map((stage, at) => {
      const query = stage.query && queries.get(stage.query);
      return emitFunction(rule, stage, query, functionName(index, at), scope);
    }),
  );
  const entries = rules.map((lowered, index) => emitEntry(lowered, index, queries, scope));
  const define = scope.use('defineRuleSet');
  const parts = [
    comment('Generated from rules by Harrier; changes are lost. Edit the rules and build again.'),
    scope.imports(runtime),
    scope.constants(),
    ...functions,
    emitRuleSet(js`ruleSet`, entries.slice(0, overEvents.length), define),
    emitRuleSet(js`alertRuleSet`, entries.slice(overEvents.length), define),
  ];
  return join(parts, js`\n`).text;
}

function emitRuleSet(exported: Code, entries: readonly Code[], define: Code): Code {
  const list = entries.length === 0 ? js`` : js`\n  ${indent(join(entries, js`,\n`))}\n`;
  return js`export const ${exported} = ${define}([${list}]);\n`;
}

function emitFunction(
  rule: Rule,
  { predicate, exceptions = [], query: of }: LoweredStage,
  query: Code | undefined,
  functionName: Code,
  scope: ModuleScope,
): Code {
  const head = comment(`${rule.name} (${rule.source})`);
  const own = emitPredicate(predicate, { node: js`e`, head: js`h` }, scope);
  const excepted = exceptions.map((each) => js`!${emitException(each, scope)}(e, c, h)`);
  // What costs most comes last.
  const rows = query === undefined || of?.isExact ? [] : [js`${query}.some(e, c, h)`];
  const all = [own, ...excepted, ...rows];
  const body = all.length === 1 ? own : js`(\n  ${indent(join(all, js` &&\n`))}\n)`;
  return js`${head}\nfunction ${functionName}(e, c, h) {\n  return ${indent(body)};\n}\n`;
}

function emitQuery(query: EsqlRuleQuery, rule: Rule, scope: ModuleScope): Code {
  if (rule.type !== 'esql') throw new Error(`rule ${rule.id} is not one of ES|QL`);
  return scope.constant('query', emitRuleQuery(query, rule.schedule.every, scope));
}

/** A function of its own, which all rules of the exception share. */
function emitException(
  { predicate, until, wholeEventsOnly, note }: LoweredException,
  scope: ModuleScope,
): Code {
  const body = join(
    [
      ...(until === undefined ? [] : [js`c.now < ${until}`]),
      ...(wholeEventsOnly ? [js`!c.partial`] : []),
      emitPredicate(predicate, { node: js`e`, head: js`h` }, scope),
    ],
    js` &&\n`,
  );
  return scope.constant('exception', js`(e, c, h) =>\n  ${comment(`Exception: ${note}`)}\n  ${indent(body)}`);
}

/** @param queries the names of the constants that the queries are */
function emitEntry(
  { rule, stages }: LoweredRule,
  index: number,
  queries: ReadonlyMap<EsqlRuleQuery, Code>,
  scope: ModuleScope,
): Code {
  const emitted = stages.map((stage, at) => {
    const query = stage.query && queries.get(stage.query);
    return emitStage(stage, query, functionName(index, at), scope);
  });
  const lines = [js`stages: [${join(emitted, js`, `)}]`, js`rule: ${pretty(asLiteral(rule))}`];
  return js`{\n  ${indent(join(lines, js`,\n`))}\n}`;
}

function emitStage(
  { requires, implied = [], gates = {}, ways = [], fields = [] }: LoweredStage,
  query: Code | undefined,
  functionName: Code,
  scope: ModuleScope,
): Code {
  const readers = fields.map((field) => js`${field.name}: ${emitReader(field, scope)}`);
  const lines = [
    js`test: ${functionName}`,
    js`requires: ${scope.constant('requires', js`${{ ...requires }}`)}`,
    ...(implied.length === 0 ? [] : [js`implied: ${scope.constant('implied', js`${implied}`)}`]),
    ...(Object.keys(gates).length === 0 ? [] : [js`gates: ${emitGates(gates, scope)}`]),
    ...(ways.length === 0 ? [] : [js`ways: ${emitWays(ways, scope)}`]),
    // Many rules are suppressed by the same fields: equal readers are one constant.
    ...(fields.length === 0
      ? []
      : [js`fields: ${scope.constant('fields', js`{ ${join(readers, js`, `)} }`)}`]),
    ...(query === undefined ? [] : [js`query: ${query}`]),
  ];
  return js`{\n  ${indent(join(lines, js`,\n`))}\n}`;
}

function emitGates(gates: GatePredicates, scope: ModuleScope): Code {
  const fields = Object.entries(gates).map(([field, of]) => {
    const all = of.map((each) => emitGate(each, scope));
    return js`${field}: [${join(all, js`, `)}]`;
  });
  // Many stages have the same gates: these are one constant.
  return scope.constant('gates', js`{ ${join(fields, js`, `)} }`);
}

/** Gates are given the head alone. Equal conditions are one constant, and so one gate. */
function emitGate(predicate: Predicate, scope: ModuleScope): Code {
  return scope.constant('gate', js`(h) => ${emitPredicate(predicate, { node: js`h`, head: js`h` }, scope)}`);
}

/** Equal lists of ways are one constant. */
function emitWays(choices: readonly (readonly LoweredWay[])[], scope: ModuleScope): Code {
  const lists = choices.map((ways) => {
    const all = ways.map(({ requires, gates }) => {
      const required = scope.constant('requires', js`${{ ...requires }}`);
      const asked = Object.keys(gates).length === 0 ? js`` : js`, gates: ${emitGates(gates, scope)}`;
      return js`{ requires: ${required}${asked} }`;
    });
    return scope.constant('ways', js`[${join(all, js`, `)}]`);
  });
  return js`[${join(lists, js`, `)}]`;
}

function emitReader(field: Field, scope: ModuleScope): Code {
  const value = emitValue(field, { node: js`e`, head: js`h` }, scope);
  return scope.constant('read', js`(e, c, h) => ${value}`);
}

/** `rule3`, and of further stages `rule3_2`. */
function functionName(index: number, stage: number): Code {
  return name(stage === 0 ? `rule${index + 1}` : `rule${index + 1}_${stage + 1}`);
}

/** A rule is plain data; the interface only lacks the index signature that says so. */
function asLiteral(rule: Rule): LiteralData {
  return { ...rule } as unknown as LiteralData;
}
