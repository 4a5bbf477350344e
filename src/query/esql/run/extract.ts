/** `DISSECT` and `GROK`: columns out of a text. */
import { listOf, valueOfList } from '../order.ts';
import type { EsqlValue, Scalar } from '../value.ts';
import type { Compute, Operator } from './operator.ts';

/** What the names of a pattern stand for. */
export type Fields = Readonly<Record<string, EsqlValue>>;

/** @returns undefined if the text does not match */
export type Extract = (text: string) => Fields | undefined;

/**
 * Each value of a list is matched, and what they give is put together.
 * @param input what is taken apart
 * @param outputs the slots of the pattern's names
 */
export function extract(
  input: Compute,
  of: Extract,
  outputs: readonly (readonly [name: string, slot: number])[],
): Operator {
  return (next) => ({
    take: (row) => {
      const found: Fields[] = [];
      for (const text of listOf(input(row))) {
        const fields = of(String(text));
        if (fields !== undefined) found.push(fields);
      }
      for (const [name, slot] of outputs) row[slot] = together(found, name);
      next.take(row);
    },
    end: () => next.end(),
    get isFull() {
      return next.isFull;
    },
  });
}

function together(found: readonly Fields[], name: string): EsqlValue {
  const values: Scalar[] = [];
  for (const each of found) {
    if (Object.hasOwn(each, name)) values.push(...listOf(each[name] ?? null));
  }
  return valueOfList(values);
}
