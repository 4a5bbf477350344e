/** Join keys: the values that events of a sequence or sample share. */
import type { EqlField } from '../../../src/compile/eql/ast.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { addressOf } from '../address.ts';
import { compare, type FieldTypes, textOf, type Value, valuesOf } from './values.ts';

export type Key = readonly Value[];

/**
 * The keys that an event has: one for each choice of a value for each field, none twice. A field without values is
 * null if it is optional; otherwise the event has no key.
 */
export function keysOf(document: JsonObject, by: readonly EqlField[], types: FieldTypes): readonly Key[] {
  let keys: Key[] = [[]];
  for (const { name, optional } of by) {
    const type = types.of(name) ?? 'keyword';
    const values = valuesOf(document, name, type).map((value) => canonical(value, type));
    const choices = values.length === 0 && optional ? [null] : values;
    keys = keys.flatMap((key) => choices.map((value) => [...key, value]));
  }
  return [...new Map(keys.map((key) => [idOf(key), key])).values()];
}

/** Equal for equal keys alone. */
export function idOf(key: Key): string {
  return JSON.stringify(key.map((value) => (value === null ? null : [typeof value, textOf(value)])));
}

export function textsOf(key: Key, by: readonly EqlField[], types: FieldTypes): readonly (string | null)[] {
  return key.map((value, index) => {
    if (value === null) return null;
    const type = types.of(by[index]?.name ?? '');
    return type === 'date' ? new Date(Number(value)).toISOString() : textOf(value);
  });
}

/** Null first. */
export function compareKeys(a: Key, b: Key, by: readonly EqlField[], types: FieldTypes): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? null;
    const type = types.of(by[index]?.name ?? '');
    const order =
      value === null || other === null
        ? Number(value !== null) - Number(other !== null)
        : compare(value, other, type);
    if (order !== 0 && order !== null) return order;
  }
  return 0;
}

/** One address has many spellings; keys are of the shortest. */
function canonical(value: Value, type: string): Value {
  const address = type === 'ip' ? addressOf(String(value)) : undefined;
  if (address === undefined) return value;
  if (address >> 32n === 0xffffn) {
    return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join('.');
  }
  const groups = address.toString(16).padStart(32, '0').match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}
