/** A column of a sheet while it is made: each different value once, and which of them each row has. */
import { isList } from '../../../query/esql/order.ts';
import type { EsqlValue, Scalar } from '../../../query/esql/value.ts';
import { type Dictionary, Term } from './dictionary.ts';
import type { TableColumn } from './table.ts';

export class Column implements TableColumn {
  /** By code; the first is null. */
  readonly terms: Term[] = [nothing];
  /** By row. */
  readonly codes: number[] = [];
  readonly #dictionary: Dictionary;
  readonly #known = new Map<Term, number>();
  #last: EsqlValue = null;
  #lastCode = 0;
  /** About as many bytes as the values take. */
  bytes = 0;
  /** Whether any value is a list. */
  hasLists = false;

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  get size(): number {
    return this.terms.length;
  }

  shownAt(code: number): EsqlValue {
    return (this.terms[code] as Term).shown.shown;
  }

  whichAt(code: number): EsqlValue {
    return (this.terms[code] as Term).shown.which;
  }

  isCutAt(code: number): boolean {
    return (this.terms[code] as Term).shown.isCut;
  }

  hashAt(code: number): number {
    return (this.terms[code] as Term).hash;
  }

  valueAt(code: number): EsqlValue {
    return (this.terms[code] as Term).value;
  }

  add(value: EsqlValue): void {
    if (value !== this.#last) {
      this.#last = value;
      this.#lastCode = this.codeOf(value);
    }
    this.codes.push(this.#lastCode);
  }

  codeOf(value: EsqlValue): number {
    if (value === null) return 0;
    const term = isList(value) ? this.#dictionary.list(value) : this.#dictionary.scalar(value as Scalar);
    return term.column === this ? term.code : this.#codeOf(term);
  }

  #codeOf(term: Term): number {
    let code = this.#known.get(term);
    if (code === undefined) {
      code = this.terms.push(term) - 1;
      this.#known.set(term, code);
      this.bytes += term.shown.bytes;
      if (isList(term.value)) this.hasLists = true;
    }
    term.column = this;
    term.code = code;
    return code;
  }
}

const nothing = new Term(null, { shown: null, which: null, isCut: false, bytes: 0 });
