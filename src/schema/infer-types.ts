/**
 * Types of the fields of documents of any shape, by their values: what Elasticsearch's dynamic mapping makes of them,
 * but of all documents together, where that goes by the first.
 * https://www.elastic.co/docs/manage-data/data-store/mapping/dynamic-field-mapping
 */
import type { Json, JsonObject } from './audit-event.ts';
import { isExact, longOf } from './exact-number.ts';
import type { FieldType } from './field.ts';

/** What values of a field were seen to be. */
type Kind = 'boolean' | 'date' | 'fraction' | 'null' | 'object' | 'text' | 'whole';

/** What dynamic mapping takes for a date: ISO 8601 with a month at least. */
const date =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:T(?:([01]\d|2[0-3])(?::[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?)?$/;

function isDate(text: string): boolean {
  const [, year, month, day = '01'] = date.exec(text) ?? [];
  if (year === undefined || month === undefined) return false;
  // A day that the month does not have would be one of the next.
  return new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCMonth() === Number(month) - 1;
}

export class TypeInference {
  readonly #seen = new Map<string, Set<Kind>>();

  add(document: JsonObject): void {
    this.#addMembers(document, '');
  }

  /** @returns the type of every field that was seen, fields that hold others among them */
  types(): ReadonlyMap<string, FieldType> {
    return new Map([...this.#seen].map(([name, kinds]) => [name, typeOf(kinds)]));
  }

  #addMembers(of: JsonObject, prefix: string): void {
    for (const key of Object.keys(of)) this.#add(of[key] as Json, prefix + key);
  }

  #add(value: Json, name: string): void {
    if (Array.isArray(value)) {
      for (const element of value) this.#add(element, name);
      return;
    }
    const kind = kindOf(value);
    // Of a text it is asked only once whether it is a date, if it is none.
    this.#note(name, kind === 'text' && this.#isDate(name, value as string) ? 'date' : kind);
    if (kind === 'object') this.#addMembers(value as JsonObject, `${name}.`);
  }

  #isDate(name: string, text: string): boolean {
    return !this.#seen.get(name)?.has('text') && isDate(text);
  }

  #note(name: string, kind: Kind): void {
    const kinds = this.#seen.get(name);
    if (kinds === undefined) {
      this.#seen.set(name, new Set([kind]));
      this.#noteParents(name);
    } else {
      kinds.add(kind);
    }
  }

  /** A key with dots in it has parents as well. */
  #noteParents(name: string): void {
    const dot = name.lastIndexOf('.');
    if (dot > 0) this.#note(name.slice(0, dot), 'object');
  }
}

function kindOf(value: Json): Kind {
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'number':
      // A larger whole number is written with an exponent, or is exact and none of JavaScript's.
      return Number.isSafeInteger(value) ? 'whole' : 'fraction';
    case 'string':
      return 'text';
    default:
      if (value === null) return 'null';
      if (!isExact(value)) return 'object';
      // An index refuses documents with whole numbers beyond; here they are known to be near.
      return longOf(value.rawJSON) === undefined ? 'fraction' : 'whole';
  }
}

/** Of a field with values of several kinds, the one that can hold all of them. */
function typeOf(kinds: ReadonlySet<Kind>): FieldType {
  const values = [...kinds].filter((kind) => kind !== 'null' && kind !== 'object');
  if (values.length === 0) return kinds.has('object') ? 'object' : 'keyword';
  const isOf = (...allowed: readonly Kind[]): boolean => values.every((kind) => allowed.includes(kind));
  if (isOf('boolean')) return 'boolean';
  if (isOf('whole')) return 'long';
  if (isOf('whole', 'fraction')) return 'double';
  // Epoch milliseconds beside dates that are written out.
  return isOf('date', 'whole') ? 'date' : 'keyword';
}
