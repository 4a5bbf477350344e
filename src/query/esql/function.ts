/** What a function or an operator of ES|QL is. A file of `functions/` is one function. */
import type { EsqlType, EsqlValue } from './value.ts';

/** What an argument may be. `number` is integer, long or double; `string` keyword or text; `whole` integer or long. */
export type EsqlAccepts =
  | EsqlType
  | 'amount' // date_period or time_duration
  | 'any'
  | 'number'
  | 'string'
  | 'whole';

export interface EsqlParameter {
  readonly name: string;
  /** Types that it takes; a null is taken by every parameter. */
  readonly accepts: readonly EsqlAccepts[];
  readonly optional?: true;
  /** Its value must be known when the query is built: a pattern, a format, a unit of time. */
  readonly constant?: true;
  /** The last parameter alone: any further arguments are of it too. */
  readonly repeated?: true;
}

/** One place in a query where a function is called. */
export interface CallSite {
  /** Of the arguments. */
  readonly types: readonly EsqlType[];
  /** Of the call. */
  readonly type: EsqlType;
  /** The arguments that are known when the query is built, by position; undefined for the others. */
  readonly constants: readonly (EsqlValue | undefined)[];
  /** What `NOW()` is, epoch milliseconds. In rules it is the end of the window that is evaluated. */
  readonly now: () => number;
  /**
   * Tells that a value could not be computed and is null.
   * @param reason one sentence, for example `single-value function encountered multi-value`
   * @param kind the same without what events have, if the reason has anything of them: callers choose that, and not
   * everybody who reads of a warning may read the events
   */
  readonly warn: (reason: string, kind?: string) => void;
}

/** What is wrong with a constant argument, or probably not meant. */
export interface ConstantProblem {
  readonly severity: 'error' | 'warning';
  /** Of the argument. */
  readonly index: number;
  readonly message: string;
  readonly hint: string;
  /** Where in the argument's text. */
  readonly at?: number;
}

export interface EsqlExample {
  /** An expression, such as `TO_LOWER("Kube")`. */
  readonly call: string;
  /** Dates as text in ISO 8601. */
  readonly result: EsqlValue;
}

export interface EsqlFunction {
  /** As Elastic writes it, in capitals; an operator by its sign or word: `+`, `==`, `IS NULL`. */
  readonly name: string;
  /** Further names, such as `TO_DT` and `TO_INT`. */
  readonly aliases?: readonly string[];
  readonly parameters: readonly EsqlParameter[];
  /**
   * @param types of the arguments, each as its parameter accepts
   * @returns undefined if the function takes no such combination
   */
  readonly result: (types: readonly EsqlType[]) => EsqlType | undefined;
  /**
   * Makes the function for one call site; patterns that are constant are compiled here.
   * @returns what computes a call's value, in time linear in its arguments. It never throws: what cannot be computed is
   * null with a warning. Null and several values are seen to.
   * @throws {EsqlConstantError} if a constant argument is wrong; the builder of the query gives it its place
   */
  readonly at: (site: CallSite) => (...args: readonly EsqlValue[]) => EsqlValue;
  /**
   * Looks at constant arguments longer than `at` may, which runs whenever a query is loaded: for build time.
   * @returns what `at` does not throw for
   */
  readonly check?: (site: CallSite) => readonly ConstantProblem[];
  /** Run as tests. */
  readonly examples: readonly EsqlExample[];
  /** One paragraph for the documentation. */
  readonly doc: string;
}

/** A constant argument that a function cannot take, such as a pattern that is none. */
export class EsqlConstantError extends Error {
  /** Of the argument. */
  readonly index: number;
  readonly hint: string | undefined;

  constructor(index: number, message: string, hint?: string) {
    super(message);
    this.index = index;
    this.hint = hint;
  }
}
