/** The values that a process has met in one place of a query, each once, with what is to be known of them. */
import { isList } from '../../../query/esql/order.ts';
import type { EsqlValue, Scalar } from '../../../query/esql/value.ts';
import { hashText } from '../../../schema/hash-text.ts';
import type { Showing, Shown } from './shown.ts';

export class Term {
  readonly value: EsqlValue;
  readonly shown: Shown;
  /** Of 32 bits, in every process the same. */
  readonly hash: number;
  /** Which column it was added to last, and as what. */
  column: object | undefined;
  code = 0;

  constructor(value: EsqlValue, shown: Shown) {
    this.value = value;
    this.shown = shown;
    this.hash = isList(value) ? 0 : hashText(textOf(value));
  }
}

/** A dictionary with more is begun anew. */
const mostTerms = 20_000;

export class Dictionary {
  readonly #showing: Showing;
  readonly #scalars = new Map<Scalar, Term>();
  /** By the lists' beginnings, value by value. */
  #lists: ListNode = { next: new Map(), term: undefined };
  #size = 0;

  constructor(showing: Showing) {
    this.#showing = showing;
  }

  /** Call it while no column is being made: then a value has one term. */
  bound(): void {
    if (this.#size <= mostTerms) return;
    this.#scalars.clear();
    this.#lists = { next: new Map(), term: undefined };
    this.#size = 0;
  }

  /** @param value not null */
  scalar(value: Scalar): Term {
    return this.#scalars.get(value) ?? this.#newScalar(value);
  }

  list(values: readonly Scalar[]): Term {
    let node = this.#lists;
    for (const value of values) {
      let next = node.next.get(value);
      if (next === undefined) {
        next = { next: new Map(), term: undefined };
        node.next.set(value, next);
        this.#size++;
      }
      node = next;
    }
    node.term ??= new Term(values, this.#showing.of(values));
    return node.term;
  }

  #newScalar(value: Scalar): Term {
    const term = new Term(value, this.#showing.of(value));
    this.#scalars.set(value, term);
    this.#size++;
    return term;
  }
}

interface ListNode {
  readonly next: Map<Scalar, ListNode>;
  term: Term | undefined;
}

/** Apart for values of different types, and for null. */
export function textOf(value: EsqlValue): string {
  return value === null ? 'null' : `${typeof value === 'string' ? '=' : `${typeof value} `}${value}`;
}
