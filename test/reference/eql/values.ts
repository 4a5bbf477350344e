/**
 * Values as Elasticsearch has them: whole numbers are bigints, floating point numbers are numbers, dates are whole
 * numbers of milliseconds, and in scripts `Date`s, which nothing compares with. A field has any number of values, each of its field's type.
 */
import type { Json, JsonObject } from '../../../src/schema/audit-event.ts';
import { blockOf } from '../address.ts';

export type Value = bigint | boolean | Date | number | string | null;

/** A query that Elasticsearch would refuse. */
export class EqlRefusal extends Error {}

/** The types of fields by name: those given, and for others what their values in the documents look like. */
export class FieldTypes {
  readonly #types: ReadonlyMap<string, string>;

  constructor(documents: readonly JsonObject[], given: Readonly<Record<string, string>>) {
    const seen = new Map<string, Set<string>>();
    for (const document of documents) collect(document, '', seen);
    const inferred = [...seen].map(([name, kinds]) => [name, typeFor(kinds)] as const);
    this.#types = new Map([...inferred, ...Object.entries(given)]);
  }

  /** @returns undefined for a field that does not exist */
  of(name: string): string | undefined {
    return this.#types.get(name);
  }
}

function collect(node: Json, name: string, seen: Map<string, Set<string>>): void {
  if (Array.isArray(node)) {
    for (const each of node) collect(each, name, seen);
  } else if (typeof node === 'object' && node !== null) {
    for (const [key, value] of Object.entries(node))
      collect(value, name === '' ? key : `${name}.${key}`, seen);
  } else {
    const kinds = seen.get(name) ?? new Set();
    if (node !== null)
      kinds.add(typeof node === 'number' && !Number.isInteger(node) ? 'fraction' : typeof node);
    seen.set(name, kinds);
  }
}

function typeFor(kinds: ReadonlySet<string>): string {
  if (kinds.size === 1 && kinds.has('number')) return 'long';
  if (kinds.size === 1 && kinds.has('boolean')) return 'boolean';
  return kinds.size > 0 && [...kinds].every((kind) => kind === 'number' || kind === 'fraction')
    ? 'double'
    : 'keyword';
}

/** All values of a field, typed, without nulls. */
export function valuesOf(document: JsonObject, name: string, type: string): readonly Value[] {
  return leaves(document, name).flatMap((leaf) => {
    const value = typed(leaf, type);
    return value === null ? [] : [value];
  });
}

function leaves(node: Json, name: string): readonly (boolean | number | string)[] {
  if (Array.isArray(node)) return node.flatMap((each) => leaves(each, name));
  if (typeof node !== 'object' || node === null) return name === '' && node !== null ? [node] : [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === name) return leaves(value, '');
    return name.startsWith(`${key}.`) ? leaves(value, name.slice(key.length + 1)) : [];
  });
}

const wholeTypes = ['long', 'integer', 'short', 'byte', 'unsigned_long'];
const floatingTypes = ['double', 'float', 'half_float', 'scaled_float'];

export function isWholeType(type: string): boolean {
  return wholeTypes.includes(type);
}

export function isNumericType(type: string): boolean {
  return isWholeType(type) || floatingTypes.includes(type);
}

/** A value of a document or of a query, as a value of a field's type; null if it cannot be one. */
export function typed(value: boolean | number | string | bigint, type: string): Value {
  if (isWholeType(type)) return wholeOf(value);
  if (floatingTypes.includes(type)) return Number.isNaN(Number(value)) || value === '' ? null : Number(value);
  if (type === 'boolean') return String(value) === 'true' ? true : String(value) === 'false' ? false : null;
  if (type === 'date' || type === 'date_nanos') return timeOf(value);
  return String(value);
}

function wholeOf(value: boolean | number | string | bigint): Value {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'string') return BigInt(value);
  return /^-?\d+$/.test(value) ? BigInt(value) : null;
}

/** Epoch milliseconds of a number, of digits or of an ISO date in UTC. */
export function timeOf(value: boolean | number | string | bigint): bigint | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(Math.trunc(value));
  if (typeof value !== 'string') return null;
  if (/^-?\d+$/.test(value)) return BigInt(value);
  const at = Date.parse(/[zZ]|[+-]\d\d:?\d\d$|^\d{4}(-\d\d){0,2}$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(at) ? null : BigInt(at);
}

export function isNumber(value: Value): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

/** Below, at or above zero; null for values that have no order between them. */
export function compare(a: Value, b: Value, type = 'keyword'): number | null {
  if (a === null || b === null) return null;
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  if (type === 'version') return compareVersions(a, b);
  if (type === 'ip') {
    const [first, second] = [blockOf(a)?.[0], blockOf(b)?.[0]];
    return first === undefined || second === undefined ? null : compare(first, second);
  }
  return compareTexts(a, b);
}

/**
 * By the bytes in UTF-8. Half a surrogate pair, as `substring` may leave it, has none, and comes behind all characters
 * that are one code unit, as pairs do.
 */
function compareTexts(a: string, b: string): number {
  if (a.isWellFormed() && b.isWellFormed()) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  const keys = (text: string) =>
    text.split('').map((unit) => (/[\ud800-\udfff]/.test(unit) ? `1${unit}` : `0${unit}`));
  const [first, second] = [keys(a), keys(b)];
  const at = first.findIndex((key, index) => key !== second[index]);
  if (at < 0) return first.length - second.length;
  return second[at] !== undefined && (first[at] ?? '') < second[at] ? -1 : 1;
}

/**
 * By what https://semver.org says of precedence, with any count of numbers, and then by what was behind `+`; any other
 * text is above all versions.
 */
function compareVersions(a: string, b: string): number {
  const [first, second] = [versionOf(a), versionOf(b)];
  if (first === undefined || second === undefined) {
    if (first !== undefined) return -1;
    return second !== undefined ? 1 : compareTexts(a, b);
  }
  for (const [index, part] of first.numbers.entries()) {
    const other = second.numbers[index];
    if (other === undefined) return 1;
    if (part !== other) return part < other ? -1 : 1;
  }
  if (first.numbers.length < second.numbers.length) return -1;
  if (first.isBefore !== second.isBefore) return first.isBefore ? -1 : 1;
  for (const [index, one] of first.rest.entries()) {
    const other = second.rest[index];
    if (other === undefined) return 1;
    if (one === other) continue;
    // A number is below any character.
    if (typeof one !== typeof other) return typeof one === 'bigint' ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return first.rest.length < second.rest.length ? -1 : 0;
}

interface Version {
  readonly numbers: readonly bigint[];
  readonly isBefore: boolean;
  /** What is before a release, its numbers whole and all else character by character; then what it was built from. */
  readonly rest: readonly (bigint | string)[];
}

function versionOf(text: string): Version | undefined {
  const [plain = '', ...builds] = text.split('+');
  const dash = plain.indexOf('-');
  const main = dash < 0 ? plain : plain.slice(0, dash);
  const before = dash < 0 ? [] : plain.slice(dash + 1).split('.');
  const isNumber = (part: string) => /^\d+$/.test(part) && !/^0\d/.test(part);
  const isWord = (part: string) => /^[\w-]+$/.test(part) && !/^\d+$|_/.test(part);
  const numbers = main.split('.');
  const build = builds[0]?.split('.') ?? [];
  if (builds.length > 1 || !numbers.every(isNumber)) return undefined;
  if (!before.every((part) => isNumber(part) || isWord(part))) return undefined;
  if (!build.every((part) => isWord(part) || /^\d+$/.test(part))) return undefined;
  if ([numbers, before, build].some(({ length }) => length > 32)) return undefined;
  const words = before.flatMap((part, index) => [
    ...(index > 0 ? ['.'] : []),
    ...(isNumber(part) ? [BigInt(part)] : part),
  ]);
  const behind = builds.length > 0 ? `+${builds[0]}` : '';
  return { numbers: numbers.map(BigInt), isBefore: dash >= 0, rest: [...words, ...behind] };
}

/** A value as a script writes it. */
export function textOf(value: Value): string {
  if (value instanceof Date) {
    const [day, time = ''] = value.toISOString().slice(0, -1).split('T');
    const [hour, minute, second = ''] = time.split(':');
    const seconds = second === '00.000' ? '' : `:${second.replace('.000', '')}`;
    return `${day}T${hour}:${minute}${seconds}Z`;
  }
  if (typeof value !== 'number') return String(value);
  const magnitude = Math.abs(value);
  if (value !== 0 && (magnitude < 0.001 || magnitude >= 10_000_000)) {
    const [, digit, more = '', power] = /^-?(\d)\.?(\d*)e([+-]\d+)$/.exec(magnitude.toExponential()) ?? [];
    return `${value < 0 ? '-' : ''}${digit}.${more === '' ? '0' : more}E${Number(power)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : `${value}`;
}
