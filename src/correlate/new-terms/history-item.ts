/** A history of generations as an item of the store. */
import type { Json } from '../../schema/audit-event.ts';
import type { StoredItem } from '../../state/store.ts';
import { isNumber, isText, itemValue, membersOf } from '../item-value.ts';
import { empty, type Generation, type History } from './generations.ts';

/** @returns the value of the item that a history is stored as */
export function historyValue({ generations, next, forgotten }: History) {
  const rows = generations.map(
    ({ number, begunBy: { at, id }, from, last }): Json => [number, at, id, from, last],
  );
  return itemValue('terms', { generations: rows, next, forgotten });
}

/**
 * @returns the history in an item; an empty one without an item
 * @throws StateShapeError, which names the key, if the item is no history
 */
export function historyOf(item: StoredItem | undefined): History {
  if (item === undefined) return empty;
  const { generations, next, forgotten } = membersOf(item, 'terms', {
    generations: (value) => Array.isArray(value) && value.length > 0 && value.every(isRow),
    next: isNumber,
    forgotten: (value) => value === null || isNumber(value),
  });
  return {
    generations: (generations as readonly Json[] as readonly Row[]).map(generationOf),
    next: next as number,
    forgotten: forgotten as number | null,
  };
}

type Row = readonly [number: number, at: number, id: string, from: number, last: number];

function generationOf([number, at, id, from, last]: Row): Generation {
  return { number, begunBy: { at, id }, from, last };
}

function isRow(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 5) return false;
  const [number, at, id, from, last] = value;
  return isNumber(number) && isNumber(at) && isText(id) && isNumber(from) && isNumber(last);
}
