/** Join keys: the values that the events of a sequence or sample share. */

import { documentEpochMs } from '../../match/document-date.ts';
import { isFalse, someLeaf as someLeafOrEmpty } from '../../match/document-runtime.ts';
import type { Candidate } from '../../match/rule-set.ts';
import { isTrue, toNumber } from '../../match/scalar.ts';
import { formatAddress, parseAddress } from '../../query/address.ts';
import { textOf } from '../../query/text-of.ts';
import { compareTexts } from '../../query/text-order.ts';
import { compareVersions } from '../../query/version.ts';
import { compareNumbers } from '../../query/whole-order.ts';
import type { JoinKey } from '../../rule.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import { longOf } from '../../schema/exact-number.ts';
import type { Field, FieldType } from '../../schema/field.ts';
import { headOf } from '../../schema/head.ts';
import type { Context } from '../../schema/read.ts';
import { type Scalar, someLeaf } from '../../schema/visit.ts';

/** A value of a key. */
interface Part {
  /** Equal for equal values alone. */
  readonly id: string;
  /** As results show it. */
  readonly text: string;
  readonly value: bigint | number | string;
}

/** One value of each field; null for an optional one without any. */
export type Key = readonly (Part | null)[];

/** Of more keys than this an event has the first alone: callers write arrays as long as they like. */
export const mostKeys = 10_000;

/** The join keys of a stage. */
export interface KeyReader {
  readonly by: readonly JoinKey[];
  /** By name. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly keepsEmpty: boolean;
}

/**
 * The keys of an event that matched a stage: one for each choice of a value for each field, none twice. Where a field
 * has no value and is not optional there is none.
 * @returns one key more than `mostKeys` if there are too many
 */
export function keysOf(
  { event, partial }: SourcedEvent,
  context: Context,
  { fields: read = {} }: Pick<Candidate, 'fields'>,
  { by, fields, keepsEmpty }: KeyReader,
): readonly Key[] {
  const head = headOf(event, partial);
  let keys: Key[] = [[]];
  const visit = keepsEmpty ? someLeafOrEmpty : someLeaf;
  for (const { field: name, isOptional } of by) {
    const field = fields.get(name);
    const parts = new Map<string, Part>();
    visit(read[name]?.(event, context, head), (scalar) => {
      const part = field && partOf(scalar, field.type);
      if (part !== undefined) parts.set(part.id, part);
      return parts.size > mostKeys;
    });
    const choices = parts.size === 0 && isOptional ? [null] : [...parts.values()];
    const longer: Key[] = [];
    for (const key of keys) {
      for (const part of choices) if (longer.length <= mostKeys) longer.push([...key, part]);
    }
    keys = longer;
  }
  return keys;
}

export function idOf(key: Key): string {
  return JSON.stringify(key.map((part) => part?.id ?? null));
}

/** Null first. @param types of the fields */
export function compareKeys(one: Key, other: Key, types: readonly (FieldType | undefined)[]): number {
  for (const [index, part] of one.entries()) {
    const order = compareParts(part, other[index] ?? null, types[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(one: Part | null, other: Part | null, type: FieldType | undefined): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  const [a, b] = [one.value, other.value];
  if (typeof a !== 'string' && typeof b !== 'string') return compareNumbers(a, b);
  return type === 'version' ? compareVersions(String(a), String(b)) : compareTexts(String(a), String(b));
}

/** @returns undefined for what a field of the type cannot have as a value */
function partOf(scalar: Scalar, type: FieldType): Part | undefined {
  switch (type) {
    case 'long': {
      const exact = typeof scalar === 'string' ? longOf(scalar) : undefined;
      if (exact !== undefined) return { id: `long ${exact}`, text: String(exact), value: exact };
      return numeric(type, toNumber(scalar), (number) => textOf(number, type));
    }
    case 'double':
      // A whole number is no floating point number, even of the same value, as in Elasticsearch.
      return numeric(type, toNumber(scalar), (number) => textOf(number, type));
    case 'date':
      return numeric(type, documentEpochMs(scalar), (at) => {
        const date = new Date(at);
        return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
      });
    case 'boolean':
      return isTrue(scalar) ? textual('true') : isFalse(scalar) ? textual('false') : undefined;
    case 'ip':
      return address(String(scalar));
    default:
      return textual(String(scalar));
  }
}

function numeric(type: FieldType, value: number, text: (value: number) => string): Part | undefined {
  return Number.isNaN(value) ? undefined : { id: `${type} ${value}`, text: text(value), value };
}

function textual(text: string): Part {
  return { id: `=${text}`, text, value: text };
}

function address(written: string): Part | undefined {
  const parsed = parseAddress(written);
  if (parsed === undefined) return undefined;
  const value = parsed.toString(16).padStart(32, '0');
  return { id: `@${value}`, text: formatAddress(parsed), value };
}
