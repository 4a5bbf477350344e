/**
 * Regular expressions as nodes, and their derivatives: what is left to match after one character (Brzozowski,
 * "Derivatives of Regular Expressions", 1964). Intersection and complement are as simple as union this way. Equal
 * nodes are one node, so there are finitely many derivatives and each is one state of an automaton.
 */
import { anyCodePoint, type CodePoints, includes, intersection, union } from './code-points.ts';

interface Base {
  readonly id: number;
  /** Whether the empty text matches. */
  readonly nullable: boolean;
}

export type Node = Base &
  (
    | { readonly kind: 'empty' }
    | { readonly kind: 'one'; readonly of: CodePoints }
    | { readonly kind: 'sequence'; readonly first: Node; readonly next: Node }
    | { readonly kind: 'or' | 'and'; readonly of: readonly Node[] }
    | { readonly kind: 'not'; readonly of: Node }
    | { readonly kind: 'repeat'; readonly of: Node; readonly min: number; readonly max: number }
  );

type Shape = Node extends infer Each ? (Each extends Base ? Omit<Each, keyof Base> : never) : never;

/** Makes nodes, simplified so that the same language mostly is the same node. */
export class Nodes {
  readonly #known = new Map<string, Node>();
  #effort = 0;
  readonly empty = this.#make('empty', { kind: 'empty' }, true);
  /** Matches nothing. */
  readonly never = this.one([]);
  /** Matches any text. */
  readonly all = this.not(this.never);

  /** How many different nodes there are. */
  get size(): number {
    return this.#known.size;
  }

  /** How many parts of unions and intersections were looked at so far. */
  get effort(): number {
    return this.#effort;
  }

  one(of: CodePoints): Node {
    return this.#make(`one ${of.join()}`, { kind: 'one', of }, false);
  }

  // The first part is never a sequence or union itself: those are taken apart, so that what remains after a character
  // is a union of parts of the expression, of which there are only so many.
  sequence(first: Node, next: Node): Node {
    if (first === this.never || next === this.never) return this.never;
    if (first === this.empty) return next;
    if (next === this.empty) return first;
    if (first.kind === 'sequence') return this.sequence(first.first, this.sequence(first.next, next));
    if (first.kind === 'or') return this.or(first.of.map((each) => this.sequence(each, next)));
    if (first === this.all && next === this.all) return this.all;
    return this.#make(
      `sequence ${first.id} ${next.id}`,
      { kind: 'sequence', first, next },
      first.nullable && next.nullable,
    );
  }

  or(of: readonly Node[]): Node {
    return this.#several('or', of, this.never, this.all, union);
  }

  and(of: readonly Node[]): Node {
    return this.#several('and', of, this.all, this.never, intersection);
  }

  not(of: Node): Node {
    if (of.kind === 'not') return of.of;
    return this.#make(`not ${of.id}`, { kind: 'not', of }, !of.nullable);
  }

  /** @param max `Infinity` for any number */
  repeat(of: Node, min: number, max: number): Node {
    if (max === 0 || of === this.empty) return this.empty;
    if (of === this.never) return min === 0 ? this.empty : this.never;
    if (min === 1 && max === 1) return of;
    const least = of.nullable ? 0 : min;
    if (least === 0 && max === Number.POSITIVE_INFINITY) {
      if (of === this.all || (of.kind === 'one' && of === this.one(anyCodePoint))) return this.all;
      if (of.kind === 'repeat' && of.min <= 1 && of.max === max) return this.repeat(of.of, 0, max);
    }
    return this.#make(
      `repeat ${of.id} ${least} ${max}`,
      { kind: 'repeat', of, min: least, max },
      least === 0 || of.nullable,
    );
  }

  /** @returns what is left to match after one character */
  derivative(node: Node, code: number): Node {
    switch (node.kind) {
      case 'empty':
        return this.never;
      case 'one':
        return includes(node.of, code) ? this.empty : this.never;
      case 'sequence': {
        const begun = this.sequence(this.derivative(node.first, code), node.next);
        return node.first.nullable ? this.or([begun, this.derivative(node.next, code)]) : begun;
      }
      case 'or':
        return this.or(node.of.map((each) => this.derivative(each, code)));
      case 'and':
        return this.and(node.of.map((each) => this.derivative(each, code)));
      case 'not':
        return this.not(this.derivative(node.of, code));
      case 'repeat': {
        const rest = this.repeat(node.of, Math.max(0, node.min - 1), node.max - 1);
        return this.sequence(this.derivative(node.of, code), rest);
      }
    }
  }

  #several(
    kind: 'or' | 'and',
    of: readonly Node[],
    neutral: Node,
    absorbing: Node,
    joined: (a: CodePoints, b: CodePoints) => CodePoints,
  ): Node {
    const flat = of.flatMap((each) => (each.kind === kind ? each.of : [each]));
    this.#effort += flat.length;
    const ones = flat.flatMap((each) => (each.kind === 'one' ? [each.of] : []));
    const others = flat.filter((each) => each.kind !== 'one');
    const one = ones.length === 0 ? [] : [this.one(ones.reduce((a, b) => joined(a, b)))];
    const kept = [...new Map([...one, ...others].map((each) => [each.id, each])).values()]
      .filter((each) => each !== neutral)
      .toSorted((a, b) => a.id - b.id);
    if (kept.includes(absorbing)) return absorbing;
    // A text matches an expression or its opposite, and never both.
    if (kept.some((each) => each.kind === 'not' && kept.includes(each.of))) return absorbing;
    const [first, ...more] = kept;
    if (first === undefined) return neutral;
    if (more.length === 0) return first;
    const nullable = kind === 'or' ? kept.some((each) => each.nullable) : kept.every((each) => each.nullable);
    return this.#make(`${kind} ${kept.map(({ id }) => id).join()}`, { kind, of: kept }, nullable);
  }

  #make(key: string, shape: Shape, nullable: boolean): Node {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const node = { ...shape, id: this.#known.size, nullable } as Node;
    this.#known.set(key, node);
    return node;
  }
}

/** The characters at which an expression could begin to tell apart: the first of each class of characters. */
export function boundaries(node: Node, seen = new Set<Node>()): ReadonlySet<number> {
  const found = new Set<number>([0]);
  const visit = (each: Node): void => {
    if (seen.has(each)) return;
    seen.add(each);
    switch (each.kind) {
      case 'one':
        for (const [index, code] of each.of.entries()) found.add(index % 2 === 0 ? code : code + 1);
        return;
      case 'sequence':
        visit(each.first);
        visit(each.next);
        return;
      case 'or':
      case 'and':
        for (const part of each.of) visit(part);
        return;
      case 'not':
      case 'repeat':
        visit(each.of);
    }
  };
  visit(node);
  return found;
}
