/** How functions meet null and several values. */
import { type One, Uncovered, type Value, type ValueType } from './value.ts';

export type Call = (args: readonly Value[], now: number) => Value;

export function arg(args: readonly Value[], index: number): Value {
  const found = args[index];
  if (found === undefined) throw new Uncovered(`a call with ${args.length} arguments`);
  return found;
}

/** Null, unless every argument has one value: what most functions do. */
export function ofOne(type: ValueType, of: (...args: readonly One[]) => One | null | readonly One[]): Call {
  return (args) => {
    if (args.some((value) => value.of.length !== 1)) return { type, of: [] };
    const found = of(...args.map((value) => value.of[0] as One));
    return { type, of: found === null ? [] : Array.isArray(found) ? found : [found as One] };
  };
}

/** Computes from all values of the first argument, with one value of each other; null of null. */
export function ofAll(
  typeOf: (type: ValueType) => ValueType,
  of: (values: readonly One[], type: ValueType, ...args: readonly One[]) => readonly One[],
): Call {
  return (args) => {
    const [first, ...others] = args;
    if (first === undefined) throw new Uncovered('a call without arguments');
    const type = typeOf(first.type === 'text' ? 'keyword' : first.type);
    if (first.of.length === 0 || others.some((value) => value.of.length !== 1)) return { type, of: [] };
    return { type, of: of(first.of, first.type, ...others.map((value) => value.of[0] as One)) };
  };
}
