/**
 * Narrows the rules of a cell to those that can match. Gates are tests of one field of an event's head. Events have the
 * same few values of such fields again and again, so the rules that a value leaves of a list are remembered: an event
 * costs one look-up a field, however many rules test the field.
 */
import type { Head } from '../schema/head.ts';

/** A condition of a rule that reads no more than one field of the head. Rules that ask the same share it. */
export type Gate = (head: Head) => boolean;

/**
 * The fields that have gates, in the order in which they are tested: fields with few and short values come first. A
 * field such as the URI, in which hardly any value occurs twice, has no gates: remembering its values would be of no
 * use.
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
  'remoteNetwork',
  'sourceIPs',
] as const satisfies readonly (keyof Head)[];
export type GateField = (typeof gateFields)[number];
export type Gates = Readonly<Partial<Record<GateField, readonly Gate[]>>>;

/** What narrowing has to know of a rule. */
interface Gated {
  readonly gates?: Gates | undefined;
  readonly test: (...of: never[]) => boolean;
}

/** The rules of a cell that are left after the tests of some fields. */
interface Node<Rule> {
  readonly rules: readonly Rule[];
  /** The field to test next; undefined if no rule that is left has a gate. */
  readonly field: GateField | undefined;
  readonly read: (head: Head) => unknown;
  /** The next node for each of that field's values. */
  readonly next: Map<unknown, Node<Rule>>;
  /** The last value and its node. The next event mostly has the same value. */
  lastValue: unknown;
  lastNext: Node<Rule> | undefined;
}

/** How many values are remembered, and how long they may be. Both are bounded because callers choose the values. */
const limit = 200_000;
const longestValue = 256;

export class Narrowing<Rule extends Gated> {
  readonly #numbers = new Map<Rule, number>();
  /** Equal lists of rules share one node, of which there are few. */
  readonly #nodes = new Map<string, Node<Rule>>();
  #size = 0;

  /** True once so much is remembered that all should be forgotten, including the nodes that `begin` has returned. */
  get isFull(): boolean {
    return this.#size >= limit;
  }

  forget(): void {
    this.#nodes.clear();
    this.#size = 0;
  }

  /** @returns the node to begin with for a list of rules */
  begin(rules: readonly Rule[]): Node<Rule> {
    for (const rule of rules) if (!this.#numbers.has(rule)) this.#numbers.set(rule, this.#numbers.size);
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
  remoteNetwork: (head) => head.remoteNetwork,
  sourceIPs: (head) => head.sourceIPs,
};

function nodeOf<Rule extends Gated>(rules: readonly Rule[], depth: number): Node<Rule> {
  const field = gateFields
    .slice(depth)
    .find((each) => rules.some(({ gates }) => gates?.[each] !== undefined));
  const read = field === undefined ? nothing : readers[field];
  return { rules, field, read, next: new Map(), lastValue: undefined, lastNext: undefined };
}

/**
 * @returns the rule, if its gates let the event pass. A rule whose gate throws is kept: it then fails where failures
 * are reported
 */
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
