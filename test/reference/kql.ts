/**
 * KQL by its definition: walks the syntax tree over a document, deciding each condition as Elasticsearch does, and
 * as slowly as clarity asks. It shares nothing with the compiler but the syntax tree and the names and types of
 * fields; what the two agree on has been thought out twice.
 */
import type { KqlName, KqlValue, Query, Wildcard } from '../../src/compile/kql/ast.ts';
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';
import type { Field, FieldType } from '../../src/schema/field.ts';
import type { Reader } from '../../src/schema/reader.ts';
import { addressOf, blockOf } from './address.ts';
import { dateOf, intervalOf } from './date.ts';

type Scalar = string | number | boolean;
type Op = 'lt' | 'lte' | 'gt' | 'gte';

interface Scope {
  /** The document, or within nested syntax the element. */
  readonly node: JsonObject;
  readonly parent?: Field;
  readonly reader: Reader;
  readonly now: number;
}

/**
 * @param document under Elastic's field names
 * @param reader names and types of its fields
 * @param now epoch milliseconds
 */
export function matchesKql(query: Query, document: JsonObject, reader: Reader, now: number): boolean {
  return holds(query, { node: document, reader, now });
}

function holds(query: Query, scope: Scope): boolean {
  switch (query.kind) {
    case 'and':
      return query.of.every((each) => holds(each, scope));
    case 'or':
      return query.of.some((each) => holds(each, scope));
    case 'not':
      return !holds(query.of, scope);
    case 'nested':
      return elementsOf(query.field, scope).some((node) =>
        holds(query.of, { ...scope, node, parent: fieldOf(query.field, scope) }),
      );
    case 'is':
      if (isLone(query.value) && (query.field === null || isLone(query.field))) return true;
      if (query.field === null)
        return leavesOf(scope.node).some(({ value }) => equals(value, query.value, 'keyword', scope.now));
      return valuesOf(query.field, scope, isLone(query.value)).some(({ value, type }) =>
        equals(value, query.value, type, scope.now),
      );
    case 'range':
      return valuesOf(query.field, scope, false).some(({ value, type }) =>
        compares(value, query.op, textOf(query.value), type, scope.now),
      );
  }
}

function equals(value: Scalar, wanted: KqlValue, type: FieldType, now: number): boolean {
  if (wanted.kind === 'wildcard') {
    if (isLone(wanted)) return true;
    const isText = !['long', 'boolean', 'date', 'ip'].includes(type);
    return isText && toRegExp(wanted.pieces).test(String(value));
  }
  const text = textOf(wanted);
  if (wanted.value === null || text === '') return false;
  switch (type) {
    case 'long':
      return numberOf(value) === numberOf(text) && !Number.isNaN(numberOf(text));
    case 'boolean':
      return (text === 'true' || text === 'false') && String(value) === text;
    case 'date':
      return isWithin(dateOf(value), intervalOf(text, now));
    case 'ip':
      return isWithin(addressOf(value), blockOf(text));
    case 'dynamic':
      return (
        String(value) === text ||
        (numberOf(value) === numberOf(text) && Math.abs(numberOf(text)) <= 2 ** 53 - 1) ||
        isWithin(addressOf(value), blockOf(text)) ||
        (/^\d{4}-\d\d/.test(text) && isWithin(dateOf(value), intervalOf(text, now)))
      );
    default:
      return String(value) === text;
  }
}

function compares(value: Scalar, op: Op, text: string, type: FieldType, now: number): boolean {
  switch (type) {
    case 'long':
      return inOrder(numberOf(value), op, numberOf(text));
    case 'boolean':
      return false;
    case 'date':
      return comparesDate(value, op, text, now);
    case 'ip': {
      const at = addressOf(value);
      const wanted = addressOf(text);
      return at !== undefined && wanted !== undefined && inOrder(at, op, wanted);
    }
    case 'dynamic':
      if (!Number.isNaN(numberOf(text))) return inOrder(numberOf(value), op, numberOf(text));
      if (/^\d{4}-\d\d|^now/.test(text) && intervalOf(text, now)) return comparesDate(value, op, text, now);
      return inOrder(String(value), op, text);
    default:
      return inOrder(String(value), op, text);
  }
}

/** A date is all of the interval it names: what is greater comes after it, what is less before. */
function comparesDate(value: Scalar, op: Op, text: string, now: number): boolean {
  const at = dateOf(value);
  const interval = intervalOf(text, now);
  if (at === undefined || interval === undefined) return false;
  const [first, last] = interval;
  return { gt: at > last, gte: at >= first, lt: at < first, lte: at <= last }[op];
}

function inOrder<T extends number | bigint | string>(left: T, op: Op, right: T): boolean {
  const areTexts = typeof left === 'string' && typeof right === 'string';
  const [one, other] = areTexts ? [Buffer.compare(Buffer.from(left), Buffer.from(right)), 0] : [left, right];
  return { lt: one < other, lte: one <= other, gt: one > other, gte: one >= other }[op];
}

function isWithin<T extends number | bigint>(at: T | undefined, range: readonly [T, T] | undefined): boolean {
  return at !== undefined && range !== undefined && at >= range[0] && at <= range[1];
}

function numberOf(value: Scalar): number {
  if (typeof value === 'number') return value;
  const isDecimal = typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value);
  return isDecimal ? Number.parseFloat(value) : Number.NaN;
}

function isLone(term: KqlName | KqlValue): boolean {
  return term.kind === 'wildcard' && term.pieces.join('') === '';
}

function textOf(value: KqlValue): string {
  if (value.kind === 'wildcard') throw new Error('a pattern has no text');
  return String(value.value);
}

function toRegExp(pieces: readonly string[]): RegExp {
  return new RegExp(`^${pieces.map((piece) => RegExp.escape(piece)).join('.*')}$`, 's');
}

/** The values that a name, or any name that a pattern matches, leads to, each with the type to read it by. */
function valuesOf(
  name: KqlName | Wildcard,
  scope: Scope,
  exists: boolean,
): { value: Scalar; type: FieldType }[] {
  if (name.kind === 'name') return valuesOfField(fieldOf(name, scope), scope, name.text, exists);
  return scope.reader.expand(name.pieces, scope.parent).flatMap((field) => {
    const { access: place } = field;
    if (place.from !== 'matching') return valuesOfField(field, scope, field.name, exists);
    return leavesOf(scope.node)
      .filter(({ path }) => path.startsWith(place.prefix) && toRegExp(place.pattern).test(path))
      .map(({ value }) => ({ value, type: field.type }));
  });
}

function valuesOfField(
  { name, type }: Field,
  scope: Scope,
  written: string,
  exists: boolean,
): { value: Scalar; type: FieldType }[] {
  const found = at(scope.node, scope.parent === undefined ? name : written);
  const below = ['object', 'nested', 'flattened'].includes(type) || (type === 'dynamic' && exists);
  const values = below
    ? found.flatMap((node) => leavesOf(node).map(({ value }) => value))
    : found.flatMap(scalarsOf);
  return values.map((value) => ({ value, type }));
}

function elementsOf(name: KqlName | Wildcard, scope: Scope): JsonObject[] {
  const { name: full } = fieldOf(name, scope);
  const written = name.kind === 'name' && scope.parent !== undefined ? name.text : full;
  return at(scope.node, written)
    .flatMap(objectsOf)
    .filter((node) => leavesOf(node).length > 0);
}

function fieldOf(name: KqlName | Wildcard, { reader, parent }: Scope): Field {
  const field = name.kind === 'name' ? reader.resolve(name.text, parent) : undefined;
  if (field === undefined) throw new Error('a query that does not compile has no meaning');
  return field;
}

/** What a dotted name leads to: a key may itself have dots, and arrays stand for their elements. */
function at(node: Json, name: string): Json[] {
  if (Array.isArray(node)) return node.flatMap((element) => at(element, name));
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, child]) => {
    if (key === name) return [child];
    return name.startsWith(`${key}.`) ? at(child, name.slice(key.length + 1)) : [];
  });
}

function leavesOf(node: Json, path = ''): { path: string; value: Scalar }[] {
  if (Array.isArray(node)) return node.flatMap((element) => leavesOf(element, path));
  if (!isObject(node)) return scalarsOf(node).map((value) => ({ path, value }));
  return Object.entries(node).flatMap(([key, child]) =>
    leavesOf(child, path === '' ? key : `${path}.${key}`),
  );
}

/** Null and the empty string are no values. */
function scalarsOf(node: Json): Scalar[] {
  if (Array.isArray(node)) return node.flatMap(scalarsOf);
  if (node === null || node === '' || typeof node === 'object') return [];
  return [node];
}

function objectsOf(node: Json): JsonObject[] {
  if (Array.isArray(node)) return node.flatMap(objectsOf);
  return isObject(node) ? [node] : [];
}

function isObject(node: Json): node is JsonObject {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
