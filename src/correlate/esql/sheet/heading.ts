/**
 * The heading of a sheet: which groups it has, told in a few bytes each, so that whoever looks for a group need not read all
 * sheets of a window. What it says of a group may be said of another one as well, but of no group that the sheet has it
 * says too little. A small sheet is in its heading.
 */
import type { JsonObject } from '../../../schema/audit-event.ts';
import type { StoredItem } from '../../../state/store.ts';
import { isNumber, isText, itemValue, membersOf } from '../../item-value.ts';
import { digitsOf, numbersOf } from './digits.ts';

/** What is told of one group. */
export interface Told {
  /** Of `tagBits` bits. */
  readonly tag: number;
  /** How much of what the query wants the least of (`GroupingCode.least`), 1 or more. */
  readonly weight: number;
  /** Whether it has a value that few groups have (`GroupingCode.rare`). */
  readonly isRare: boolean;
}

export const tagBits = 20;

export interface Heading {
  /** Of the sheet. */
  readonly name: string;
  /** In their order; what is written is by how much each is larger than the one before. */
  readonly tags: readonly number[];
  /** Of those tags whose weight is not 1. */
  readonly weights: ReadonlyMap<number, number>;
  readonly rare: ReadonlySet<number>;
  /** The sheet itself, where it is small. */
  readonly sheet?: JsonObject;
}

/** @param told of each group; several may have one tag */
export function headingOf(name: string, told: Iterable<Told>, sheet?: JsonObject): Heading {
  const all: number[] = [];
  const weights = new Map<number, number>();
  const rare = new Set<number>();
  for (const { tag, weight, isRare } of told) {
    all.push(tag);
    if (weight !== 1) weights.set(tag, (weights.get(tag) ?? 0) + weight - 1);
    if (isRare) rare.add(tag);
  }
  const sorted = Uint32Array.from(all).sort();
  const tags: number[] = [];
  for (const tag of sorted) {
    if (tag === tags.at(-1)) weights.set(tag, (weights.get(tag) ?? 0) + 1);
    else tags.push(tag);
  }
  // Until here they were how much there is beyond 1.
  for (const [tag, more] of weights) weights.set(tag, more + 1);
  return { name, tags, weights, rare, ...(sheet && { sheet }) };
}

export function headingValue({ name, tags, weights, rare, sheet }: Heading): JsonObject {
  const flat = [...weights].flat();
  return itemValue('heading', {
    name,
    count: tags.length,
    tags: digitsOf(tags.map((tag, index) => tag - (tags[index - 1] ?? 0))),
    ...(flat.length > 0 && { weights: flat }),
    ...(rare.size > 0 && { rare: [...rare] }),
    ...(sheet && { sheet }),
  });
}

/** @throws StateShapeError, which names the key, if the item is no heading */
export function headingFrom(item: StoredItem): Heading {
  const isNumbers = (value: unknown) =>
    value === undefined || (Array.isArray(value) && value.every(isNumber));
  const value = membersOf(item, 'heading', {
    name: isText,
    count: isNumber,
    tags: (tags) => numbersOf(tags, Number(item.value.count)) !== undefined,
    weights: (weights) => isNumbers(weights) && (weights === undefined || (weights as []).length % 2 === 0),
    rare: isNumbers,
    sheet: (sheet) =>
      sheet === undefined || (typeof sheet === 'object' && sheet !== null && !Array.isArray(sheet)),
  });
  const weights = (value.weights ?? []) as readonly number[];
  const pairs = weights.flatMap((tag, index) =>
    index % 2 === 0 ? [[tag, weights[index + 1] ?? 1] as const] : [],
  );
  return {
    name: String(value.name),
    tags: sums(numbersOf(value.tags, Number(value.count)) ?? []),
    weights: new Map(pairs),
    rare: new Set((value.rare ?? []) as readonly number[]),
    ...(value.sheet !== undefined && { sheet: value.sheet as JsonObject }),
  };
}

/** @returns how much of a group with the tag the sheet may have; 0 if it has none */
export function weightIn({ tags, weights }: Heading, tag: number): number {
  let low = 0;
  let high = tags.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tags[middle] as number) < tag) low = middle + 1;
    else high = middle;
  }
  return tags[low] === tag ? (weights.get(tag) ?? 1) : 0;
}

function sums(steps: readonly number[]): readonly number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}
