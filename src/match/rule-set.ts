/** The rule set: compiled rules, and for each event the few that can match it. */
import type { Rule } from '../rule.ts';
import type { AuditEvent } from '../schema/audit-event.ts';
import { type Head, headOf } from '../schema/head.ts';
import type { Context } from '../schema/read.ts';
import { type Gates, Narrowing } from './narrow.ts';
import type { RuleQuery } from './rule-query.ts';
import { hasValue, someText } from './scalar.ts';
import { gatesOf } from './ways.ts';

/** The verbs, resources and subresources of which an event must have one for a condition to hold. Absent: any. */
export interface Requirements {
  readonly verb?: readonly string[];
  readonly resource?: readonly string[];
  /** `null` stands for an event without a subresource. */
  readonly subresource?: readonly (string | null)[];
}

export interface CompiledRule {
  readonly rule: Rule;
  /** Never empty. Most rules have one stage; a sequence has one for each kind of event that it is about. */
  readonly stages: readonly Stage[];
}

/** A condition of a rule: what a single event is tested by. */
export interface Stage {
  readonly requires: Requirements;
  /** The requirements that `test` does not test again, because only candidates are tested. */
  readonly implied?: readonly Dimension[] | undefined;
  /** Conditions of single fields of the head, which `test` does not test either. */
  readonly gates?: Gates | undefined;
  /** For each condition with alternatives the ways in which it can hold, which `test` tests again. */
  readonly ways?: readonly (readonly Way[])[] | undefined;
  /**
   * Whether the stage's predicate holds for an event, for which it is a candidate. Never throws for a value that
   * JSON.parse returns and that is within the depth bound.
   * @param head of the event
   */
  readonly test: (event: AuditEvent, context: Context, head: Head) => boolean;
  /** Readers of the fields by which matches of the stage are grouped, counted or joined. Most stages have none. */
  readonly fields?: Readonly<Record<string, ReadField>> | undefined;
  /** Of a rule in ES|QL: what makes rows of an event for which the predicate holds. */
  readonly query?: RuleQuery | undefined;
}

/** One of several alternatives of a condition. */
export interface Way {
  readonly requires: Requirements;
  readonly gates?: Gates;
}

/** A stage that can match an event. */
export interface Candidate extends Stage {
  readonly rule: Rule;
  /** Which of the rule's stages, from 0. */
  readonly stage: number;
}

/** Reads a field: a value, or an array (nested as it may be) of values. */
export type ReadField = (event: AuditEvent, context: Context, head: Head) => unknown;

export interface RuleSet {
  readonly rules: readonly CompiledRule[];
  /**
   * The stages that can match the event, in the order of `rules` and of a rule in its order.
   * @param head of the event; without it the event is taken for whole
   */
  candidates(event: AuditEvent, head?: Head): readonly Candidate[];
}

/** What a rule set module exports. */
export interface RuleSets {
  readonly ruleSet: RuleSet;
  /** The rules over alerts. */
  readonly alertRuleSet: RuleSet;
}

type Key = string | null;
export type Dimension = keyof Requirements;
const dimensions: readonly Dimension[] = ['verb', 'resource', 'subresource'];

/**
 * Groups stages by what they require, in a table of verb by resource by subresource. Every event has one cell of it.
 * All values that no stage names share one row, so the table does not grow with what callers send. The stages of the
 * cell are then narrowed by their gates.
 */
export function defineRuleSet(rules: readonly CompiledRule[]): RuleSet {
  const all = rules.flatMap(candidatesOf);
  const named = all.flatMap(({ requires, ways = [] }) => [
    requires,
    ...ways.flat().map((way) => way.requires),
  ]);
  const axes = dimensions.map((dimension) => axis(named, dimension));
  const [verbs, resources, subresources] = axes as [Axis, Axis, Axis];
  const narrowing = new Narrowing<Candidate>();
  let cells: ReturnType<typeof narrowing.begin>[] = [];
  const known = new Map<string, Candidate>();
  return {
    rules,
    candidates(event, head = headOf(event)) {
      if (narrowing.isFull) {
        narrowing.forget();
        cells = [];
      }
      const verb = keyOf(head.verb);
      const resource = keyOf(head.resource);
      const subresource = keyOf(head.subresource);
      // A shape no API server writes.
      if (verb === irregular || resource === irregular || subresource === irregular) {
        const met = all.filter(
          (each) => each.implied?.every((dimension) => meets(each, dimension, head)) ?? true,
        );
        return narrowing.narrow(narrowing.begin(met), head);
      }
      const v = verbs.get(verb) ?? 0;
      const r = resources.get(resource) ?? 0;
      const s = subresources.get(subresource) ?? 0;
      const cell = (v * (resources.size + 1) + r) * (subresources.size + 1) + s;
      if (cells[cell] === undefined) {
        const isMet: IsMet = (requires) =>
          allows(requires.verb, verb) &&
          allows(requires.resource, resource) &&
          allows(requires.subresource, subresource);
        cells[cell] = narrowing.begin(
          all.flatMap((each, index) => (isMet(each.requires) ? leftOf(each, index, isMet, known) : [])),
        );
      }
      return narrowing.narrow(cells[cell], head);
    },
  };
}

/** Makes candidates of one shape, whatever their stages have: every event meets them, and V8 reads one shape fast. */
function candidatesOf({ rule, stages }: CompiledRule): readonly Candidate[] {
  return stages.map(({ requires, implied, gates, ways, test, fields, query }, stage) => ({
    rule,
    stage,
    requires,
    implied,
    gates,
    ways,
    test,
    fields,
    query,
  }));
}

type IsMet = (requires: Requirements) => boolean;

/**
 * @param index of the candidate
 * @param known what was left of candidates before, so that the same is the same object
 * @returns what is left of a candidate whose ways are partly closed; none if all of a condition's are
 */
function leftOf(
  candidate: Candidate,
  index: number,
  isMet: IsMet,
  known: Map<string, Candidate>,
): readonly Candidate[] {
  const { ways = [], gates } = candidate;
  if (ways.length === 0) return [candidate];
  const open = ways.map((of) => of.filter(({ requires }) => isMet(requires)));
  if (open.some(({ length }) => length === 0)) return [];
  const key = JSON.stringify([index, open.map((of, at) => of.map((way) => ways[at]?.indexOf(way)))]);
  const left = known.get(key) ?? { ...candidate, gates: gatesOf(gates, open) };
  known.set(key, left);
  return [left];
}

/** Whether any of the values, where there are several, is one that is required. */
function meets({ requires }: Stage, dimension: Dimension, head: Head): boolean {
  const required: readonly Key[] = requires[dimension] ?? [];
  if (required.includes(null) && !hasValue(head[dimension])) return true;
  return someText(head[dimension], (value) => required.includes(value));
}

/** Numbers, from 1, for the values that some stage or way names; 0 is for all others. */
type Axis = ReadonlyMap<Key, number>;

function axis(all: readonly Requirements[], dimension: Dimension): Axis {
  const named = new Set<Key>(all.flatMap((requires) => requires[dimension] ?? []));
  return new Map([...named].map((value, index) => [value, index + 1]));
}

function allows(required: readonly Key[] | undefined, key: Key): boolean {
  return required === undefined || required.includes(key);
}

const irregular = Symbol('irregular');

function keyOf(value: unknown): Key | typeof irregular {
  if (typeof value === 'string') return value === '' ? null : value;
  if (value === undefined || value === null) return null;
  return irregular;
}
