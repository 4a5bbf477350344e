/**
 * What a function of a query language is. A file beside this one is one function. Its definition is a literal, or a
 * call that is marked as pure, so that a bundle leaves out what no rule uses.
 */
import type { Type, Value } from '../types.ts';

/** What an argument may be: `string` a keyword or text, `number` any of the numeric types, `whole` no fraction. */
export type Accepts = 'any' | 'boolean' | 'ip' | 'number' | 'string' | 'whole';

export interface Parameter {
  readonly name: string;
  readonly accepts: Accepts;
  readonly optional?: true;
  /** Takes no fields, and nothing made of fields. */
  readonly constant?: true;
  /** The last parameter alone: any further arguments are of it too. */
  readonly repeated?: true;
}

export interface CallContext {
  /** Called with `~`. */
  readonly caseInsensitive: boolean;
  /** Of the arguments. */
  readonly types: readonly Type[];
}

export interface Example {
  readonly call: string;
  readonly result: Value;
}

export interface QueryFunction {
  /** As Elastic writes it; a query may write it in either case. */
  readonly name: string;
  readonly languages: readonly 'eql'[];
  readonly parameters: readonly Parameter[];
  /** @param types of the arguments */
  readonly result: (types: readonly Type[]) => Type;
  /** Whether there is a form with `~`. */
  readonly hasCaseInsensitive: boolean;
  /** `propagate`: null if any argument is, and `evaluate` sees none. `own`: `evaluate` decides. */
  readonly nulls: 'own' | 'propagate';
  /** Takes time linear in the arguments. Arguments are as `parameters` ask for, or null. */
  readonly evaluate: (args: readonly Value[], context: CallContext) => Value;
  /** Run as tests. */
  readonly examples: readonly Example[];
  /** One paragraph for the documentation. */
  readonly doc: string;
}

/** @returns the function's value, null arguments seen to */
export function call(of: QueryFunction, args: readonly Value[], context: CallContext): Value {
  return of.nulls === 'propagate' && args.includes(null) ? null : of.evaluate(args, context);
}
