/**
 * The tests beside a rule, `<rule>.test.json` for `<rule>.toml`, and those beside a file of exceptions, which say of each
 * case which rule it is about. rules/README.md and docs/exceptions.md describe the format.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { AuditEvent, Json, JsonObject } from '../../src/schema/audit-event.ts';
import { inGoOrder } from './go-json.ts';

const patch = z.record(z.string(), z.json());
const name = z.string().min(1);
const alerts = z.int().min(0);
/** JSON pointers (RFC 6901) of members that the event has with null: a merge patch cannot write one. */
const nulls = z.array(z.string().regex(/^\//)).optional();
const cut = z.literal(true).optional();

const caseFile = z.strictObject({
  base: patch,
  cases: z.array(
    z.union([
      z.strictObject({ name, set: patch, nulls, alerts, cut }),
      z.strictObject({ name, events: z.array(patch).min(2), alerts, cut }),
    ]),
  ),
});

const rule = name.optional();
const cluster = name.optional();

const exceptionCaseFile = z.strictObject({
  base: patch,
  rule,
  cases: z.array(
    z.union([
      z.strictObject({ name, rule, cluster, set: patch, nulls, alerts, cut }),
      z.strictObject({ name, rule, cluster, events: z.array(patch).min(2), alerts, cut }),
    ]),
  ),
});

export interface RuleCase {
  readonly name: string;
  readonly events: readonly AuditEvent[];
  /** How many alerts the rule gives for the events together. */
  readonly alerts: number;
  /** The events are what is left of cut ones. */
  readonly cut: boolean;
}

/** @throws ZodError or SyntaxError if the file is not as described */
export function readCases(path: string): readonly RuleCase[] {
  const { base, cases } = caseFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  return cases.map((each) => caseOf(base, each));
}

/** A case of exceptions: events that a rule reports, unless an exception keeps it from that. */
export interface ExceptionCase extends RuleCase {
  /** Id or name. */
  readonly rule: string;
  /** Where the events are from. */
  readonly cluster: string | undefined;
}

/** @throws ZodError, SyntaxError or Error if the file is not as described */
export function readExceptionCases(path: string): readonly ExceptionCase[] {
  const file = exceptionCaseFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  return file.cases.map((each) => {
    const of = each.rule ?? file.rule;
    if (of === undefined)
      throw new Error(`${path}: the case "${each.name}" says no rule, and neither does the file`);
    return { ...caseOf(file.base, each), rule: of, cluster: each.cluster };
  });
}

type Written = { readonly name: string; readonly alerts: number; readonly cut?: true | undefined } & (
  | { readonly set: Json; readonly nulls?: readonly string[] | undefined }
  | { readonly events: readonly Json[] }
);

function caseOf(base: Json, each: Written): RuleCase {
  const nulls = 'set' in each ? (each.nulls ?? []) : [];
  return {
    name: each.name,
    alerts: each.alerts,
    cut: each.cut ?? false,
    events: ('set' in each ? [each.set] : each.events).map((set) => {
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
