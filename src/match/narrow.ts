/**
 * From the rules of a cell to those that can match: gates are tests of one field of the head, and events come with the
 * same few values of it again and again. What a value leaves of a list of rules is remembered, so that an event costs
 * one look-up a field, however many rules ask for it.
 */
import type { Head } from '../schema/head.ts';

/** A condition of a rule that reads no more than one field of the head. Rules that ask the same share it. */
export type Gate = (head: Head) => boolean;

/**
 * The fields that have gates, in the order in which they are asked: first those with few values, which are short.
 * Fields in which hardly any value comes twice, such as the URI, would be remembered in vain.
 */
export const gateFields = [
  'missing',
  'impersonatedUser',
  'decision',
  'caller',
  'stage',
  'code',
  'namespace',
  'userAgent',
  'username',
  'dryRun',
  'sourceIPs',
] as const satisfies readonly (keyof Head)[];
export type GateField = (typeof gateFields)[number];
export type Gates = Readonly<Partial<Record<GateField, readonly Gate[]>>>;

/** What rules are here. */
interface Gated {
  readonly gates?: Gates | undefined;
  readonly test: (...of: never[]) => boolean;
}

/** What is left of a cell's rules after some fields. */
interface Node<Rule> {
  readonly rules: readonly Rule[];
  /** The field to ask next; none if no rule that is left has a gate. */
  readonly field: GateField | undefined;
  readonly read: (head: Head) => unknown;
  /** What that field's values lead to. */
  readonly next: Map<unknown, Node<Rule>>;
  /** The value that came last, and what it leads to: it mostly comes again. */
  lastValue: unknown;
  lastNext: Node<Rule> | undefined;
}

/** How much is remembered, and how long a value may be: they are the callers'. */
const limit = 200_000;
const longestValue = 256;

export class Narrowing<Rule extends Gated> {
  readonly #numbers: ReadonlyMap<Rule, number>;
  /** Lists that are equal share a node, wherever they come from: there are few. */
  readonly #nodes = new Map<string, Node<Rule>>();
  #size = 0;

  constructor(rules: readonly Rule[]) {
    this.#numbers = new Map(rules.map((rule, index) => [rule, index]));
  }

  /** Whether so much has been remembered that everything should be forgotten: the nodes given out, too. */
  get isFull(): boolean {
    return this.#size >= limit;
  }

  forget(): void {
    this.#nodes.clear();
    this.#size = 0;
  }

  /** Where to begin with a list of rules. */
  begin(rules: readonly Rule[]): Node<Rule> {
    return this.#node(rules, 0);
  }

  /** The rules whose gates let the event pass, in the same order. */
  narrow(from: Node<Rule>, head: Head): readonly Rule[] {
    let node = from;
    while (node.field !== undefined) {
      const value = keyOf(node.read(head));
      if (node.lastNext !== undefined && node.lastValue === value) {
        node = node.lastNext;
        continue;
      }
      const known = value === unkeyed ? undefined : node.next.get(value);
      if (known !== undefined) {
        node.lastValue = value;
        node.lastNext = known;
      }
      node = known ?? this.#advance(node, node.field, value, head);
    }
    return node.rules;
  }

  #advance(node: Node<Rule>, field: GateField, value: unknown, head: Head): Node<Rule> {
    const rules = node.rules.flatMap((rule) => passing(rule, field, head));
    // A rule that failed is not one of the rules.
    const isSound = rules.every((rule) => this.#numbers.has(rule));
    const depth = gateFields.indexOf(field) + 1;
    const next = isSound ? this.#node(rules, depth) : nodeOf(rules, depth);
    if (isSound && value !== unkeyed) {
      node.next.set(value, next);
      this.#size += 1 + (typeof value === 'string' ? value.length >> 4 : 0);
    }
    return next;
  }

  #node(rules: readonly Rule[], depth: number): Node<Rule> {
    const node = nodeOf(rules, depth);
    const key = `${node.field} ${rules.map((rule) => this.#numbers.get(rule)).join(' ')}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    this.#nodes.set(key, node);
    this.#size += 1 + rules.length;
    return node;
  }
}

const nothing = () => undefined;
const readers: Readonly<Record<GateField, (head: Head) => unknown>> = {
  impersonatedUser: (head) => head.impersonatedUser,
  decision: (head) => head.decision,
  caller: (head) => head.caller,
  stage: (head) => head.stage,
  code: (head) => head.code,
  namespace: (head) => head.namespace,
  userAgent: (head) => head.userAgent,
  username: (head) => head.username,
  dryRun: (head) => head.dryRun,
  missing: (head) => head.missing,
  sourceIPs: (head) => head.sourceIPs,
};

function nodeOf<Rule extends Gated>(rules: readonly Rule[], depth: number): Node<Rule> {
  const field = gateFields
    .slice(depth)
    .find((each) => rules.some(({ gates }) => gates?.[each] !== undefined));
  const read = field === undefined ? nothing : readers[field];
  return { rules, field, read, next: new Map(), lastValue: undefined, lastNext: undefined };
}

/** The rule if its gates let the event pass. One whose gate fails is kept, and fails where failures are heard of. */
function passing<Rule extends Gated>(rule: Rule, field: GateField, head: Head): readonly Rule[] {
  try {
    const passes = rule.gates?.[field]?.every((gate) => gate(head)) ?? true;
    return passes ? [rule] : [];
  } catch (error) {
    const fail = () => {
      throw error;
    };
    return [{ ...rule, gates: {}, test: fail }];
  }
}

const unkeyed = Symbol('unkeyed');

/**
 * What a value is remembered by. An array of one value passes the tests which that value passes.
 * @returns `unkeyed` for what is not worth remembering, or too large
 */
function keyOf(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= longestValue ? value : unkeyed;
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) && value.length === 1 && typeof value[0] === 'string'
    ? keyOf(value[0])
    : unkeyed;
}
