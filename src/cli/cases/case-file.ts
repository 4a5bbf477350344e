/**
 * The tests beside a rule, `<rule>.test.json` for `<rule>.toml`, and those beside a file of exceptions, which say of each
 * case which rule it is about. rules/README.md and docs/exceptions.md describe the format.
 */
import { z } from 'zod';
import type { LocatedProblem, Problem, SourceFile } from '../../compile/problem.ts';
import { aTable } from '../../compile/rules/schema/values.ts';
import { shapeProblems } from '../../compile/rules/shape.ts';
import type { TomlFile } from '../../compile/toml/parse.ts';
import { placeAt } from '../../compile/toml/places.ts';
import { parseYaml } from '../../compile/yaml/parse.ts';
import type { AuditEvent, Json, JsonObject } from '../../schema/audit-event.ts';
import { inGoOrder } from './go-json.ts';

const patch = z
  .record(z.string(), z.json())
  .meta({ description: 'an object: a JSON merge patch over `base`' });
const base = z
  .record(z.string(), z.json())
  .meta({ description: 'an object: a whole event, as EKS writes it' });
const name = z.string().min(1).meta({ description: 'text that is not empty' });
const alerts = z.int().min(0).meta({ description: 'how many alerts the events give, 0 or more' });
/** JSON pointers (RFC 6901) of members that the event has with null: a merge patch cannot write one. */
const nulls = z
  .array(z.string().regex(/^\//))
  .meta({ description: 'a list of JSON pointers, such as "/metadata/labels"' })
  .optional();
const cut = z.literal(true).meta({ description: 'true, or left out' }).optional();
const set = patch.optional();
const events = z.array(patch).min(2).meta({ description: 'a list of two or more events' }).optional();
const ruleName = name.optional();
const cluster = name.optional();

const ofRule = { name, alerts, set, nulls, events, cut };

/** What editors go by. */
const $schema = name.optional();

const cases = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.array(aTable(shape)).meta({ description: 'a list of cases' });

const caseFile = aTable({ $schema, base, cases: cases(ofRule) });
export const exceptionCaseFile = aTable({
  $schema,
  base,
  rule: ruleName,
  cases: cases({ ...ofRule, rule: ruleName, cluster }),
});

export interface RuleCase {
  readonly name: string;
  readonly events: readonly AuditEvent[];
  /** How many alerts the rule gives for the events together. */
  readonly alerts: number;
  /** The events are what is left of cut ones. */
  readonly cut: boolean;
  /** Where the case is in its file, from 1. */
  readonly line: number;
}

/** A case of exceptions: events that a rule reports, unless an exception keeps it from that. */
export interface ExceptionCase extends RuleCase {
  /** Id or name. */
  readonly rule: string;
  /** Where the events are from. */
  readonly cluster: string | undefined;
}

export interface CaseFile<Case> {
  /** None if there is a problem. */
  readonly cases: readonly Case[];
  readonly problems: readonly LocatedProblem[];
}

/** Reads the tests of a rule. */
export function casesIn(file: SourceFile): CaseFile<RuleCase> {
  return read(file, caseFile, ({ base, cases }, tree) =>
    cases.map((each, index) => caseOf(base, each, tree, index)),
  );
}

/** Reads the tests of a file of exceptions. */
export function exceptionCasesIn(file: SourceFile): CaseFile<ExceptionCase> {
  return read(file, exceptionCaseFile, ({ base, rule, cases }, tree, problems) =>
    cases.flatMap((each, index) => {
      const of = each.rule ?? rule;
      if (of !== undefined) return [{ ...caseOf(base, each, tree, index), rule: of, cluster: each.cluster }];
      problems.push(
        problemAt(tree, index, 'the case says no rule, and neither does the file', 'give it `rule`'),
      );
      return [];
    }),
  );
}

function read<Schema extends z.ZodType, Case>(
  file: SourceFile,
  schema: Schema,
  of: (
    value: z.output<Schema> & { cases: readonly Written[] },
    tree: TomlFile,
    problems: Problem[],
  ) => readonly Case[],
): CaseFile<Case> {
  const tree = parseJson(file);
  if ('problems' in tree) return { cases: [], problems: located(file, tree.problems) };
  const parsed = schema.safeParse(tree.value);
  if (!parsed.success) {
    return { cases: [], problems: located(file, shapeProblems(tree, schema, parsed.error.issues, 'cases')) };
  }
  const value = parsed.data as z.output<Schema> & { cases: readonly Written[] };
  const problems = value.cases.flatMap((each, index) => formProblems(each, tree, index));
  const found = of(value, tree, problems);
  return problems.length > 0
    ? { cases: [], problems: located(file, problems) }
    : { cases: found, problems: [] };
}

/** JSON has no places of its own; every JSON text is YAML, too. */
function parseJson(file: SourceFile): TomlFile | { readonly problems: readonly Problem[] } {
  try {
    const value: unknown = JSON.parse(file.text);
    // YAML does not take tabs before values.
    const tree = parseYaml({ ...file, text: file.text.replaceAll('\t', ' ') });
    if ('problems' in tree) return tree;
    return { ...tree, file, value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problems: [notJson(file.text, error.message)] };
  }
}

function notJson(text: string, message: string): Problem {
  const start = Math.min(
    Number(/at position (\d+)/.exec(message)?.[1] ?? text.length),
    Math.max(text.length - 1, 0),
  );
  const what = message.replace(/ in JSON at position .*$| \(line .*$/, '');
  return {
    severity: 'error',
    code: 'not-json',
    message: `the file is not JSON: ${what}`,
    span: { start, end: start + 1 },
  };
}

interface Written {
  readonly name: string;
  readonly alerts: number;
  readonly cut?: true | undefined;
  readonly set?: JsonObject | undefined;
  readonly nulls?: readonly string[] | undefined;
  readonly events?: readonly JsonObject[] | undefined;
}

function formProblems({ set, events, nulls }: Written, tree: TomlFile, index: number): readonly Problem[] {
  if ((set === undefined) === (events === undefined)) {
    const found = set === undefined ? 'neither `set` nor `events`' : 'both `set` and `events`';
    return [
      problemAt(tree, index, `the case has ${found}`, '`set` changes the one event, `events` makes several'),
    ];
  }
  return events !== undefined && nulls !== undefined
    ? [problemAt(tree, index, '`nulls` goes with `set`', 'of `events`, each is a patch of its own')]
    : [];
}

function problemAt(tree: TomlFile, index: number, message: string, hint: string): Problem {
  const span = placeAt(tree.places, ['cases', index])?.value;
  return { severity: 'error', code: 'wrong-case', message, hint, ...(span && { span }) };
}

function located(file: SourceFile, problems: readonly Problem[]): readonly LocatedProblem[] {
  return problems.map((problem) => ({ ...problem, file }));
}

function caseOf(base: JsonObject, each: Written, tree: TomlFile, index: number): RuleCase {
  const nulls = each.nulls ?? [];
  const start = placeAt(tree.places, ['cases', index])?.value.start ?? 0;
  return {
    name: each.name,
    alerts: each.alerts,
    cut: each.cut ?? false,
    line: tree.file.text.slice(0, start).split('\n').length,
    events: (each.events ?? [each.set ?? {}]).map((set) => {
      const event = nulls.reduce(withNull, mergePatch(base, set)) as AuditEvent;
      // Of a cut event the order says what the cut may have been in.
      return each.cut === true ? inGoOrder(event) : event;
    }),
  };
}

/** The value with null at a place, and with the objects around it if there are none. */
function withNull(target: Json | undefined, pointer: string): Json {
  const [, step = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(pointer) ?? [];
  const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
  const object = isObject(target) ? target : {};
  return { ...object, [key]: rest === '' ? null : withNull(object[key], rest) };
}

/** RFC 7386: objects are merged, null removes, everything else replaces. */
export function mergePatch(target: Json | undefined, change: Json): Json {
  if (!isObject(change)) return change;
  const merged: Record<string, Json> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
